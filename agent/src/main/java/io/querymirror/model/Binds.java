package io.querymirror.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bind values of one execution, as the application set them: immutable, mutable values copied.
 * By position, from 1; a callable statement may also have them by name, and OUT parameters.
 */
public final class Binds {
  public static final Binds NONE = new Binds(new BindKind[0], new Object[0], new Object[0], null);

  /** In place of values that are larger than any target may take: they were not copied. */
  public static final Binds OVERSIZED =
      new Binds(new BindKind[0], new Object[0], new Object[0], null);

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

  private final @Nullable BindKind[] kinds;
  private final @Nullable Object[] values;
  private final @Nullable Object[] extras;
  private final @Nullable Callable callable;

  /** Takes the arrays over; a null kind is a position that was never set. */
  public Binds(
      @Nullable BindKind[] kinds,
      @Nullable Object[] values,
      @Nullable Object[] extras,
      @Nullable Callable callable) {
    this.kinds = kinds;
    this.values = values;
    this.extras = extras;
    this.callable = callable;
  }

  public int size() {
    return kinds.length;
  }

  /** Kind of the bind at {@code position} (from 1), or null where it was never set. */
  public @Nullable BindKind kind(int position) {
    return kinds[position - 1];
  }

  public @Nullable Object value(int position) {
    return values[position - 1];
  }

  public @Nullable Object extra(int position) {
    return extras.length == 0 ? null : extras[position - 1];
  }

  public @Nullable Callable callable() {
    return callable;
  }

  /** A rough size of the values in bytes, for queue bounds. */
  public long bytes() {
    if (this == OVERSIZED) {
      return OVERSIZED_BYTES;
    }
    long sum = 16L * kinds.length;
    for (Object v : values) {
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
