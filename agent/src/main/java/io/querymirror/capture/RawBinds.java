package io.querymirror.capture;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * References to what the application bound, not yet safe from it. Drivers keep references until
 * they send, so the copies are made when the statement has been sent: a byte[] that changed in
 * between reached production changed.
 */
final class RawBinds {
  static final RawBinds NONE = new RawBinds(new BindKind[0], new Object[0], new Object[0], null);

  private final @Nullable BindKind[] kinds;
  private final @Nullable Object[] values;
  private final @Nullable Object[] extras;
  private final Binds.@Nullable Callable callable;
  private @Nullable String reason;

  RawBinds(
      @Nullable BindKind[] kinds,
      @Nullable Object[] values,
      @Nullable Object[] extras,
      Binds.@Nullable Callable callable) {
    this.kinds = kinds;
    this.values = values;
    this.extras = extras;
    this.callable = callable;
  }

  /** Why the binds cannot be read, once frozen; else null. */
  @Nullable String reason() {
    return reason;
  }

  /**
   * Copies what the application may still change. Called once.
   *
   * @param limit bytes of binary values beyond which nothing is copied: the application's thread
   *     does not pay for what every target would refuse
   */
  Binds freeze(long limit) {
    if (this == NONE) {
      return Binds.NONE;
    }
    if (binaryBytes() > limit) {
      return Binds.OVERSIZED;
    }
    for (int i = 0; i < kinds.length; i++) {
      BindKind kind = kinds[i];
      if (kind != null) {
        note(kind, values[i]);
        values[i] = BindValues.freeze(values[i]);
        if (extras.length != 0) {
          extras[i] = BindValues.freezeExtra(extras[i]);
        }
      }
    }
    return new Binds(kinds, values, extras, callable == null ? null : freeze(callable));
  }

  private long binaryBytes() {
    long sum = 0;
    for (Object v : values) {
      if (v instanceof byte[]) {
        sum += ((byte[]) v).length;
      }
    }
    return sum;
  }

  private Binds.Callable freeze(Binds.Callable c) {
    Map<String, Binds.Bind> named = new LinkedHashMap<>();
    c.named()
        .forEach(
            (name, bind) -> {
              note(bind.kind(), bind.value());
              named.put(
                  name,
                  new Binds.Bind(
                      bind.kind(),
                      BindValues.freeze(bind.value()),
                      BindValues.freezeExtra(bind.extra())));
            });
    return new Binds.Callable(named, c.out());
  }

  private void note(BindKind kind, @Nullable Object value) {
    if (reason == null) {
      reason =
          kind == BindKind.UNSUPPORTED
              ? String.valueOf(value)
              : BindValues.unsupported(kind, value);
    }
  }
}
