package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.OutOfStep;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of its source's transactions a lane has open on the target, and which are cut. Ids grow
 * within a session. The feeding side announces a cut at once, so that what is still queued of the
 * transaction does not run; everything else belongs to the lane's worker.
 */
final class LaneTransaction {
  /** Writes of one text in one schema, for the tables that they change. */
  static final class Ran {
    final Execution first;
    long times;

    Ran(Execution first) {
      this.first = first;
    }
  }

  private final Map<Long, DropReason> announced = new ConcurrentHashMap<>();
  private volatile long open;
  private volatile long executed;
  private volatile long cut;

  /** By text and schema. */
  private final Map<List<Object>, Ran> writes = new ConcurrentHashMap<>();

  /** From any thread: {@code reason} is for what is queued of it. A step CUT must follow. */
  void announce(long id, DropReason reason) {
    announced.putIfAbsent(id, reason);
  }

  /** Why a statement of this transaction may not run, or null. */
  @Nullable DropReason dropped(long id) {
    if (id == 0) {
      return null;
    }
    return id == cut ? announced.getOrDefault(id, DropReason.TRANSACTION) : announced.get(id);
  }

  /** The last transaction that the worker cut; from any thread. */
  boolean isCut(long id) {
    return id != 0 && id == cut;
  }

  /** It rolls back now, or had nothing to roll back. */
  void cut(long id) {
    cut = id;
    over();
  }

  /** The marker that follows an announcement has come: nothing of it is queued any more. */
  void forget(long id) {
    announced.remove(id);
  }

  void begin(long id) {
    if (open != id) {
      open = id;
      executed = 0;
      writes.clear();
    }
  }

  /** One more of its statements succeeded. Called by the worker alone. */
  synchronized void executed(Execution e) {
    executed = executed + 1;
    if (OutOfStep.concerns(e.original().statementShape())) {
      List<Object> key = Arrays.asList(e.original().statementShape(), e.schema());
      writes.computeIfAbsent(key, k -> new Ran(e)).times++;
    }
  }

  /** What it has changed here so far. */
  Map<List<Object>, Ran> writes() {
    return writes;
  }

  /** It ended, or there is none. */
  void over() {
    open = 0;
    executed = 0;
    writes.clear();
  }

  long open() {
    return open;
  }

  /** Counted statements of the open transaction that ran. */
  long count() {
    return executed;
  }

  /**
   * The same, for the one who tells that they are lost: a lane and who ends it may do so at once.
   */
  synchronized long take() {
    long taken = executed;
    executed = 0;
    return taken;
  }
}
