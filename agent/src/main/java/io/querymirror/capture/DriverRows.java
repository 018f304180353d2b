package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultRows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A result that was whole in memory when its call returned: the driver's own list or array of rows
 * and its own column definitions, never the result set, which would keep the connection.
 */
final class DriverRows implements HeldRows {
  private static final VarHandle KEEPERS;

  static {
    try {
      KEEPERS = MethodHandles.lookup().findVarHandle(DriverRows.class, "keepers", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RowSource source;
  private final RowBudget budget;
  private final long bytes;
  private final int count;
  private final boolean binary;
  private @Nullable Object rows;
  private @Nullable Object columns;

  /** The event's own way to the targets is the first. */
  private int keepers = 1;

  /** {@code bytes} were taken of the budget. */
  DriverRows(
      RowSource source,
      RowBudget budget,
      long bytes,
      Object rows,
      int count,
      boolean binary,
      Object columns) {
    this.source = source;
    this.budget = budget;
    this.bytes = bytes;
    this.rows = rows;
    this.count = count;
    this.binary = binary;
    this.columns = columns;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public @Nullable ResultRows rows() {
    Object heldRows = rows;
    Object heldColumns = columns;
    if (heldRows == null || heldColumns == null) {
      return null;
    }
    try {
      return source.read(heldRows, count, binary, heldColumns);
    } catch (Throwable e) {
      return null;
    }
  }

  @Override
  public boolean keep() {
    while (true) {
      int now = (int) KEEPERS.getVolatile(this);
      if (now <= 0) {
        return false;
      }
      if (KEEPERS.compareAndSet(this, now, now + 1)) {
        return true;
      }
    }
  }

  @Override
  public void release() {
    letGo();
  }

  /** The same; answers whether it was the last one's. */
  boolean letGo() {
    boolean last = (int) KEEPERS.getAndAdd(this, -1) == 1;
    if (last) {
      rows = null;
      columns = null;
      budget.give(bytes);
    }
    return last;
  }
}
