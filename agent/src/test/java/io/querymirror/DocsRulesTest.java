package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.Manual.Row;
import io.querymirror.config.ConfigLoader;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import io.querymirror.rule.RuleEngine;
import io.querymirror.sql.SqlParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conditions in the manual take what they are said to take, and leave the rest. */
class DocsRulesTest {
  private static final SourceConnection CONNECTION =
      new SourceConnection(
          1, "connector-j", "app", "orders-db-1:3306", "shop", Map.of(), 7, 40_000);

  @TempDir Path dir;

  static Stream<Row> examples() {
    return Manual.page("rules.md").rows().stream()
        .filter(r -> r.heads().size() == 4 && r.heads().get(1).equals("Example"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void takesAndLeavesAsShown(Row row) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("querymirror.yaml"),
            "host_groups: {orders: 'orders-db-*', billing: 'billing-db-*'}\n"
                + "targets: {candidate: {hosts: a, username: u}}\n"
                + "rules: [{mirror: candidate, match: "
                + Manual.codeIn(row.cells().get(1)).get(0)
                + "}]\n");
    RuleEngine rules = new RuleEngine(ConfigLoader.load(file, Map.of()));
    for (String sql : Manual.codeIn(row.cells().get(2))) {
      assertEquals(true, rules.decide(execution(sql)).matched(), sql);
    }
    for (String sql : Manual.codeIn(row.cells().get(3))) {
      assertEquals(false, rules.decide(execution(sql)).matched(), sql);
    }
  }

  private static Execution execution(String sql) {
    StatementText text = new StatementText(sql);
    SourceEvent event =
        SourceEvent.statement(
            CONNECTION, 0, 1_000, SourceEvent.Form.TEXT, text, Binds.NONE, Outcome.ROWS);
    return new Execution(
        event,
        1,
        text,
        SqlParser.parse(sql),
        Binds.NONE,
        Outcome.ROWS,
        "shop",
        true,
        0,
        0,
        false,
        null,
        null,
        null);
  }
}
