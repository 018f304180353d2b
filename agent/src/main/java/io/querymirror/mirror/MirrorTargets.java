package io.querymirror.mirror;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetLedger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All targets of a configuration, and the one clock that they share. */
public final class MirrorTargets {
  private static final long SWEEP_MILLIS = 1_000;

  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final boolean ordered;
  private final long rowBytes;
  private final int rowCount;
  private final Arrivals arrivals = new Arrivals(Arrivals.PATIENCE_NANOS);
  private final ScheduledThreadPoolExecutor timer = AgentThreads.timer();

  /**
   * @param ledgers one for each target, by name
   * @param liveConnections the application's connections that are open now; asked from agent
   *     threads alone
   */
  public MirrorTargets(
      Settings settings,
      Map<String, TargetLedger> ledgers,
      Supplier<Collection<SourceConnection>> liveConnections) {
    long size = settings.limits().statementSize();
    PlanOffers offers = new PlanOffers();
    for (TargetSettings t : settings.targets().values()) {
      TargetLedger ledger = ledgers.get(t.name());
      if (ledger == null) {
        throw new IllegalArgumentException("no ledger for target " + t.name());
      }
      Target target = Target.of(t, size, ledger, timer, liveConnections, arrivals);
      target.observe(settings.report().every(), offers);
      targets.put(t.name(), target);
    }
    long bytes = 0;
    int count = 0;
    for (TargetSettings t : settings.targets().values()) {
      if (TargetContext.comparesRows(t)) {
        bytes = Math.max(bytes, t.queueBytes());
        count = Math.max(count, t.compare().rows());
      }
    }
    this.rowBytes = bytes;
    this.rowCount = count;
    this.ordered = targets.values().stream().anyMatch(t -> t.ordered() || t.compares());
  }

  /** Begins to connect; to be called once, on an agent thread, when the application connects. */
  public void start() {
    for (Target t : targets.values()) {
      t.start();
    }
    every(Watchdog.EVERY_MILLIS, Target::watch);
    every(SWEEP_MILLIS, Target::sweep);
    timer.scheduleWithFixedDelay(
        SourceClock.SHARED::mark, 0, SourceClock.MARK_MILLIS, TimeUnit.MILLISECONDS);
    if (ordered()) {
      every(Stalls.EVERY_MILLIS, Target::unblock);
    }
  }

  private void every(long millis, Consumer<Target> task) {
    timer.scheduleWithFixedDelay(
        () -> {
          for (Target t : targets.values()) {
            try {
              task.accept(t);
            } catch (RuntimeException e) {
              t.internalError(e);
            }
          }
        },
        millis,
        millis,
        TimeUnit.MILLISECONDS);
  }

  /** The application opened a connection; costs its thread next to nothing. */
  public void connectionOpened() {
    arrivals.opened();
  }

  /** Whether some target runs copies in commit order or compares, and needs {@link #advance}. */
  public boolean ordered() {
    return ordered;
  }

  /**
   * How many bytes of production's results may be kept for comparison, all together; 0 where no
   * target compares with them.
   */
  public long rowBytes() {
    return rowBytes;
  }

  /** Rows of a result that some target compares at most; 0 where none does. */
  public int rowCount() {
    return rowCount;
  }

  /** See {@link Target#advance}; for every target that needs it. */
  public void advance(long certain) {
    for (Target t : targets.values()) {
      if (t.ordered() || t.compares()) {
        t.advance(certain);
      }
    }
  }

  /** Throws IllegalArgumentException for a name that no target has. */
  public Target target(String name) {
    Target found = targets.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no target " + name);
    }
    return found;
  }

  public Collection<Target> all() {
    return Collections.unmodifiableCollection(targets.values());
  }

  /** Session control that is in no count, for every target; see {@link Target#control}. */
  public void control(Execution e) {
    for (Target t : targets.values()) {
      t.control(e);
    }
  }

  /** Whether the session has another state behind this statement, in a way that no SET tells. */
  public static boolean leavesState(SqlShape shape) {
    return Traits.of(shape).sticky();
  }

  /** Whether no target has anything to do. */
  public boolean idle() {
    for (Target t : targets.values()) {
      if (!t.idle()) {
        return false;
      }
    }
    return true;
  }

  /**
   * For the JVM's exit: waits for the queues until the deadline (nanoTime), not for targets that
   * are down; then everything left, and everything that still comes, is counted {@code shutdown}.
   */
  public void drain(long deadlineNanos) {
    if (!idle()) {
      arrivals.end();
    }
    try {
      for (Target t : targets.values()) {
        t.drain(deadlineNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Target t : targets.values()) {
      t.end(DropReason.SHUTDOWN);
    }
  }

  /**
   * Open transactions roll back, for the rest of them will not come; complete ones in the queue
   * still run. To be called behind the last event that was captured.
   */
  public void switchedOff() {
    for (Target t : targets.values()) {
      t.switchedOff();
    }
  }

  /**
   * While this is on, what is queued is dropped as {@code shed} in place of being run, and open
   * transactions roll back: their memory is needed. From any thread.
   */
  public void discard(boolean on) {
    for (Target t : targets.values()) {
      t.discard(on);
    }
  }

  /** Ends the thread that the agent's own driver keeps; no target may connect behind this. */
  public static void stopDriver() {
    AbandonedConnectionCleanupThread.uncheckedShutdown();
  }

  /** Breaks off every connection and stops every thread, without waiting. After {@link #drain}. */
  public void close() {
    timer.shutdownNow();
    for (Target t : targets.values()) {
      t.close();
    }
  }
}
