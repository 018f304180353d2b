package io.querymirror.stats;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What makes a target differ from its source although statements ran, counted beside their ends.
 * All methods from any thread.
 */
public final class Fidelity {
  private final LongAdder rolledBack = new LongAdder();
  private final LongAdder unknownOutcome = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder unseeded = new LongAdder();
  private final LongAdder unpinned = new LongAdder();
  private final LongAdder orderBreaks = new LongAdder();
  private final LongAdder ambiguous = new LongAdder();
  private final LongAdder severalWriters = new LongAdder();

  Fidelity() {}

  /** Executed statements whose transaction was rolled back although the source's was committed. */
  public void rolledBack(long statements) {
    rolledBack.add(statements);
  }

  /** A commit or an autocommit write whose fate at the source or on the target is not known. */
  public void unknownOutcome() {
    unknownOutcome.increment();
  }

  /** A further attempt at one statement or transaction. */
  public void retried() {
    retried.increment();
  }

  /** A statement that ran without the session state that it had at the source. */
  public void unseeded() {
    unseeded.increment();
  }

  /** A write that ran without something that its original had from its server alone. */
  public void unpinned() {
    unpinned.increment();
  }

  /** A statement that ran out of its order. */
  public void orderBreak() {
    orderBreaks.increment();
  }

  /** A statement whose order to another on the same rows can't be told from the client's side. */
  public void ambiguous() {
    ambiguous.increment();
  }

  /** Another agent was seen to apply writes to the same server. */
  public void severalWriters() {
    severalWriters.increment();
  }

  /** Adds the counts of one that goes. */
  void absorb(Fidelity other) {
    rolledBack.add(other.rolledBack.sum());
    unknownOutcome.add(other.unknownOutcome.sum());
    retried.add(other.retried.sum());
    unseeded.add(other.unseeded.sum());
    unpinned.add(other.unpinned.sum());
    orderBreaks.add(other.orderBreaks.sum());
    ambiguous.add(other.ambiguous.sum());
    severalWriters.add(other.severalWriters.sum());
  }

  /** By key, in the report's order: all of them, whatever the target can count. */
  Map<String, Long> snapshot() {
    Map<String, Long> live = new LinkedHashMap<>();
    live.put("ambiguous", ambiguous.sum());
    live.put("order_breaks", orderBreaks.sum());
    live.put("unseeded", unseeded.sum());
    live.put("unpinned", unpinned.sum());
    live.put("retried", retried.sum());
    live.put("rolled_back", rolledBack.sum());
    live.put("unknown_outcome", unknownOutcome.sum());
    live.put("several_writers", severalWriters.sum());
    return live;
  }
}
