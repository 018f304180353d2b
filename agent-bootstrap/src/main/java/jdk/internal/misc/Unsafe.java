package jdk.internal.misc;

import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * The two methods of the JDK's class that {@code BootDefiner} calls, to compile it against, as
 * {@code --release} hides the JDK's own. Not in the jar: at run time the JDK's is found.
 */
public abstract class Unsafe {
  private Unsafe() {}

  public static Unsafe getUnsafe() {
    throw new UnsupportedOperationException();
  }

  public abstract Class<?> defineClass(
      String name,
      byte[] bytes,
      int offset,
      int length,
      @Nullable ClassLoader loader,
      @Nullable ProtectionDomain domain);
}
