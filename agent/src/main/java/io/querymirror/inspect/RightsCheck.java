package io.querymirror.inspect;

import io.querymirror.config.TargetSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rights that the target's user needs on one schema. One that is on the tables that were seen,
 * if not on all, is enough.
 */
final class RightsCheck implements Check {
  private final TargetSettings target;
  private final Grants grants;
  private final String schema;
  private final Set<String> tables;

  RightsCheck(TargetSettings target, Grants grants, String schema, Set<String> tables) {
    this.target = target;
    this.grants = grants;
    this.schema = schema;
    this.tables = tables;
  }

  @Override
  public void look(Consumer<Point> found) {
    List<String> there = new ArrayList<>();
    List<NeededRights.Need> missing = new ArrayList<>();
    boolean onSome = tables.isEmpty() && grants.onTables(schema);
    for (NeededRights.Need need : NeededRights.of(target)) {
      boolean onAllSeen =
          !tables.isEmpty() && tables.stream().allMatch(t -> grants.on(need.right, schema, t));
      if (grants.on(need.right, schema) || onAllSeen) {
        there.add(need.right);
      } else {
        missing.add(need);
      }
    }
    if (!there.isEmpty()) {
      found.accept(Point.ok("rights." + schema, String.join(", ", there)));
    }
    lacking(missing, Level.ERROR, onSome ? Level.WARNING : Level.ERROR, found);
    lacking(missing, Level.WARNING, Level.WARNING, found);
  }

  /**
   * @param told as what it is told: who has rights on some tables may have them on all that matter
   */
  private void lacking(
      List<NeededRights.Need> missing, Level level, Level told, Consumer<Point> found) {
    Set<String> rights = new LinkedHashSet<>();
    Set<String> causes = new LinkedHashSet<>();
    for (NeededRights.Need need : missing) {
      if (need.level == level) {
        rights.add(need.right);
        causes.add(need.cause);
      }
    }
    if (!rights.isEmpty()) {
      String list = String.join(", ", rights);
      found.accept(
          Point.of(
              told,
              "rights." + schema,
              "lacks " + list,
              String.join("; ", causes),
              "GRANT " + list + " ON `" + schema + "`.* TO the user; see docs/grants.md"));
    }
  }
}
