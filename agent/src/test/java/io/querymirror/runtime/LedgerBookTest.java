package io.querymirror.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetLedger;
import io.querymirror.stats.TargetSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerBookTest {
  @TempDir Path directory;
  private final LedgerBook book = new LedgerBook();

  private Map<String, TargetLedger> apply(String... names) throws Exception {
    StringBuilder text = new StringBuilder("targets:\n");
    for (String name : names) {
      text.append("  ").append(name).append(": {hosts: ['10.0.0.5:3306'], username: u}\n");
    }
    Path file = Files.writeString(directory.resolve("q.yaml"), text + "rules: []\n");
    Settings settings = ConfigLoader.load(file, Map.of());
    book.tidy();
    Map<String, TargetLedger> next = book.prepare(settings);
    book.apply(next, settings);
    return next;
  }

  private static void count(TargetLedger ledger) {
    for (int i = 0; i < 3; i++) {
      ledger.matched();
    }
    ledger.executed("10.0.0.5:3306");
    ledger.dropped(DropReason.QUEUE_FULL);
    ledger.unsupported("xa");
  }

  private List<String> names() {
    return book.all().stream().map(TargetLedger::target).toList();
  }

  @Test
  void aNameKeepsItsLedger() throws Exception {
    TargetLedger a = apply("a", "b").get("a");
    assertSame(a, apply("c", "a").get("a"));
    assertEquals(List.of("c", "a", "b"), names());
    assertFalse(a.removed());
  }

  @Test
  void oneThatComesBackDoesNotKnowWhatItMissed() throws Exception {
    TargetLedger a = apply("a").get("a");
    apply("b");
    assertTrue(a.removed());
    assertFalse(a.outOfStep().holdsEvery());
    assertSame(a, apply("a", "b").get("a"));
    assertFalse(a.removed());
    assertTrue(a.outOfStep().holdsEvery());
  }

  @Test
  void oldOnesAreAddedUpAndStillBalance() throws Exception {
    for (int i = 0; i < 20; i++) {
      count(apply("t" + i).get("t" + i));
    }
    apply("last");
    apply("last");
    List<TargetLedger> all = book.all();
    assertTrue(all.size() <= LedgerBook.REMOVED + 2, names().toString());
    long matched = 0;
    long executed = 0;
    for (TargetLedger ledger : all) {
      TargetSnapshot s = ledger.snapshot();
      matched += s.matched();
      executed += s.executed();
      assertEquals(0, s.pending());
    }
    assertEquals(60, matched);
    assertEquals(20, executed);
    assertEquals(LedgerBook.OTHERS, names().get(names().size() - 1));
  }

  @Test
  void oneThatIsStillAtWorkIsNotAddedUp() throws Exception {
    apply("busy").get("busy").matched();
    for (int i = 0; i < 10; i++) {
      apply("t" + i);
    }
    assertTrue(names().contains("busy"), names().toString());
  }
}
