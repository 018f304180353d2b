package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.stats.DropReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code order: none}: one queue, and as many workers at it as there may be connections. Each
 * statement stands alone, in autocommit mode, in the schema that it had; nothing else of its
 * session is repeated.
 */
final class FreeLanes {
  /** How long no further connection is tried after the server has refused one. */
  private static final long CROWDED_NANOS = 10_000_000_000L;

  private final TargetContext target;
  private final IntSupplier limit;
  private final ArrayDeque<Step> queue = new ArrayDeque<>();
  private final Set<Step> taken = ConcurrentHashMap.newKeySet();
  private int workers;
  private long crowdedAt = System.nanoTime() - CROWDED_NANOS;

  /**
   * @param limit connections at most, at the moment
   */
  FreeLanes(TargetContext target, IntSupplier limit) {
    this.target = target;
    this.limit = limit;
  }

  /**
   * @param further whether it is a copy beside the first one
   * @param unseeded whether its session has state that no copy finds
   */
  void statement(
      Execution e, Verdict verdict, boolean available, boolean further, boolean unseeded) {
    DropReason reason = verdict.reason();
    WriteTrail trail = further ? WriteTrail.UNREAD : target.trail;
    if (verdict.notRepeated()) {
      target.ledger.notRepeated();
      trail.dropped(e, DropReason.UNSUPPORTED);
    } else if (verdict.unsupported() != null) {
      target.ledger.unsupported(verdict.unsupported());
      trail.dropped(e, DropReason.UNSUPPORTED);
    } else {
      if (reason == null) {
        reason = available ? target.account.full(e.bytes()) : DropReason.UNAVAILABLE;
      }
      if (reason == null) {
        offer(further ? Step.further(e, null) : first(e, unseeded));
      } else {
        target.ledger.dropped(reason);
        trail.dropped(e, reason);
      }
    }
  }

  private Step first(Execution e, boolean unseeded) {
    Step step = Step.copy(e, null, target.rows(e));
    if (target.judge != null) {
      SourceViews.alone(step, target.judge.ends());
    }
    if (unseeded) {
      step.unseeded();
    }
    return step;
  }

  private void offer(Step step) {
    target.account.enter(step);
    boolean more;
    synchronized (this) {
      queue.add(step);
      more = workers < most();
      if (more) {
        workers++;
      }
    }
    if (more) {
      target.workers.execute(this::work);
    }
  }

  private int most() {
    boolean crowded = workers > 0 && System.nanoTime() - crowdedAt < CROWDED_NANOS;
    return crowded ? workers : Math.max(1, limit.getAsInt());
  }

  /** The server has no connection to give: true where others have one and will do the work. */
  private synchronized boolean leaveToOthers(Step step) {
    crowdedAt = System.nanoTime();
    if (workers == 1) {
      return false;
    }
    workers--;
    queue.addFirst(step);
    return true;
  }

  private void work() {
    FreeWorker worker = new FreeWorker(target);
    while (true) {
      Step step = take(false);
      if (step == null) {
        worker.giveBack(); // before another may begin: never a connection too many
        step = take(true);
      }
      if (step == null) {
        return;
      }
      if (!run(worker, step)) {
        return;
      }
    }
  }

  /**
   * The next step, or null.
   *
   * @param last the worker ends where there is none
   */
  private synchronized @Nullable Step take(boolean last) {
    Step step = queue.poll();
    if (step != null) {
      taken.add(step);
    } else if (last) {
      workers--;
    }
    return step;
  }

  /** False where the worker is not needed any more. */
  private boolean run(FreeWorker worker, Step step) {
    try {
      return worker.run(step, () -> leaveToOthers(step));
    } catch (Throwable t) {
      worker.died(step, t);
      return true;
    } finally {
      taken.remove(step);
    }
  }

  /** Counts all that is here as dropped, also what is with a worker. */
  void purge(DropReason reason) {
    List<Step> all;
    synchronized (this) {
      all = new ArrayList<>(queue);
      queue.clear();
    }
    all.addAll(taken);
    for (Step step : all) {
      target.account.dropped(step, reason);
    }
  }
}
