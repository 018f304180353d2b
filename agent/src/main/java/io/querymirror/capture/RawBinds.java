package io.querymirror.capture;

import io.querymirror.model.BindKind;
import io.querymirror.model.BindLayout;
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
  private static final long[] NO_NUMBERS = {};

  static final RawBinds NONE = new RawBinds(new BindKind[0], new Object[0], new Object[0]);

  private final BindLayout layout;
  private final @Nullable Object[] objects;
  private final long[] numbers;
  private @Nullable String reason;

  RawBinds(BindLayout layout, @Nullable Object[] objects, long[] numbers) {
    this.layout = layout;
    this.objects = objects;
    this.numbers = numbers;
  }

  RawBinds(@Nullable BindKind[] kinds, @Nullable Object[] values, @Nullable Object[] extras) {
    this(new BindLayout(kinds, null, extras, null), values, NO_NUMBERS);
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
    for (int i = 0; i < layout.size(); i++) {
      int slot = layout.slot(i);
      BindKind kind = layout.kind(i);
      if (slot >= 0 && kind != null) {
        note(kind, objects[slot]);
        objects[slot] = BindValues.freeze(objects[slot]);
      }
    }
    Binds.Callable callable = layout.callable();
    return new Binds(callable == null ? layout : layout.with(freeze(callable)), objects, numbers);
  }

  private long binaryBytes() {
    long sum = 0;
    for (Object v : objects) {
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
                  name, new Binds.Bind(bind.kind(), BindValues.freeze(bind.value()), bind.extra()));
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
