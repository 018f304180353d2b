package io.querymirror.control;

import io.querymirror.config.LimitSettings;
import io.querymirror.config.SelfTestSettings;
import io.querymirror.config.Settings;
import io.querymirror.mirror.AgentThreads;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.OwnUse;
import io.querymirror.stats.OwnUse.Measure;
import io.querymirror.stats.OwnUse.State;
import io.querymirror.stats.SelfTestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks twice a second at what the agent takes from the application: CPU of its threads, the heap,
 * time on the application's threads. Beyond a limit it holds back: first transactions are not
 * copied, then mirroring is switched off, until it has been well below for a while. What an
 * operator switched off stays off.
 */
public final class LimitWatch implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(LimitWatch.class);
  private static final long EVERY = 500_000_000L;

  /** What is over sooner pays nothing for it. */
  private static final long FIRST = 1_000_000_000L;

  /** Calls that were timed, of which 1 % is one at least. */
  private static final int FEWEST_TIMED = 50;

  /** The least time for which a share of CPU says something. */
  private static final long SHORTEST = EVERY / 2;

  private final Operations operations;
  private final CaptureLedger ledger;
  private final Shedding shedding;
  private final Consumer<Boolean> discard;
  private final SelfTest selfTest;
  private final Limit cpu = new Limit("cpu", 4, 0.8, 0.5, 0.9, 1);
  private final Limit heap = new Limit("heap", 1, 0.95, 1);
  private final Limit overhead = new Limit("overhead_p99", 2, 0.8, 1);
  private final List<Limit> limits = List.of(cpu, heap, overhead);

  private volatile Settings settings;
  private volatile @Nullable Thread thread;

  private @Nullable AgentCpu agentCpu;
  private @Nullable HeapUse heapUse;
  private long cpuAt;
  private long cpuNanos = -1;
  private boolean watching;
  private State state = State.OK;
  private String reason = "";
  private long sinceMillis;
  private long timesShed;
  private long timesOff;
  private boolean told;

  /**
   * @param shedding what the dispatcher asks
   * @param discard told, again and again, whether copies that are queued are to be dropped
   */
  public LimitWatch(
      Operations operations,
      Settings settings,
      CaptureLedger ledger,
      Shedding shedding,
      Consumer<Boolean> discard) {
    this.operations = operations;
    this.settings = settings;
    this.ledger = ledger;
    this.shedding = shedding;
    this.discard = discard;
    this.selfTest = new SelfTest(shedding, new Random());
  }

  @Override
  public void start() {
    Thread t = AgentThreads.of("querymirror-limits", this::run);
    thread = t;
    t.start();
  }

  @Override
  public void reconfigured(Settings now) {
    settings = now;
    LockSupport.unpark(thread);
  }

  @Override
  public void close() {
    Thread t = thread;
    thread = null;
    LockSupport.unpark(t);
  }

  private void run() {
    try {
      agentCpu = new AgentCpu();
      heapUse = new HeapUse();
    } catch (LinkageError e) {
      LOG.warn("this JVM has no java.management: limits.cpu and limits.heap are not watched");
    }
    long next = System.nanoTime() + FIRST;
    while (thread == Thread.currentThread()) {
      long now = System.nanoTime();
      try {
        if (now - next >= 0) {
          next = now + EVERY;
          look(now);
        }
        test(now);
      } catch (Throwable e) {
        if (!told) {
          told = true;
          LOG.warn("error in the watch of the limits", e);
        }
      }
      LockSupport.parkNanos(
          this, Math.max(1, Math.min(next - System.nanoTime(), selfTest.pause())));
    }
    end();
  }

  private void end() {
    shedding.share(0);
    discard.accept(false);
    AgentCpu own = agentCpu;
    if (own != null) {
      own.close();
    }
  }

  private void look(long now) {
    LimitSettings most = settings.limits();
    cpu.limit(most.cpu());
    heap.limit(most.heap());
    overhead.limit(most.overheadNanos());
    measure(now);
    if (state == State.OFF && operations.enabled()) {
      // Somebody wants it on: it is tried, and watched anew.
      limits.forEach(Limit::reset);
      state = State.OK;
      sinceMillis = System.currentTimeMillis();
    }
    for (Limit limit : limits) {
      limit.look(now);
    }
    act();
    publish();
  }

  private void measure(long now) {
    AgentCpu own = agentCpu;
    if (own != null && now - cpuAt >= SHORTEST) {
      long nanos = own.nanos();
      if (nanos >= 0 && cpuNanos >= 0) {
        int cores = Runtime.getRuntime().availableProcessors();
        cpu.measured((double) (nanos - cpuNanos) / ((now - cpuAt) * cores));
      }
      cpuNanos = nanos;
      cpuAt = now;
    }
    HeapUse use = heapUse;
    if (use != null && use.look()) {
      heap.measured((double) use.used() / HeapUse.most());
    }
    if (!operations.enabled() || !watching) {
      // While it is off there is none; and what was before was of code that was new.
      watching = operations.enabled();
      ledger.forgetRecentOverhead();
      overhead.unknown();
    } else {
      long nanos = ledger.recentOverheadP99(FEWEST_TIMED);
      if (nanos >= 0) {
        overhead.measured(nanos);
      }
    }
  }

  private void act() {
    double share = 0;
    Limit worst = null;
    for (Limit limit : limits) {
      if (limit.share() > 0
          && (worst == null || limit.isOff() && !worst.isOff() || limit.share() > share)
          && (worst == null || !worst.isOff() || limit.isOff())) {
        worst = limit;
      }
      share = Math.max(share, limit.share());
    }
    shedding.share(share);
    discard.accept(heap.share() > 0);
    State now = worst == null ? State.OK : worst.isOff() ? State.OFF : State.SHEDDING;
    if (now != state) {
      become(now, worst);
    }
    reason = worst == null ? "" : worst.name();
  }

  private void become(State now, @Nullable Limit worst) {
    State before = state;
    state = now;
    sinceMillis = System.currentTimeMillis();
    if (now == State.OFF) {
      timesOff++;
      if (operations.enabled()) {
        operations.enable(false, Origin.LIMITS);
      }
    } else if (before == State.OFF && operations.switchedBy() == Origin.LIMITS) {
      operations.enable(true, Origin.LIMITS);
    }
    if (now == State.SHEDDING && before == State.OK) {
      timesShed++;
    }
    tell(now, before, worst);
  }

  private void tell(State now, State before, @Nullable Limit worst) {
    if (worst == null) {
      LOG.info("the agent is below its limits again: everything is mirrored");
    } else if (now == State.OFF) {
      LOG.warn(
          "{}, also without copies: mirroring is off until it is below {} for {} s",
          beyond(worst),
          shown(worst, worst.releasesBelow()),
          worst.hold() / 1_000_000_000L);
    } else if (before == State.OK) {
      LOG.warn(
          "{}: transactions are not copied (dropped.shed) until it is below {}",
          beyond(worst),
          shown(worst, worst.releasesBelow()));
    } else if (operations.enabled()) {
      LOG.info("mirroring is on again, at first without copies (dropped.shed)");
    }
  }

  private static String beyond(Limit limit) {
    String what =
        limit.name().equals("cpu")
            ? "the agent's threads take {} of all cores"
            : limit.name().equals("heap")
                ? "{} of the heap is in use behind a collection"
                : "1 % of the application's calls lose {} and more to the agent";
    return what.replace("{}", shown(limit, limit.value()))
        + ", limits."
        + limit.name()
        + " is "
        + shown(limit, limit.limit());
  }

  private static String shown(Limit limit, double value) {
    return limit.name().equals("overhead_p99")
        ? String.format(Locale.ROOT, "%.1f us", value / 1000)
        : String.format(Locale.ROOT, "%.1f %%", value * 100);
  }

  private void publish() {
    List<Measure> measures = new ArrayList<>();
    for (Limit limit : limits) {
      State own = limit.isOff() ? State.OFF : limit.share() > 0 ? State.SHEDDING : State.OK;
      measures.add(new Measure(limit.name(), limit.value(), limit.limit(), own));
    }
    HeapUse use = heapUse;
    ledger.use(
        new OwnUse(
            state,
            reason,
            sinceMillis,
            shedding.share(),
            timesShed,
            timesOff,
            cpuNanos,
            use == null ? -1 : use.used(),
            HeapUse.most(),
            measures));
  }

  private void test(long now) {
    SelfTestSettings wanted = settings.selfTest();
    boolean may = state == State.OK && operations.enabled();
    SelfTestResult result = selfTest.look(now, wanted, may);
    if (result != null) {
      ledger.selfTest(result);
    }
  }
}
