package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/**
 * What the executions of one prepared statement have in common: which setter set which position,
 * and where its value lies in each execution's {@link Binds}. Immutable, shared by all executions
 * until another setter is used, so that an execution holds its values alone.
 */
public final class BindLayout {
  static final BindLayout NONE = new BindLayout(new BindKind[0], null, new Object[0], null);

  /** By ordinal. */
  private static final boolean[] MUTABLE =
      flags(
          BindKind.BYTES,
          BindKind.DATE,
          BindKind.TIME,
          BindKind.TIMESTAMP,
          BindKind.OBJECT,
          BindKind.OBJECT_TYPED,
          BindKind.OBJECT_SCALED,
          BindKind.UNSUPPORTED);

  private final @Nullable BindKind[] kinds;
  private final int[] slots;
  private final @Nullable Object[] extras;
  private final Binds.@Nullable Callable callable;
  private final int references;
  private final int numbers;
  private final boolean holes;
  private final boolean mutable;

  /**
   * Takes the arrays over.
   *
   * @param kinds one a position; null for a position that was never set
   * @param numeric which positions have a number in place of an object, null for none
   * @param extras one a position, or empty
   */
  public BindLayout(
      @Nullable BindKind[] kinds,
      boolean @Nullable [] numeric,
      @Nullable Object[] extras,
      Binds.@Nullable Callable callable) {
    this.kinds = kinds;
    this.extras = extras;
    this.callable = callable;
    this.slots = new int[kinds.length];
    int objects = 0;
    int longs = 0;
    boolean unset = false;
    boolean changing = false;
    for (int i = 0; i < kinds.length; i++) {
      BindKind kind = kinds[i];
      unset |= kind == null && !isOut(callable, i + 1);
      changing |= kind != null && MUTABLE[kind.ordinal()];
      slots[i] = numeric != null && numeric[i] ? ~longs++ : objects++;
    }
    this.references = objects;
    this.numbers = longs;
    this.holes = unset;
    this.mutable = changing;
  }

  private static boolean[] flags(BindKind... kinds) {
    boolean[] flags = new boolean[BindKind.values().length];
    for (BindKind kind : kinds) {
      flags[kind.ordinal()] = true;
    }
    return flags;
  }

  /** What is only read from a call is set by nobody. */
  private static boolean isOut(Binds.@Nullable Callable callable, int position) {
    return callable != null && callable.out().stream().anyMatch(o -> o.index() == position);
  }

  /** The same with other named binds. */
  public BindLayout with(Binds.Callable other) {
    boolean[] numeric = new boolean[slots.length];
    for (int i = 0; i < slots.length; i++) {
      numeric[i] = slots[i] < 0;
    }
    return new BindLayout(kinds, numeric, extras, other);
  }

  public int size() {
    return kinds.length;
  }

  /** Where the value at {@code index} (from 0) is: among the objects, or by its complement. */
  public int slot(int index) {
    return slots[index];
  }

  public int references() {
    return references;
  }

  public int numbers() {
    return numbers;
  }

  /** Whether a position was never set that is not an OUT parameter's. */
  public boolean hasHoles() {
    return holes;
  }

  /** Whether a value may be one that the application can still change. */
  public boolean isMutable() {
    return mutable;
  }

  public Binds.@Nullable Callable callable() {
    return callable;
  }

  public @Nullable BindKind kind(int index) {
    return kinds[index];
  }

  @Nullable Object extra(int index) {
    return extras.length == 0 ? null : extras[index];
  }
}
