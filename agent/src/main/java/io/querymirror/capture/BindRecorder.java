package io.querymirror.capture;

import io.querymirror.model.BindKind;
import io.querymirror.model.BindLayout;
import io.querymirror.model.Binds;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the application has bound to one prepared statement so far: values stay after an execution
 * and after addBatch, as JDBC has it. Used by one thread at a time, as its statement is.
 *
 * <p>The usual case is a statement whose setters are called again and again: then only values
 * change here, and an execution copies nothing else. The other one is a statement that is prepared
 * for each execution: it finds its text's layout as the one before it left it.
 */
final class BindRecorder {
  private static final int MAX_POSITION = 65_535;

  /** Stands among the values for a number that lies beside them. */
  private static final Object NUMBER = new Object();

  private static final Object[] NO_OBJECTS = {};
  private static final long[] NO_NUMBERS = {};

  private static final BindKind[] NO_KINDS = {};
  private static final int FEW = 4;

  private final @Nullable StatementText text;
  private @Nullable BindKind[] kinds = NO_KINDS;
  private @Nullable Object[] values = NO_OBJECTS;
  private long[] numbers = NO_NUMBERS;
  private @Nullable Object @Nullable [] extras;
  private int size;
  private @Nullable Map<String, Binds.Bind> named;
  private @Nullable List<Binds.OutParameter> out;

  /** Null where it must be made anew. */
  private @Nullable BindLayout layout;

  /** {@code text}: whose layout it shares; null where there is none. */
  BindRecorder(@Nullable StatementText text) {
    this.text = text;
  }

  /** {@code number}: see {@link Binds}. */
  void set(int position, BindKind kind, long number) {
    int i = position - 1;
    if (i < 0 || i >= size || kinds[i] != kind || values[i] != NUMBER) {
      place(position, kind, NUMBER, null);
      if (i < 0 || i >= size) {
        return;
      }
    }
    numbers[i] = number;
  }

  void set(int position, BindKind kind, @Nullable Object value, @Nullable Object extra) {
    int i = position - 1;
    if (i >= 0 && i < size && kinds[i] == kind && values[i] != NUMBER && isExtra(i, extra)) {
      values[i] = value;
    } else {
      place(position, kind, value, extra);
    }
  }

  private boolean isExtra(int i, @Nullable Object extra) {
    Object before = extras == null ? null : extras[i];
    return extra == before && !(extra instanceof Calendar)
        || extra instanceof Integer && extra.equals(before);
  }

  private void place(int position, BindKind kind, @Nullable Object value, @Nullable Object extra) {
    if (position < 1 || position > MAX_POSITION) {
      return;
    }
    layout = null;
    if (position > kinds.length) {
      int length = Math.max(Math.max(position, expected()), kinds.length * 2);
      kinds = Arrays.copyOf(kinds, length);
      values = Arrays.copyOf(values, length);
      numbers = Arrays.copyOf(numbers, length);
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

  /** Positions that the text's last statement had. */
  private int expected() {
    BindLayout last = text == null ? null : text.layout();
    return last == null || last.size() == 0 ? FEW : last.size();
  }

  void set(String name, BindKind kind, @Nullable Object value, @Nullable Object extra) {
    if (named == null) {
      named = new LinkedHashMap<>();
    }
    named.put(name, new Binds.Bind(kind, value, extra));
    layout = null;
  }

  void registerOut(Binds.OutParameter parameter) {
    if (out == null) {
      out = new ArrayList<>();
    }
    out.removeIf(p -> p.index() == parameter.index() && Objects.equals(p.name(), parameter.name()));
    out.add(parameter);
    layout = null;
  }

  /** OUT registrations stay. */
  void clear() {
    Arrays.fill(kinds, null);
    Arrays.fill(values, null);
    extras = null;
    size = 0;
    named = null;
    layout = null;
  }

  boolean hasHoles() {
    return layout().hasHoles();
  }

  boolean isEmpty() {
    return size == 0 && named == null && out == null;
  }

  private BindLayout layout() {
    BindLayout l = layout;
    if (l == null) {
      l = shared();
      layout = l;
    }
    return l;
  }

  /** The text's, where it is the same. */
  private BindLayout shared() {
    if (text == null || named != null || out != null || extras != null) {
      return made();
    }
    BindLayout last = text.layout();
    if (last != null && isLike(last)) {
      return last;
    }
    BindLayout made = made();
    text.layout(made);
    return made;
  }

  private boolean isLike(BindLayout last) {
    if (last.size() != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (last.kind(i) != kinds[i] || last.slot(i) < 0 != (values[i] == NUMBER)) {
        return false;
      }
    }
    return true;
  }

  private BindLayout made() {
    boolean[] numeric = new boolean[size];
    for (int i = 0; i < size; i++) {
      numeric[i] = values[i] == NUMBER;
    }
    Binds.Callable callable =
        named == null && out == null
            ? null
            : new Binds.Callable(named == null ? Map.of() : named, out == null ? List.of() : out);
    return new BindLayout(
        Arrays.copyOf(kinds, size),
        numeric,
        extras == null ? NO_OBJECTS : Arrays.copyOf(extras, size),
        callable);
  }

  /** The references as they are now; mutable values are copied by {@link RawBinds#freeze}. */
  RawBinds snapshot() {
    return isEmpty() ? RawBinds.NONE : new RawBinds(layout(), objects(), numbers());
  }

  /** The values as they are now, where none is mutable; else null. */
  @Nullable Binds constants() {
    if (isEmpty()) {
      return Binds.NONE;
    }
    BindLayout l = layout();
    return l.isMutable() || l.callable() != null ? null : new Binds(l, objects(), numbers());
  }

  private @Nullable Object[] objects() {
    BindLayout l = layout();
    if (l.references() == 0) {
      return NO_OBJECTS;
    }
    @Nullable Object[] objects = new Object[l.references()];
    for (int i = 0; i < size; i++) {
      int slot = l.slot(i);
      if (slot >= 0) {
        objects[slot] = values[i];
      }
    }
    return objects;
  }

  private long[] numbers() {
    BindLayout l = layout();
    if (l.numbers() == 0) {
      return NO_NUMBERS;
    }
    long[] longs = new long[l.numbers()];
    for (int i = 0; i < size; i++) {
      int slot = l.slot(i);
      if (slot < 0) {
        longs[~slot] = numbers[i];
      }
    }
    return longs;
  }
}
