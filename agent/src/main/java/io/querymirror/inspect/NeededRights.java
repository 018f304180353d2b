package io.querymirror.inspect;

import io.querymirror.config.Order;
import io.querymirror.config.PlanMode;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import java.util.ArrayList;
import java.util.List;

/** The rights on its schemas that a target's user needs for the modes that are chosen. */
final class NeededRights {
  /** One right, and what goes wrong without it. */
  static final class Need {
    final Level level;
    final String right;
    final String cause;

    private Need(Level level, String right, String cause) {
      this.level = level;
      this.right = right;
      this.cause = cause;
    }
  }

  private static final List<String> DDL =
      List.of(
          "CREATE",
          "ALTER",
          "DROP",
          "INDEX",
          "REFERENCES",
          "CREATE VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE");

  private NeededRights() {}

  static List<Need> of(TargetSettings target) {
    List<Need> needs = new ArrayList<>();
    needs.add(new Need(Level.ERROR, "SELECT", "every mirrored read fails"));
    if (target.writes() != Writes.DENY) {
      for (String right : List.of("INSERT", "UPDATE", "DELETE")) {
        needs.add(
            new Need(
                Level.ERROR,
                right,
                "writes: " + word(target.writes()) + " runs them, and they fail"));
      }
      needs.add(
          new Need(Level.WARNING, "CREATE TEMPORARY TABLES", "temporary tables of a session fail"));
    }
    if (target.writes() == Writes.APPLY) {
      needs.add(new Need(Level.WARNING, "LOCK TABLES", "LOCK TABLES fails"));
      for (String right : DDL) {
        needs.add(new Need(Level.WARNING, right, "DDL of the application fails that needs it"));
      }
    }
    needs.add(new Need(Level.WARNING, "EXECUTE", "calls of stored functions and procedures fail"));
    boolean plans = target.compare().plans().mode() != PlanMode.OFF;
    boolean ordered = target.order() != Order.NONE;
    if (plans || ordered) {
      needs.add(
          new Need(
              Level.WARNING,
              "SHOW VIEW",
              plans
                  ? "EXPLAIN of a statement with a view is refused"
                  : "which tables are behind a view is not known"));
    }
    if (ordered || target.writes() == Writes.APPLY) {
      needs.add(
          new Need(
              Level.WARNING,
              "TRIGGER",
              "which tables a trigger writes is not known, so they may be out of step unseen"
                  + (target.writes() == Writes.APPLY ? ", and CREATE TRIGGER fails" : "")));
    }
    return needs;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }
}
