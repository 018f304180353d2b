package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.archive.ResultFiles;
import io.querymirror.archive.SavedRun;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.ColumnDifference.Measure;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.JudgedCopy;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.ResultKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecomputeTest {
  private static final SavedRun CANDIDATE =
      new SavedRun("candidate", false, false, "2027-01-31T10:00:00Z", 1e-6, 1e-9);
  private static final SavedRun TWIN =
      new SavedRun("twin", true, false, "2027-01-31T10:00:00Z", 1e-6, 1e-9);
  private static final Execution ITEM = original(1, "item");
  private static final Execution CART = original(2, "cart");

  @TempDir Path dir;

  private static Execution original(long digest, String table) {
    return JudgedCopy.slim(
        new SourceConnection(1, "d", "app", "db:3306", null, Map.of(), -1, -1),
        new SqlShape.Builder()
            .digest("select * from " + table, digest)
            .kind(Kind.SELECT)
            .tables(List.of(new TableRef(null, table, false)))
            .build(),
        "shop",
        false,
        1_000_000,
        Outcome.ROWS);
  }

  private static void add(ResultFiles files, Execution e, ResultFinding finding) {
    files.add(JudgedCopy.ran(e, Outcome.ROWS, 1_100_000, 5, true, 1_800_000_000_000L));
    files.add(JudgedCopy.compared(e, finding));
  }

  private static ResultFinding different(String column, DifferenceProfile by) {
    return ResultFinding.different(
            ResultExample.of(
                ResultKind.ROWS, List.of("id", column), List.of(column), 1, 1, List.of()))
        .profile(by);
  }

  private static DifferenceProfile number(String column, Measure measure, double by, double share) {
    return new DifferenceProfile(
        List.of(new ColumnDifference(column, measure, 1, false, by, share, 0, false)), 0, false);
  }

  @BeforeEach
  void save() {
    try (ResultFiles files = new ResultFiles(dir, CANDIDATE)) {
      for (int i = 0; i < 10; i++) {
        add(files, ITEM, ResultFinding.same());
      }
      add(files, ITEM, different("price", number("price", Measure.EXACT, 0.01, 0.001)));
      add(files, ITEM, different("weight", number("weight", Measure.DOUBLE, 0.5, 0.0001)));
      add(files, ITEM, ResultFinding.same().profile(number("x", Measure.DOUBLE, 1e-9, 1e-12)));
      add(files, CART, ResultFinding.incomparable(Incomparable.OVERLAP));
      add(files, CART, different("note", null).rules(List.of("by sql")));
      files.add(
          JudgedCopy.ran(CART, Outcome.error("42S02", 1146, "no such table"), 1_000, 5, true, 1));
    }
    try (ResultFiles files = new ResultFiles(dir, TWIN)) {
      add(files, ITEM, ResultFinding.same());
      add(files, CART, ResultFinding.same());
    }
  }

  private JsonNode recomputed(String... more) throws Exception {
    String[] words = new String[4 + more.length];
    System.arraycopy(
        new String[] {"report", dir.toString(), "--recompute", "--json"}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    Cli cli = Cli.run(words);
    assertEquals(0, cli.exit, cli.err());
    return new ObjectMapper().readTree(cli.out());
  }

  private static String counts(JsonNode report) {
    JsonNode results = report.at("/targets/candidate/results");
    assertEquals(
        results.path("compared").asLong(),
        results.path("same").asLong()
            + results.path("different").asLong()
            + results.path("expected").asLong());
    return results.path("same").asLong()
        + " "
        + results.path("different").asLong()
        + " "
        + results.path("expected").asLong();
  }

  @Test
  void verdictsComeFromTheFilesAlone() throws Exception {
    JsonNode report = recomputed();
    assertEquals("errors", report.path("verdict").asText());
    assertEquals("11 3 0", counts(report));
    assertEquals(1, report.at("/targets/candidate/results/incomparable/overlap").asLong());
    assertEquals(1, report.at("/targets/candidate/errors/new").asLong());
    assertEquals(2, report.at("/targets/candidate/digests").size());
    assertEquals("control", report.at("/targets/twin/role").asText());
  }

  @Test
  void anotherToleranceMovesWhatIsApproximate() throws Exception {
    assertEquals("12 2 0", counts(recomputed("--tolerance", "0.001")));
    assertEquals("10 4 0", counts(recomputed("--tolerance", "0")));
  }

  @Test
  void otherRulesDecideWhatIsExpected() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("expected.yaml"),
            "expected:\n"
                + "- {match: {table: item}, columns: [price], tolerance: 0.01, reason: cents}\n"
                + "- {match: {sql: 'from cart'}, reason: by sql}\n"
                + "- {match: {table: elsewhere}, reason: never}\n");
    JsonNode report = recomputed("--expected", file.toString());
    assertEquals("11 1 2", counts(report));
    assertEquals(1, report.at("/expected/0/used").asLong());
    assertEquals(1, report.at("/expected/1/used").asLong());
    assertEquals(0, report.at("/expected/2/used").asLong());
  }

  @Test
  void aDirectoryWithoutResultsSaysSo() throws Exception {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    Cli cli = Cli.run("report", empty.toString(), "--recompute");
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("no results-TARGET-N.jsonl.gz"), cli.err());
  }

  @Test
  void theOptionsNeedOneAnother() {
    Cli cli = Cli.run("report", dir.toString(), "--tolerance", "0.1");
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("--recompute"), cli.err());
  }

  @Test
  void itPrintsHowMuchOfItThereWas() {
    Cli cli = Cli.run("report", dir.toString(), "--recompute");
    assertEquals(0, cli.exit, cli.err());
    assertTrue(cli.out().contains("16 of 16"), cli.out());
  }

  private void writeReport(String file, String started, int executed) throws Exception {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        "{\"format\": 1, \"started\": \""
            + started
            + "\", \"updated\": \"2027-01-31T11:00:00Z\", \"capture\": {\"seen\": 20},"
            + " \"targets\": {\"candidate\": {\"ledger\": {\"executed\": "
            + executed
            + "}}}}");
  }

  private void secondJvm() {
    SavedRun second = new SavedRun("candidate", false, false, "2027-01-31T10:05:00Z", 1e-6, 1e-9);
    try (ResultFiles files = new ResultFiles(dir, second)) {
      add(files, ITEM, ResultFinding.same());
      add(files, ITEM, different("price", null));
    }
  }

  @Test
  void severalJvmsOfOneDirectoryAreMerged() throws Exception {
    secondJvm();
    writeReport("report.json", "2027-01-31T10:00:00Z", 16);
    writeReport("report-host-17.json", "2027-01-31T10:05:00Z", 3);
    JsonNode report = recomputed();
    assertEquals(2, report.path("reports").size());
    assertEquals("12 4 0", counts(report));
    assertEquals(18, report.at("/recomputed/candidate/copies").asLong());
    assertEquals(19, report.at("/recomputed/candidate/of").asLong());
  }

  @Test
  void oneJvmsReportIsOfItsOwnRun() throws Exception {
    secondJvm();
    writeReport("report.json", "2027-01-31T10:00:00Z", 16);
    writeReport("earlier/report-x.json", "2027-01-31T10:05:00Z", 2);
    String file = dir.resolve("earlier/report-x.json").toString();
    Cli cli = Cli.run("report", file, "--recompute", "--json");
    assertEquals("1 1 0", counts(new ObjectMapper().readTree(cli.out())), cli.err());
  }

  @Test
  void aJvmThatSavedNothingIsTold() throws Exception {
    writeReport("report.json", "2027-01-31T10:00:00Z", 16);
    writeReport("report-host-17.json", "2027-01-31T10:05:00Z", 100);
    JsonNode report = recomputed();
    assertEquals("11 3 0", counts(report));
    assertEquals(16, report.at("/recomputed/candidate/copies").asLong());
    assertEquals(116, report.at("/recomputed/candidate/of").asLong());
    Cli cli = Cli.run("report", dir.resolve("report-host-17.json").toString(), "--recompute");
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("no results are saved beside it"), cli.err());
  }

  @Test
  void runsThatCannotBeToldApartAreRefused() throws Exception {
    writeReport("report.json", "2027-01-31T10:00:00Z", 16);
    writeReport("report-host-17.json", "2027-01-31T10:00:00Z", 16);
    Cli cli = Cli.run("report", dir.toString(), "--recompute");
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("began in the same millisecond"), cli.err());
  }
}
