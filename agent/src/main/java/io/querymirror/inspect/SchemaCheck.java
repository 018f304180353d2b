package io.querymirror.inspect;

import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Schemas by the target's names: configured ones, those of rules, and those that were seen. */
final class SchemaCheck implements Check {
  private final Server server;
  private final TargetSettings target;
  private final Set<String> named;
  private final Map<String, Map<String, Long>> seen;
  private final Grants grants;

  SchemaCheck(
      Server server,
      TargetSettings target,
      Set<String> named,
      Map<String, Map<String, Long>> seen,
      Grants grants) {
    this.server = server;
    this.target = target;
    this.named = named;
    this.seen = seen;
    this.grants = grants;
  }

  @Override
  public void look(Consumer<Point> found) throws SQLException {
    boolean anyCase = server.number("lower_case_table_names") != 0;
    Set<String> wanted = new LinkedHashSet<>(target.schemas().values());
    for (String source : named) {
      wanted.add(target.schemas().getOrDefault(source, source));
    }
    wanted.addAll(seen.keySet());
    if (wanted.isEmpty()) {
      List<String> all = server.schemas();
      found.accept(
          Point.of(
              all.isEmpty() ? Level.ERROR : Level.OK,
              "schemas",
              all.isEmpty() ? "this user sees none" : "this user sees " + String.join(", ", all),
              "there is nothing that this user may read",
              "GRANT SELECT on the schemas of the service; see docs/grants.md"));
      wanted.addAll(all);
    }
    for (String schema : wanted) {
      String collation = server.collation(schema);
      if (collation == null) {
        found.accept(
            Point.error(
                "schemas." + schema,
                "it is not there, or not seen by this user",
                "copies that go there fail",
                "create and fill it, or GRANT rights on it: see docs/grants.md"));
        continue;
      }
      Map<String, String> there = server.tables(schema);
      found.accept(
          Point.of(
              there.isEmpty() ? Level.WARNING : Level.OK,
              "schemas." + schema,
              there.size() + " tables and views, collation " + collation,
              "no table is in it that this user sees",
              "fill it, or GRANT SELECT on it"));
      new RightsCheck(target, grants, schema, seen.getOrDefault(schema, Map.of()).keySet())
          .look(found);
      if (seen.containsKey(schema)) {
        found.accept(SeenTables.compare(schema, seen.get(schema), there, anyCase));
      }
      engines(schema, found);
    }
  }

  /** Tables without transactions keep what a rollback should undo, and know no commit order. */
  private void engines(String schema, Consumer<Point> found) throws SQLException {
    if (target.writes() != Writes.ROLLBACK && target.order() != Order.COMMIT) {
      return;
    }
    List<String> plain = server.withoutTransactions(schema);
    if (!plain.isEmpty()) {
      found.accept(
          Point.warning(
              "engines." + schema,
              "tables that are not InnoDB: " + String.join(", ", plain),
              target.writes() == Writes.ROLLBACK
                  ? "a rollback does not undo what is written there, so such writes are denied"
                  : "order: commit does not hold for them",
              "ALTER TABLE … ENGINE = InnoDB, if the source has them so"));
    }
  }
}
