package io.querymirror.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bind values of one execution, as the application set them: immutable, mutable values copied.
 * By position, from 1; a callable statement may also have them by name, and OUT parameters.
 *
 * <p>Numbers are packed: the application's thread boxes none. {@link #value} does it for them.
 */
public final class Binds {
  private static final Object[] NO_OBJECTS = {};
  private static final long[] NO_NUMBERS = {};

  public static final Binds NONE = new Binds(BindLayout.NONE, NO_OBJECTS, NO_NUMBERS);

  /** In place of values that are larger than any target may take: they were not copied. */
  public static final Binds OVERSIZED = new Binds(BindLayout.NONE, NO_OBJECTS, NO_NUMBERS);

  private static final long OVERSIZED_BYTES = Long.MAX_VALUE / 4;

  /** Binds and OUT registrations of a callable statement beyond its positions. */
  public static final class Callable {
    private final Map<String, Bind> named;
    private final List<OutParameter> out;

    public Callable(Map<String, Bind> named, List<OutParameter> out) {
      this.named = Map.copyOf(named);
      this.out = List.copyOf(out);
    }

    public Map<String, Bind> named() {
      return named;
    }

    public List<OutParameter> out() {
      return out;
    }
  }

  /** One bind. */
  public static final class Bind {
    private final BindKind kind;
    private final @Nullable Object value;
    private final @Nullable Object extra;

    public Bind(BindKind kind, @Nullable Object value, @Nullable Object extra) {
      this.kind = kind;
      this.value = value;
      this.extra = extra;
    }

    public BindKind kind() {
      return kind;
    }

    public @Nullable Object value() {
      return value;
    }

    public @Nullable Object extra() {
      return extra;
    }
  }

  /** A registered OUT parameter: by position, or by name where {@link #name()} is not null. */
  public static final class OutParameter {
    private final int index;
    private final @Nullable String name;
    private final Object type;
    private final @Nullable Object extra;

    /**
     * @param type an Integer of java.sql.Types or a java.sql.SQLType
     * @param extra null, an Integer scale, or a String type name
     */
    public OutParameter(int index, @Nullable String name, Object type, @Nullable Object extra) {
      this.index = index;
      this.name = name;
      this.type = type;
      this.extra = extra;
    }

    public int index() {
      return index;
    }

    public @Nullable String name() {
      return name;
    }

    public Object type() {
      return type;
    }

    public @Nullable Object extra() {
      return extra;
    }
  }

  private final BindLayout layout;
  private final @Nullable Object[] objects;
  private final long[] numbers;

  /** Takes the arrays over; a null kind is a position that was never set. */
  public Binds(
      @Nullable BindKind[] kinds,
      @Nullable Object[] values,
      @Nullable Object[] extras,
      @Nullable Callable callable) {
    this(new BindLayout(kinds, null, extras, callable), values, NO_NUMBERS);
  }

  /**
   * Takes the arrays over.
   *
   * @param objects as the layout's slots tell
   * @param numbers by the complement of the slot: booleans as 1 and 0, float and double by their
   *     raw bits
   */
  public Binds(BindLayout layout, @Nullable Object[] objects, long[] numbers) {
    this.layout = layout;
    this.objects = objects;
    this.numbers = numbers;
  }

  public int size() {
    return layout.size();
  }

  /** Kind of the bind at {@code position} (from 1), or null where it was never set. */
  public @Nullable BindKind kind(int position) {
    return layout.kind(position - 1);
  }

  public @Nullable Object value(int position) {
    int slot = layout.slot(position - 1);
    if (slot >= 0) {
      return objects[slot];
    }
    BindKind kind = layout.kind(position - 1);
    return kind == null ? null : boxed(kind, numbers[~slot]);
  }

  private static Object boxed(BindKind kind, long number) {
    switch (kind) {
      case BOOLEAN:
        return number != 0;
      case BYTE:
        return (byte) number;
      case SHORT:
        return (short) number;
      case INT:
        return (int) number;
      case FLOAT:
        return Float.intBitsToFloat((int) number);
      case DOUBLE:
        return Double.longBitsToDouble(number);
      default:
        return number;
    }
  }

  public @Nullable Object extra(int position) {
    return layout.extra(position - 1);
  }

  public @Nullable Callable callable() {
    return layout.callable();
  }

  /** A rough size of the values in bytes, for queue bounds. */
  public long bytes() {
    if (this == OVERSIZED) {
      return OVERSIZED_BYTES;
    }
    long sum = 16L * layout.size() + 24L * numbers.length;
    for (Object v : objects) {
      if (v instanceof String) {
        sum += 40 + ((String) v).length();
      } else if (v instanceof byte[]) {
        sum += 16 + ((byte[]) v).length;
      } else if (v != null) {
        sum += 24;
      }
    }
    return sum;
  }
}
