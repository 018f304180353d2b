package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the drivers that hold whole results have in common. */
abstract class DriverRowSource extends RowSource {
  private final MethodHandle last;

  /** Of a call: a result that holds its OUT parameters; null where there is none. */
  private final @Nullable MethodHandle parameters;

  /**
   * @param last of a statement its last result
   * @param parameters of a call the result of its OUT parameters; null for what is no call
   */
  DriverRowSource(MethodHandle last, @Nullable MethodHandle parameters) {
    this.last = last;
    this.parameters = parameters;
  }

  /** Whether the application asked for a part of the rows. */
  abstract boolean limited(Object statement) throws Throwable;

  /** The results with rows that the same statement returned behind this one, in their order. */
  abstract List<Object> behind(Object statement, Object held) throws Throwable;

  @Override
  final @Nullable HeldRows take(Object statement, RowBudget budget) {
    HeldRows first = null;
    try {
      Object held = (Object) last.invokeExact(statement);
      if (held == null) {
        return null;
      }
      boolean limited = limited(statement);
      first = result(held, limited, budget);
      return first instanceof DriverRows
          ? whole((DriverRows) first, behind(statement, held), outOf(statement), limited, budget)
          : first;
    } catch (Throwable e) {
      return unreadable(first);
    }
  }

  /** Where the driver puts them, which asks for them by itself or is sent them. */
  @Override
  final @Nullable Object outOf(Object statement) throws Throwable {
    MethodHandle path = parameters;
    return path == null ? null : (Object) path.invokeExact(statement);
  }
}
