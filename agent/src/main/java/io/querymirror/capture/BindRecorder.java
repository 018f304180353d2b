package io.querymirror.capture;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the application has bound to one prepared statement so far: values stay after an execution
 * and after addBatch, as JDBC has it. Used by one thread at a time, as its statement is.
 */
final class BindRecorder {
  private static final int MAX_POSITION = 65_535;

  private @Nullable BindKind[] kinds = new BindKind[4];
  private @Nullable Object[] values = new Object[4];
  private @Nullable Object @Nullable [] extras;
  private int size;
  private @Nullable Map<String, Binds.Bind> named;
  private @Nullable List<Binds.OutParameter> out;

  void set(int position, BindKind kind, @Nullable Object value, @Nullable Object extra) {
    if (position < 1 || position > MAX_POSITION) {
      return;
    }
    if (position > kinds.length) {
      int length = Math.max(position, kinds.length * 2);
      kinds = Arrays.copyOf(kinds, length);
      values = Arrays.copyOf(values, length);
      extras = extras == null ? null : Arrays.copyOf(extras, length);
    }
    if (extra != null && extras == null) {
      extras = new Object[kinds.length];
    }
    kinds[position - 1] = kind;
    values[position - 1] = value;
    if (extras != null) {
      extras[position - 1] = extra;
    }
    size = Math.max(size, position);
  }

  void set(String name, BindKind kind, @Nullable Object value, @Nullable Object extra) {
    if (named == null) {
      named = new LinkedHashMap<>();
    }
    named.put(name, new Binds.Bind(kind, value, extra));
  }

  void registerOut(Binds.OutParameter parameter) {
    if (out == null) {
      out = new ArrayList<>();
    }
    out.removeIf(p -> p.index() == parameter.index() && Objects.equals(p.name(), parameter.name()));
    out.add(parameter);
  }

  /** OUT registrations stay. */
  void clear() {
    Arrays.fill(kinds, null);
    Arrays.fill(values, null);
    extras = null;
    size = 0;
    named = null;
  }

  boolean hasHoles() {
    for (int i = 0; i < size; i++) {
      if (kinds[i] == null) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return size == 0 && named == null && out == null;
  }

  /** The references as they are now; mutable values are copied by {@link RawBinds#freeze}. */
  RawBinds snapshot() {
    Binds.Callable callable =
        named == null && out == null
            ? null
            : new Binds.Callable(named == null ? Map.of() : named, out == null ? List.of() : out);
    if (size == 0 && callable == null) {
      return RawBinds.NONE;
    }
    return new RawBinds(
        Arrays.copyOf(kinds, size),
        Arrays.copyOf(values, size),
        extras == null ? new Object[0] : Arrays.copyOf(extras, size),
        callable);
  }
}
