package io.querymirror.mirror;

import io.querymirror.message.TargetLog;
import io.querymirror.order.Access;
import io.querymirror.order.Ordered;
import io.querymirror.stats.OutOfStep.Reason;
import io.querymirror.stats.TargetLedger;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Counts what a commit order could not keep or could not know, and says which tables need not equal
 * the source's for it. From any thread.
 */
final class Doubtful {
  private final TargetLedger ledger;
  private final Function<String, List<String>> sources;
  private final TargetLog log;

  /**
   * @param sources the source's names of a schema of the target
   */
  Doubtful(TargetLedger ledger, Function<String, List<String>> sources, TargetLog log) {
    this.ledger = ledger;
    this.sources = sources;
    this.log = log;
  }

  /** No client can tell in which order it met others. */
  void ambiguous(Collection<String> tables) {
    if (tables.isEmpty()) {
      // What it read leads nowhere.
      return;
    }
    ledger.fidelity().ambiguous();
    tables.forEach(this::outOfStep);
  }

  /** A transaction runs again in a place where what it once read may have changed. */
  void moved(Ordered end) {
    if (!end.unrepeatable().isEmpty()) {
      ambiguous(end.unrepeatable());
    }
  }

  /** It runs out of its order, {@code why}. */
  void broken(Ordered e, String why) {
    ledger.fidelity().orderBreak();
    log.debug("order broken: " + e.kind() + " " + why);
    if (e.everything() || e.accesses().isEmpty()) {
      ledger.outOfStep().everything(Reason.AMBIGUOUS);
    }
    for (Access a : e.accesses()) {
      outOfStep(a.table());
    }
  }

  /** By its name on the target, as {@code schema.table}. */
  private void outOfStep(String table) {
    int dot = table.indexOf('.');
    if (dot < 0) {
      ledger.outOfStep().everything(Reason.AMBIGUOUS);
      return;
    }
    String name = table.substring(dot + 1);
    for (String schema : sources.apply(table.substring(0, dot))) {
      ledger.outOfStep().table(schema, name, Reason.AMBIGUOUS);
    }
  }
}
