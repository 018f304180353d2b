package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import java.sql.Statement;

/** The rows of a statement as the capture takes them, also of a version that is yet to be tried. */
final class StressSource {
  private static final boolean ANY_VERSION = Boolean.getBoolean("querymirror.stress.any_version");

  private static final ClassValue<RowSource> SOURCES =
      new ClassValue<>() {
        @Override
        protected RowSource computeValue(Class<?> type) {
          try {
            return paths(type).rows.open(type, type.getClassLoader());
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  private StressSource() {}

  static HeldRows rows(Statement statement, RowBudget budget) {
    return ANY_VERSION
        ? SOURCES.get(statement.getClass()).take(statement, budget)
        : DriverAccess.of(statement).rows(statement, budget);
  }

  static HeldRows parameters(Statement statement, RowBudget budget) {
    return ANY_VERSION
        ? SOURCES.get(statement.getClass()).parameters(statement, budget)
        : DriverAccess.of(statement).parameters(statement, budget);
  }

  private static DriverPaths paths(Class<?> type) {
    String name = type.getName();
    if (name.startsWith("com.mysql.cj.")) {
      return DriverPaths.CONNECTOR_J;
    }
    if (name.startsWith("com.mysql.")) {
      return DriverPaths.CONNECTOR_J_5;
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getSimpleName().equals("MariaDbStatement")) {
        return DriverPaths.MARIADB_2;
      }
    }
    return DriverPaths.MARIADB;
  }
}
