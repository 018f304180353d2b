package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.model.DigestKey;
import io.querymirror.model.Outcome;
import io.querymirror.plan.PlanBook;
import io.querymirror.plan.PlanReader;
import io.querymirror.plan.PlanShape;
import io.querymirror.plan.TakenPlan;
import io.querymirror.report.ReportModel;
import io.querymirror.report.ReportWriter;
import io.querymirror.sql.SqlParser;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.Executions;
import io.querymirror.stats.OutOfStep;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.ServerStatement;
import io.querymirror.stats.TargetLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a report can show are explained in the manual. */
class DocsNamesTest {
  /** Below these, keys are the application's or the configuration's. */
  private static final Set<String> OPEN =
      Set.of(
          "targets",
          "hosts",
          "unsupported_reasons",
          "no_rows_reasons",
          "out_of_step",
          "left_out",
          "counts");

  @TempDir Path dir;

  @Test
  void everyReasonToDropIsExplained() {
    Set<String> documented =
        rows("Bin of a target").filter(n -> n.startsWith("dropped.")).collect(sorted());
    assertEquals(
        Stream.of(DropReason.values()).map(r -> "dropped." + r.key()).collect(sorted()),
        documented);
  }

  @Test
  void everyClassOfErrorsIsExplained() {
    assertEquals(
        Stream.of(ErrorClass.values()).map(ErrorClass::key).collect(sorted()),
        rows("`errors`").collect(sorted()));
  }

  @Test
  void everyReasonToBeOutOfStepIsExplained() {
    assertEquals(
        Stream.of(OutOfStep.Reason.values()).map(OutOfStep.Reason::key).collect(sorted()),
        rows("`out_of_step`").collect(sorted()));
  }

  @Test
  void everyFieldOfTheReportIsExplained() throws IOException {
    Set<String> documented =
        Stream.of("how-it-works.md", "compare.md")
            .flatMap(page -> Manual.page(page).code().stream())
            .flatMap(code -> Arrays.stream(code.split("[.\\[\\]]+")))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    JsonNode report = report();
    keys(report, missing);
    missing.removeAll(documented);
    assertEquals(Set.of(), missing);

    Set<String> fidelity = new TreeSet<>();
    report.at("/targets/candidate/fidelity").fieldNames().forEachRemaining(fidelity::add);
    assertEquals(fidelity, rows("`fidelity`").collect(sorted()));
    assertEquals(
        Stream.of("internal_error", "ring_full").map(n -> "dropped." + n).toList(),
        rows("Drop before any target").sorted().toList());
  }

  /** One with something in every place. */
  private JsonNode report() throws IOException {
    CaptureLedger capture = new CaptureLedger();
    TargetLedger target = new TargetLedger("candidate");
    Outcome error = Outcome.error("42S02", 1146, "Table 'shop.t' doesn't exist");
    target.matched();
    target.failed("a:3306");
    target.result(Executions.of(7, "select ?", Outcome.ROWS, 10), error, 1_000, 1_000);
    target.hostState("a:3306", "up");
    target.matched();
    target.unsupported("kill");
    target.fidelity().orderBreak();
    target.amplified();
    observed(target);
    Path file;
    try (ReportWriter writer = new ReportWriter(dir, 10)) {
      file =
          writer.write(
              ReportModel.read(
                  Instant.EPOCH,
                  Instant.EPOCH,
                  true,
                  capture,
                  List.of(target),
                  new RuleCounts(List.of("all"))));
    }
    assertNotNull(file);
    return new ObjectMapper().readTree(file.toFile());
  }

  /** With a plan that has changed, and counters of a host. */
  private static void observed(TargetLedger target) throws IOException {
    PlanShape ref = PlanReader.read(plan("ref"));
    TakenPlan full = new TakenPlan(PlanReader.read(plan("ALL")), "{}", "[]", Instant.EPOCH, 1);
    DigestKey key = new DigestKey("shop", 7);
    for (PlanBook book : List.of(target.plans(), target.sourcePlans())) {
      book.mode("explain", "why");
      book.add(key, full);
      book.left("a reason");
    }
    target.plans().changed(key, ref, full);
    target.resources().noStatements("why");
    target.resources().host("a:3306").sample(Instant.EPOCH, Map.of("Bytes_sent", 1L), 1);
    target
        .resources()
        .host("a:3306")
        .sample(Instant.EPOCH.plusSeconds(1), Map.of("Bytes_sent", 2L), 1);
    target
        .resources()
        .statements("a:3306", List.of(new ServerStatement("s", "t", 1, 1, 1, 1, 1, 1)));
  }

  private static String plan(String access) {
    return "{\"query_block\":{\"table\":{\"table_name\":\"t\",\"access_type\":\""
        + access
        + "\"}}}";
  }

  private static void keys(JsonNode node, Set<String> into) {
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      into.add(e.getKey());
      if (OPEN.contains(e.getKey())) {
        e.getValue().forEach(below -> keys(below, into));
      } else {
        keys(e.getValue(), into);
      }
    }
    if (node.isArray()) {
      node.forEach(below -> keys(below, into));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KILL 7",
        "SHUTDOWN",
        "RESTART",
        "FLUSH TABLES",
        "RESET MASTER",
        "PURGE BINARY LOGS TO 'a'",
        "CLONE LOCAL DATA DIRECTORY = 'a'",
        "BINLOG 'a'",
        "LOCK INSTANCE FOR BACKUP",
        "ALTER INSTANCE ROTATE INNODB MASTER KEY",
        "SET GLOBAL a = 1",
        "SET PERSIST a = 1",
        "SET @@global.a = 1",
        "GRANT SELECT ON a.b TO c",
        "CREATE USER a",
        "SET PASSWORD = 'a'",
        "SET a = 1, PASSWORD = 'a'",
        "SET ROLE a",
        "START REPLICA",
        "CHANGE MASTER TO MASTER_HOST = 'a'",
        "INSTALL PLUGIN a SONAME 'b'",
        "CREATE FUNCTION a RETURNS STRING SONAME 'b'",
        "CREATE RESOURCE GROUP a TYPE = USER",
        "XA START 'a'",
        "LOAD DATA LOCAL INFILE 'a' INTO TABLE b",
        "SELECT 1 INTO OUTFILE 'a'",
      })
  void everyStatementThatIsNeverSentIsNamed(String sql) {
    String reason = SqlParser.parse(sql).unsupported();
    assertTrue(Manual.page("limits.md").code().contains(reason), reason);
  }

  private static Stream<String> rows(String head) {
    return Manual.page("how-it-works.md").rows().stream()
        .filter(r -> r.heads().get(0).equals(head))
        .map(r -> Manual.codeIn(r.cells().get(0)).get(0));
  }

  private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }
}
