package io.querymirror.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.ColumnDifference.Measure;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.ExampleRow;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.JudgedCopy;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.ResultKind;
import io.querymirror.stats.TypeDrift;
import io.querymirror.stats.WarningFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
  private static final SavedRun RUN =
      new SavedRun("candidate", false, false, "2027-01-31T10:00:00Z", 1e-6, 1e-9);

  @TempDir Path dir;

  private static Execution original(long digest, Outcome outcome) {
    return JudgedCopy.slim(
        new SourceConnection(1, "d", "app", "db:3306", null, Map.of(), -1, -1),
        new SqlShape.Builder()
            .digest("select * from `müller` where id = ? \ud800", digest)
            .kind(Kind.SELECT)
            .tables(List.of(new TableRef("shop", "a", false), new TableRef(null, "b", true)))
            .build(),
        "shop",
        true,
        123_456,
        outcome);
  }

  private static JudgedCopy copy(long digest, ResultFinding finding) {
    return JudgedCopy.compared(original(digest, Outcome.ROWS), finding);
  }

  private static List<JudgedCopy> all(SavedResults results) throws IOException {
    List<JudgedCopy> all = new ArrayList<>();
    results.read(all::add);
    return all;
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    ResultExample example =
        ResultExample.of(
            ResultKind.ROWS,
            List.of("id", "note"),
            List.of("note"),
            3,
            4,
            List.of(
                new ExampleRow(Arrays.asList("int 1", null), List.of("int 1", "x"), List.of(1)),
                new ExampleRow(null, List.of("a", "b"), List.of())));
    DifferenceProfile by =
        new DifferenceProfile(
            List.of(
                new ColumnDifference(
                    "note",
                    Measure.DOUBLE,
                    2,
                    true,
                    0.2571,
                    Double.POSITIVE_INFINITY,
                    1_000_000,
                    false)),
            1,
            true);
    try (ResultFiles files = new ResultFiles(dir, RUN)) {
      files.add(
          copy(
              -5,
              ResultFinding.different(example.asExpected("clock"))
                  .profile(by)
                  .rules(List.of("clock", "b"))
                  .hashes("01", "02")
                  .drift(List.of(TypeDrift.of("id", "int", "bigint")))
                  .warnings(WarningFinding.of(false).listed(Map.of("01000/1265", 2L)))));
      files.add(copy(-5, ResultFinding.same()));
      files.add(copy(7, ResultFinding.nonDeterministic(4)));
      files.add(copy(7, ResultFinding.incomparable(Incomparable.OVERLAP)));
      files.add(
          JudgedCopy.ran(
              original(7, Outcome.error("42S02", 1146, "secret")),
              Outcome.success(false, 5, Outcome.NO_KEY),
              234_567,
              77,
              true,
              1_800_000_000_000L));
    }
    List<SavedResults> found = SavedResults.in(dir);
    assertEquals(1, found.size());
    SavedRun run = found.get(0).run();
    assertEquals("candidate", run.target());
    assertEquals(1e-6, run.floatTolerance());
    assertEquals("2027-01-31T10:00:00Z", run.started());
    List<JudgedCopy> copies = all(found.get(0));
    assertEquals(5, copies.size());
    JudgedCopy first = copies.get(0);
    Execution e = first.original();
    assertEquals("fffffffffffffffb", e.statementShape().digestId());
    assertTrue(e.statementShape().digestText().startsWith("select * from `müller`"));
    assertEquals(original(1, Outcome.ROWS).statementShape().tables(), e.statementShape().tables());
    assertEquals(Kind.SELECT, e.statementShape().kind());
    assertEquals("shop", e.schema());
    assertEquals("app", e.connection().user());
    assertTrue(e.inTransaction());
    assertEquals(123_456, e.sourceNanos());
    ResultFinding f = first.finding();
    assertEquals("clock", f.example().reason());
    assertTrue(f.example().expected());
    assertEquals(3, f.example().sourceCount());
    assertEquals(Arrays.asList("int 1", null), f.example().rows().get(0).source());
    assertNull(f.example().rows().get(1).source());
    assertEquals(List.of("clock", "b"), f.rules());
    assertEquals(List.of("01", "02"), f.hashes());
    assertEquals("bigint", f.drift().get(0).target());
    assertEquals(false, f.warnings().same());
    assertEquals(Map.of("01000/1265", 2L), f.warnings().listed());
    ColumnDifference c = f.profile().columns().get(0);
    assertEquals(Measure.DOUBLE, c.measure());
    assertEquals(0.258, c.number());
    assertEquals(Double.POSITIVE_INFINITY, c.share());
    assertEquals(1_000_000, c.nanos());
    assertEquals(1, f.profile().unpaired());
    assertTrue(f.profile().order());
    assertTrue(copies.get(1).finding().compared());
    assertEquals(4, copies.get(2).finding().causes());
    assertEquals(Incomparable.OVERLAP, copies.get(3).finding().why());
    JudgedCopy failed = copies.get(4);
    assertEquals(1146, failed.original().outcome().vendorCode());
    assertEquals("", failed.original().outcome().message());
    assertEquals(5, failed.outcome().updateCount());
    assertNull(failed.finding());
    assertEquals(234_567, failed.targetNanos());
    assertEquals(77, failed.lagNanos());
    assertEquals(1_800_000_000_000L, failed.millis());
    assertTrue(failed.timed());
  }

  @Test
  void filesAreBoundedInBytesAndNumberAndEachStandsAlone() throws Exception {
    try (ResultFiles files = new ResultFiles(dir, RUN, 2_000, 3)) {
      for (int i = 0; i < 20_000; i++) {
        files.add(copy(i % 1000, ResultFinding.same()));
        while (i % 1000 == 0 && files.saved() + files.dropped() < i) {
          Thread.onSpinWait();
        }
      }
    }
    List<SavedResults> found = SavedResults.in(dir);
    assertEquals(1, found.size());
    assertTrue(found.get(0).files().size() <= 3, found.get(0).files().toString());
    for (Path file : found.get(0).files()) {
      assertTrue(Files.size(file) < 200_000, file + " " + Files.size(file));
    }
    for (JudgedCopy copy : all(found.get(0))) {
      assertFalse(copy.original().statementShape().digestText().isEmpty());
    }
  }

  @Test
  void aSecondRunGoesOnBehindTheFirst() throws Exception {
    try (ResultFiles files = new ResultFiles(dir, RUN)) {
      files.add(copy(1, ResultFinding.same()));
    }
    SavedRun later = new SavedRun("candidate", false, false, "2027-02-01T10:00:00Z", 0, 0);
    try (ResultFiles files = new ResultFiles(dir, later)) {
      files.add(copy(1, ResultFinding.same()));
    }
    List<SavedResults> found = SavedResults.in(dir);
    assertEquals(2, found.size());
    assertTrue(found.get(1).files().get(0).endsWith("results-candidate-2.jsonl.gz"));
    assertEquals(1, all(found.get(1)).size());
  }

  @Test
  void anEndThatIsMissingCostsNoMoreThanItself() throws Exception {
    try (ResultFiles files = new ResultFiles(dir, RUN)) {
      for (int i = 0; i < 1000; i++) {
        files.add(copy(i, ResultFinding.same()));
      }
    }
    Path file = SavedResults.in(dir).get(0).files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 3 / 4));
    int read = all(SavedResults.in(dir).get(0)).size();
    assertTrue(read > 300 && read < 1000, read + " copies");
  }

  @Test
  void aDirectoryThatCannotBeWrittenCostsTheResultsAlone() throws Exception {
    Path blocked = Files.writeString(dir.resolve("file"), "");
    ResultFiles files = new ResultFiles(blocked, RUN);
    for (int i = 0; i < 100; i++) {
      files.add(copy(1, ResultFinding.same()));
    }
    files.close();
    files.add(copy(1, ResultFinding.same()));
    assertEquals(101, files.dropped());
    assertEquals(0, files.saved());
  }

  @Test
  void digestsAreToldOnceAFile() throws Exception {
    CopyLines lines = new CopyLines();
    assertNotNull(lines.digest(copy(1, ResultFinding.same())));
    assertNull(lines.digest(copy(1, ResultFinding.same())));
  }
}
