package io.querymirror.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.ExpectedSettings;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.ColumnDifference.Measure;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.ExpectedCounts;
import io.querymirror.stats.JudgedCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectedDifferencesTest {
  private static final Execution READ =
      JudgedCopy.slim(
          new SourceConnection(1, "d", "u", "h", null, Map.of(), -1, -1),
          new SqlShape.Builder().digest("select 1", 1).build(),
          "shop",
          false,
          1000,
          Outcome.ROWS);
  private static final LocalDate TODAY = LocalDate.of(2027, 1, 31);

  @TempDir Path dir;
  private final ExpectedCounts counts = new ExpectedCounts();

  private ExpectedDifferences rules(String yaml) throws Exception {
    Path file = Files.writeString(dir.resolve("expected.yaml"), "expected:\n" + yaml);
    List<ExpectedSettings> settings = ConfigLoader.expected(file, Map.of());
    return ExpectedDifferences.of(
        settings, Collections.nCopies(settings.size(), e -> true), () -> TODAY, counts);
  }

  private static ColumnDifference number(String column, double by) {
    return new ColumnDifference(column, Measure.EXACT, 1, false, by, by, 0, false);
  }

  private static ColumnDifference time(String column, long nanos) {
    return new ColumnDifference(column, Measure.EXACT, 1, false, 0, 0, nanos, false);
  }

  private static ColumnDifference text(String column) {
    return new ColumnDifference(column, Measure.EXACT, 1, true, 0, 0, 0, false);
  }

  private static DifferenceProfile in(ColumnDifference... columns) {
    return new DifferenceProfile(List.of(columns), 0, false);
  }

  private static String reason(ExpectedDifferences rules, DifferenceProfile profile) {
    return rules
        .about("candidate", READ, List.of("id", "price", "updated_at", "note"))
        .reason(profile, null);
  }

  @Test
  void aDifferenceWithinTheToleranceIsExpected() throws Exception {
    ExpectedDifferences rules =
        rules("  - {columns: [updated_at], tolerance: 1s, reason: clock}\n");
    assertEquals("clock", reason(rules, in(time("UPDATED_AT", 1_000_000_000))));
    assertNull(reason(rules, in(time("updated_at", 1_010_000_000))));
    assertNull(reason(rules, in(text("updated_at"))));
    assertNull(reason(rules, in(time("created_at", 1))));
    assertNull(reason(rules, in(time("updated_at", 1), number("price", 1))));
    assertNull(reason(rules, new DifferenceProfile(List.of(time("updated_at", 1)), 1, false)));
    assertNull(reason(rules, new DifferenceProfile(List.of(time("updated_at", 1)), 0, true)));
    assertNull(reason(rules, null));
    assertEquals(0, counts.rules().get(0).uses());
    counts.used("clock");
    assertEquals(1, counts.rules().get(0).uses());
  }

  @Test
  void rulesCountTogether() throws Exception {
    ExpectedDifferences rules =
        rules(
            "  - {columns: [price], tolerance: 0.01, reason: rounding}\n"
                + "  - {columns: [note], reason: notes}\n");
    assertEquals("rounding", reason(rules, in(number("price", 0.01), text("note"))));
    assertEquals("notes", reason(rules, in(text("note"))));
    assertNull(reason(rules, in(number("price", 0.02), text("note"))));
  }

  @Test
  void withoutColumnsAndToleranceEverythingIsExpected() throws Exception {
    ExpectedDifferences rules = rules("  - {reason: being rebuilt}\n");
    assertEquals("being rebuilt", reason(rules, null));
    assertEquals("being rebuilt", reason(rules, new DifferenceProfile(List.of(), 3, true)));
  }

  @Test
  void aToleranceWithoutColumnsIsForAll() throws Exception {
    ExpectedDifferences rules = rules("  - {tolerance: 0.5, reason: sums}\n");
    assertEquals("sums", reason(rules, in(number("price", 0.5), number("id", 0.1))));
    assertNull(reason(rules, in(text("note"))));
  }

  @Test
  void theLastDayHoldsAndTheDayAfterIsLate() throws Exception {
    ExpectedDifferences holds = rules("  - {columns: [note], reason: a, until: 2027-01-31}\n");
    assertEquals("a", reason(holds, in(text("note"))));
    ExpectedDifferences over =
        rules(
            "  - {columns: [note], reason: b, until: 2027-01-30}\n"
                + "  - {columns: [id], reason: c, until: 2027-01-30}\n");
    assertNull(reason(over, in(text("note"))));
    assertEquals(0, counts.rules().get(1).uses());
    assertEquals(1, counts.rules().get(1).lateUses());
    assertEquals(0, counts.rules().get(2).lateUses());
  }

  @Test
  void aRuleForAnotherTargetSaysNothing() throws Exception {
    ExpectedDifferences rules = rules("  - {targets: [next], reason: a}\n");
    assertNull(reason(rules, null));
    assertEquals("a", rules.about("next", READ, List.of()).reason(null, null));
  }

  @Test
  void columnsThatNoResultHasAreTold() throws Exception {
    ExpectedDifferences rules = rules("  - {columns: [note, Nope], reason: a}\n");
    assertEquals(List.of(), counts.rules().get(0).unknownColumns());
    reason(rules, in(text("id")));
    assertEquals(List.of("Nope"), counts.rules().get(0).unknownColumns());
  }

  @Test
  void withoutAProfileTheRowsAreComparedWithTheAllowances() throws Exception {
    ExpectedDifferences rules = rules("  - {columns: [note], reason: a}\n");
    Expectation about = rules.about("candidate", READ, List.of("id", "note"));
    assertEquals("a", about.reason(null, o -> o.allowance("NOTE") == Allowance.ANYTHING));
    assertNull(about.reason(null, o -> o.allowance("id") != null));
  }
}
