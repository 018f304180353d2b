package io.querymirror.instrument;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Parameters of advice that become constants of the method that the advice is inlined into. */
final class Told {
  /** Whether the class is of a known driver. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Known {}

  /** {@link MethodConstants#control}. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface What {}

  /** Ordinal of {@link MethodConstants#bindKind}. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Kind {}

  /** {@link MethodConstants#reason}. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Reason {}

  private Told() {}
}
