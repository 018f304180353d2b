package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.stats.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code order: commit}: what a lane ran of its open transaction, so that it can run again, and
 * whether it is <em>deferred</em>: rolled back here, with all its statements counting as done for
 * those who wait for them, to run again as a whole when its end's turn comes. There is nothing then
 * that it could wait for, and nothing that it could hold up meanwhile.
 *
 * <p>What is kept counts against the queue's bytes. Used by the lane's worker, but for {@link
 * #purge}.
 */
final class Deferral {
  private final Account account;
  private final List<Step> kept = new ArrayList<>();

  /** Control that began it, where the lane joined it later. */
  private List<Execution> before = List.of();

  private long transaction;
  private long keptBytes;
  private boolean deferred;

  /** So many of what is kept ran before it was deferred. */
  private int ranBefore;

  /** Statements that were counted executed before it was deferred. */
  private long executed;

  private Map<List<Object>, LaneTransaction.Ran> writes = Map.of();

  Deferral(Account account) {
    this.account = account;
  }

  /** Whether this transaction is deferred. */
  boolean is(long id) {
    return deferred && id != 0 && id == transaction;
  }

  boolean isActive() {
    return deferred;
  }

  long transaction() {
    return transaction;
  }

  /** Takes note of a step that belongs to a transaction, and is over. */
  synchronized void ran(Step step) {
    long id = step.transaction();
    if (id == 0 || step.type() == Step.Type.CUT || step.type() == Step.Type.DEFER) {
      return;
    }
    enter(id);
    SessionLog seed = step.seed();
    if (seed != null) {
      before = seed.open();
    }
    add(step);
    keptBytes += step.bytesBeyondEnd();
    account.keep(step.bytesBeyondEnd());
  }

  private void enter(long id) {
    if (id != transaction) {
      clear();
      transaction = id;
    }
  }

  /**
   * From now on the transaction is deferred.
   *
   * @param counted its statements that were counted executed
   * @param changed what these changed
   */
  synchronized void begin(long id, long counted, Map<List<Object>, LaneTransaction.Ran> changed) {
    enter(id);
    deferred = true;
    ranBefore = kept.size();
    executed = counted;
    writes = Map.copyOf(changed);
  }

  /** One more statement of the deferred transaction, to run at its end. */
  synchronized void keep(Step step) {
    add(step);
    step.letOthersGo();
  }

  private void add(Step step) {
    kept.add(step);
  }

  synchronized List<Step> kept() {
    return new ArrayList<>(kept);
  }

  /** So many of {@link #kept} ran before it was deferred. */
  synchronized int ranBefore() {
    return ranBefore;
  }

  List<Execution> before() {
    return before;
  }

  /** Statements that were counted executed before it was deferred; 0 from then on. */
  synchronized long take() {
    long taken = executed;
    executed = 0;
    return taken;
  }

  Map<List<Object>, LaneTransaction.Ran> writes() {
    return writes;
  }

  /** All of it ran again: only its end is missing. */
  synchronized void ranAgain() {
    deferred = false;
  }

  /** The transaction is over. */
  synchronized void clear() {
    kept.clear();
    before = List.of();
    account.keep(-keptBytes);
    keptBytes = 0;
    transaction = 0;
    deferred = false;
    ranBefore = 0;
    executed = 0;
    writes = Map.of();
  }

  /** Drops what has not ended, from any thread. */
  void drop(DropReason reason) {
    for (Step step : kept()) {
      account.dropped(step, reason);
    }
  }
}
