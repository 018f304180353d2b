package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultRows;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the statements of one class lead to the rows of their last result. All of it is reads of
 * fields, some on the application's thread, most on the agent's: methods of a driver's rows change
 * what the application sees of them.
 */
abstract class RowSource {
  /** Of a driver that nothing is known of, or that was never tried. */
  static final RowSource NONE =
      new RowSource() {
        @Override
        HeldRows take(Object statement, RowBudget budget) {
          return NoRows.DRIVER;
        }

        @Override
        @Nullable ResultRows read(Object rows, int count, boolean binary, Object columns) {
          return null;
        }
      };

  /**
   * What the driver holds of the result that the statement just got; null for nothing at all. On
   * the application's thread; costs the same for one row and a million.
   */
  abstract @Nullable HeldRows take(Object statement, RowBudget budget);

  /** One result, by itself. Never throws. */
  HeldRows result(Object held, boolean limited, RowBudget budget) {
    return NoRows.DRIVER;
  }

  /** The result that has a call's OUT parameters; null for none. */
  @Nullable Object outOf(Object statement) throws Throwable {
    return null;
  }

  /**
   * What the driver holds of the OUT parameters of a call that returned no rows; null for none. On
   * the application's thread, as {@link #take}.
   */
  final @Nullable HeldRows parameters(Object statement, RowBudget budget) {
    try {
      return HeldCall.of(List.of(), parametersIn(outOf(statement), budget));
    } catch (Throwable e) {
      return null;
    }
  }

  /** Null also for parameters that are not whole in memory: the rest is compared without them. */
  private @Nullable DriverRows parametersIn(@Nullable Object out, RowBudget budget) {
    HeldRows found = out == null ? null : result(out, false, budget);
    return found instanceof DriverRows ? (DriverRows) found : null;
  }

  /**
   * A result with what the same statement returned behind it: all of it, or nothing.
   *
   * @param further results with rows, in their order
   * @param out what {@link #outOf} says
   * @param limited the application asked for a part of the rows
   */
  final @Nullable HeldRows whole(
      DriverRows first,
      List<Object> further,
      @Nullable Object out,
      boolean limited,
      RowBudget budget) {
    if (further.isEmpty() && out == null) {
      return first;
    }
    List<DriverRows> results = new ArrayList<>(1 + further.size());
    results.add(first);
    for (Object held : further) {
      HeldRows found = result(held, limited, budget);
      if (!(found instanceof DriverRows)) {
        results.forEach(DriverRows::release);
        return found;
      }
      results.add((DriverRows) found);
    }
    return HeldCall.of(results, parametersIn(out, budget));
  }

  /** Something was not as expected, and nothing is held of it. */
  static HeldRows unreadable(@Nullable HeldRows taken) {
    if (taken != null) {
      taken.release();
    }
    return NoRows.UNREADABLE;
  }

  /** Of what {@link #take} put into a {@link DriverRows}; null where it is not there any more. */
  abstract @Nullable ResultRows read(Object rows, int count, boolean binary, Object columns);

  /**
   * @param type the statement's class
   * @param loader of the driver
   */
  static RowSource of(DriverPaths paths, Class<?> type, ClassLoader loader) {
    try {
      String version = paths.version(loader);
      if (!VerifiedDrivers.has(paths.driver, version)) {
        VerifiedDrivers.tell(paths.driver, version);
        return NONE;
      }
      return paths.rows.open(type, loader);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      VerifiedDrivers.tell(paths.driver, null);
      return NONE;
    }
  }

  /** Makes one for a class of statements; fails where the driver is not built as expected. */
  interface Opener {
    RowSource open(Class<?> statement, ClassLoader loader) throws ReflectiveOperationException;
  }

  /** The first of these classes that the driver has. */
  static Class<?> first(ClassLoader loader, List<String> names) throws ClassNotFoundException {
    for (String name : names) {
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        // An older or newer one of the same family.
      }
    }
    throw new ClassNotFoundException(names.toString());
  }

  static MethodHandle handle(Reach path, Class<?> from, Class<?> answer)
      throws NoSuchFieldException {
    MethodHandle found = path.joined(from, answer);
    if (found == null) {
      throw new NoSuchFieldException(from.getName());
    }
    return found;
  }

  /** Whether a class has all of what is read of its objects later. */
  static void probe(Class<?> type, Reach... paths) throws NoSuchFieldException {
    for (Reach path : paths) {
      if (!path.beginsAt(type)) {
        throw new NoSuchFieldException(type.getName());
      }
    }
  }
}
