package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.Volatile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultStatsTest {
  private final TargetLedger ledger = new TargetLedger("t");

  private static ResultExample example(ResultKind kind, String column, int rows) {
    List<ExampleRow> some =
        IntStream.range(0, rows)
            .mapToObj(i -> new ExampleRow(List.of(i + "x".repeat(1000)), null, List.of()))
            .toList();
    return ResultExample.of(kind, "", List.of(column), List.of(column), rows, 0, some);
  }

  private void add(long digest, ResultFinding finding) {
    ledger.compared(Executions.of(digest, "select " + digest, Outcome.ROWS, 1), finding);
  }

  @Test
  void balancesPerDigestAndInSum() {
    add(1, ResultFinding.same());
    add(1, ResultFinding.different(example(ResultKind.ROWS, "a", 1)));
    add(2, ResultFinding.different(example(ResultKind.AFFECTED, "a", 1)));
    add(2, ResultFinding.different(example(ResultKind.ROWS, "b", 1).asExpected("known")));
    add(2, ResultFinding.incomparable(Incomparable.OVERLAP));
    add(2, ResultFinding.nonDeterministic(Volatile.UUID.bit()));
    TargetSnapshot all = ledger.snapshot();
    assertEquals(4, all.results().compared());
    assertEquals(1, all.results().same());
    assertEquals(2, all.results().different());
    assertEquals(1, all.results().expected());
    assertEquals(Map.of("rows", 1L, "affected", 1L), all.results().kinds());
    assertEquals(Map.of("overlap", 1L, "non_deterministic", 1L), all.results().reasons());
    for (DigestSnapshot d : all.digests()) {
      ResultCounts c = d.results();
      assertEquals(c.compared(), c.same() + c.different() + c.expected());
    }
    DigestSnapshot second =
        all.digests().stream().filter(d -> d.text().equals("select 2")).findAny().orElseThrow();
    assertEquals(Set.of(Volatile.UUID), second.resultDetails().causes());
    assertEquals(
        List.of(false, true),
        second.resultDetails().examples().stream().map(ResultExample::expected).toList());
  }

  @Test
  void likeExamplesAreCountedAsOne() {
    for (int i = 0; i < 100; i++) {
      add(1, ResultFinding.different(example(ResultKind.ROWS, "a", 2)));
    }
    add(1, ResultFinding.different(example(ResultKind.ROWS, "b", 2)));
    List<ResultExample> examples = ledger.snapshot().digests().get(0).resultDetails().examples();
    assertEquals(List.of(100L, 1L), examples.stream().map(ResultExample::count).toList());
  }

  @Test
  void whatWasExpectedGivesWay() {
    for (int i = 0; i < 5; i++) {
      add(1, ResultFinding.different(example(ResultKind.ROWS, "c" + i, 1).asExpected("known")));
    }
    add(1, ResultFinding.different(example(ResultKind.ROWS, "new", 1)));
    List<ResultExample> examples = ledger.snapshot().digests().get(0).resultDetails().examples();
    assertEquals(5, examples.size());
    assertEquals(List.of("new"), examples.get(0).differing());
  }

  @Test
  void examplesAreBoundedInBytes() {
    long bytes = 0;
    for (int digest = 1; digest <= 400; digest++) {
      for (int i = 0; i < 3; i++) {
        add(digest, ResultFinding.different(example(ResultKind.ROWS, "c" + i, 20)));
      }
    }
    for (DigestSnapshot d : ledger.snapshot().digests()) {
      long own = d.resultDetails().examples().stream().mapToLong(ResultExample::bytes).sum();
      assertTrue(own <= ResultStats.MOST_BYTES, own + " bytes");
      bytes += own;
    }
    assertTrue(bytes <= ExampleRoom.MOST && bytes > ExampleRoom.MOST / 2, bytes + " bytes");
  }

  @Test
  void countsTypesThatDrift() {
    ResultFinding same = ResultFinding.same().drift(List.of(TypeDrift.of("a", "int", "bigint")));
    add(1, same);
    add(1, same.warnings(WarningFinding.of(false)));
    DigestSnapshot d = ledger.snapshot().digests().get(0);
    assertEquals(2, d.results().same());
    assertEquals(1, d.results().differentWarnings());
    assertEquals(2, d.resultDetails().drifts().get(0).count());
  }
}
