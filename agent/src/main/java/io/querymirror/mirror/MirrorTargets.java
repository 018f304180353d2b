package io.querymirror.mirror;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import io.querymirror.config.CopySettings;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.hosts.Arrivals;
import io.querymirror.mirror.hosts.HostPools;
import io.querymirror.mirror.hosts.TargetSockets;
import io.querymirror.mirror.observe.PlanOffers;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.Traits;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All targets of the configuration in force, those that a reload took out until they are done, and
 * the one clock that they share.
 */
public final class MirrorTargets {
  private static final long SWEEP_MILLIS = 1_000;

  private final Supplier<Collection<SourceConnection>> liveConnections;
  private final Arrivals arrivals = new Arrivals(Arrivals.PATIENCE_NANOS);
  private final PlanOffers offers = new PlanOffers();
  private final OwnWriters writers = new OwnWriters();
  private final ScheduledThreadPoolExecutor timer = AgentThreads.timer();
  private final Departures departures = new Departures();

  // Changed by the dispatcher's thread alone, between two events.
  private volatile Map<String, Target> targets;
  private volatile boolean ordered;
  private volatile long rowBytes;
  private volatile int rowCount;

  /** Guarded by this. */
  private boolean started;

  private boolean unblocks;

  private volatile Runnable departed = () -> {};

  /**
   * @param ledgers one for each target, by name
   * @param liveConnections the application's connections that are open now; asked from agent
   *     threads alone
   */
  public MirrorTargets(
      Settings settings,
      Map<String, TargetLedger> ledgers,
      Supplier<Collection<SourceConnection>> liveConnections) {
    this.liveConnections = liveConnections;
    this.targets = Map.of();
    this.targets = next(settings, ledgers);
    decide(settings);
  }

  /** Those that can go on as they are, and new ones, which nothing is given to yet. */
  private Map<String, Target> next(Settings settings, Map<String, TargetLedger> ledgers) {
    Map<String, Target> next = new LinkedHashMap<>();
    for (TargetSettings t : settings.targets().values()) {
      TargetLedger ledger = ledgers.get(t.name());
      if (ledger == null) {
        throw new IllegalArgumentException("no ledger for target " + t.name());
      }
      Target known = targets.get(t.name());
      if (known == null || !known.settings().equals(t)) {
        long size = settings.limits().statementSize();
        known = Target.of(t, size, ledger, timer, liveConnections, arrivals);
        known.among(writers);
        known.observe(settings.report().every(), offers);
      }
      next.put(t.name(), known);
    }
    return next;
  }

  /** Runs {@code action} whenever a target that a reload took out is closed; on any thread. */
  public void whenDeparted(Runnable action) {
    departed = action;
  }

  /** What a target needed that is closed is needed no more; on the dispatcher's thread. */
  public void relax() {
    ordered &= needsOrder(targets.values()) || departures.any(MirrorTargets::needsOrder);
  }

  private void decide(Settings settings) {
    long bytes = 0;
    int count = 0;
    for (TargetSettings t : settings.targets().values()) {
      if (TargetContext.comparesRows(t)) {
        bytes = Math.max(bytes, t.queueBytes());
        count = Math.max(count, t.compare().rows());
      }
    }
    rowBytes = bytes;
    rowCount = count;
    ordered = needsOrder(targets.values()) || departures.any(MirrorTargets::needsOrder);
  }

  private static boolean needsOrder(Collection<Target> targets) {
    return targets.stream().anyMatch(MirrorTargets::needsOrder);
  }

  private static boolean needsOrder(Target t) {
    return t.ordered() || t.compares();
  }

  /** Targets as another configuration wants them, of which nothing is in force yet. */
  public final class Change {
    private final Settings settings;
    private final Map<String, Target> next;

    private Change(Settings settings, Map<String, Target> next) {
      this.settings = settings;
      this.next = next;
    }

    /** As {@link MirrorTargets#ordered()} will be. */
    public boolean ordered() {
      return needsOrder(next.values());
    }

    /** Lets go of what it has made; in place of {@link MirrorTargets#apply}. */
    public void discard() {
      for (Target t : next.values()) {
        if (targets.get(t.name()) != t) {
          t.close();
        }
      }
    }
  }

  /**
   * Makes what another configuration needs; one at a time, from any thread.
   *
   * @param ledgers one for each target, by name; a target that changes goes on with its own
   */
  public Change prepare(Settings settings, Map<String, TargetLedger> ledgers) {
    return new Change(settings, next(settings, ledgers));
  }

  /**
   * Takes the change over. Targets that are the same keep everything. One that is no more gets
   * nothing from now on: what it has open rolls back, what is complete still runs for a while. One
   * that has changed is such a one and a new one, which begins when the old one is done, so that
   * nothing overtakes what was before it. On the dispatcher's thread; waits for nothing.
   *
   * @param rules how the rules in force copy
   * @param drainMillis how long one that leaves may still work
   */
  public void apply(
      Change change, Joining joining, Collection<CopySettings> rules, long drainMillis) {
    Map<String, Target> before = targets;
    Map<String, Target> next = change.next;
    List<Target> fresh = new ArrayList<>();
    for (Target t : next.values()) {
      if (before.get(t.name()) == t) {
        t.reconfigured(
            change.settings.limits().statementSize(), rules, change.settings.report().every());
      } else {
        fresh.add(t);
      }
    }
    Map<SourceConnection, SessionLog> followed = fresh.isEmpty() ? null : followed(before.values());
    for (Target t : fresh) {
      t.joins(new Joined(joining, followed));
    }
    targets = Collections.unmodifiableMap(next);
    for (Target t : before.values()) {
      Target now = next.get(t.name());
      if (now != t) {
        fresh.remove(now);
        t.leaves();
        departures.begin(
            t,
            drainMillis,
            () -> {
              if (now != null) {
                begin(List.of(now));
              }
              departed.run();
            });
      }
    }
    decide(change.settings);
    if (!fresh.isEmpty()) {
      timer.execute(() -> begin(fresh));
    }
  }

  private static @Nullable Map<SourceConnection, SessionLog> followed(Collection<Target> targets) {
    for (Target t : targets) {
      Map<SourceConnection, SessionLog> followed = t.followed();
      if (followed != null) {
        return followed;
      }
    }
    return null;
  }

  /** Lets targets connect, unless none of them does yet. */
  private synchronized void begin(Collection<Target> fresh) {
    if (started) {
      for (Target t : fresh) {
        if (targets.get(t.name()) == t || departures.all().contains(t)) {
          t.start();
        }
      }
      unblock();
    }
  }

  /** Begins to connect; to be called once, on an agent thread, when the application connects. */
  public synchronized void start() {
    started = true;
    for (Target t : targets.values()) {
      if (!departures.precede(t)) {
        t.start();
      }
    }
    every(HostPools.LOOK_MILLIS, Target::watch);
    every(SWEEP_MILLIS, Target::sweep);
    timer.scheduleWithFixedDelay(
        TargetSockets::look, HostPools.LOOK_MILLIS, HostPools.LOOK_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        SourceClock.SHARED::mark, 0, SourceClock.MARK_MILLIS, TimeUnit.MILLISECONDS);
    unblock();
  }

  private synchronized void unblock() {
    if (ordered && !unblocks) {
      unblocks = true;
      every(Stalls.EVERY_MILLIS, Target::unblock);
    }
  }

  private void every(long millis, Consumer<Target> task) {
    timer.scheduleWithFixedDelay(
        () -> {
          for (Target t : withLeaving()) {
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

  private List<Target> withLeaving() {
    List<Target> all = new ArrayList<>(targets.values());
    all.addAll(departures.all());
    return all;
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
      if (needsOrder(t)) {
        t.advance(certain);
      }
    }
    for (Target t : departures.all()) {
      if (needsOrder(t)) {
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
    return targets.values();
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
    for (Target t : withLeaving()) {
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
    List<Target> all = withLeaving();
    try {
      for (Target t : all) {
        t.drain(deadlineNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Target t : all) {
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
    for (Target t : withLeaving()) {
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
    departures.close();
    for (Target t : withLeaving()) {
      t.close();
    }
    TargetSockets.leave();
  }
}
