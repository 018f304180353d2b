package io.querymirror.control;

import io.querymirror.config.LimitSettings;
import io.querymirror.config.SelfTestSettings;
import io.querymirror.config.Settings;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.OwnUse.State;
import io.querymirror.stats.SelfTestResult;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks twice a second at what the agent takes from the application: CPU of its threads, the heap,
 * time on the application's threads. Beyond a limit it holds back: first transactions are not
 * copied, then mirroring is switched off, until it has been well below for a while. What an
 * operator switched off stays off.
 */
public final class LimitWatch implements Service {
  private static final Log LOG = Log.of(LimitWatch.class);
  private static final long EVERY = 500_000_000L;

  /** What is over sooner pays nothing for it. */
  private static final long FIRST = 1_000_000_000L;

  /** Calls that were timed; of fewer the slowest 1 % says nothing. */
  private static final int FEWEST_TIMED = 50;

  /**
   * In which they must come: where calls are rarer, what one takes is mostly what waking up takes,
   * and it is little all together.
   */
  private static final long LONGEST_TIMED = 60_000_000_000L;

  /** The least time for which a share of CPU says something. */
  private static final long SHORTEST = EVERY / 2;

  private final Operations operations;
  private final CaptureLedger ledger;
  private final Shedding shedding;
  private final Consumer<Boolean> discard;
  private final SelfTest selfTest;
  private final Restraint restraint;

  private volatile Settings settings;
  private volatile @Nullable Thread thread;

  private @Nullable AgentCpu agentCpu;
  private @Nullable HeapUse heapUse;
  private long cpuAt;
  private long cpuNanos = -1;
  private long timedSince;
  private boolean begun;
  private boolean watching;

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
    this.restraint = new Restraint(operations, shedding, discard);
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
    long next = System.nanoTime() + FIRST;
    while (thread == Thread.currentThread()) {
      long now = System.nanoTime();
      try {
        if (now - next >= 0) {
          next = now + EVERY;
          begin();
          look(now);
        }
        test(now);
      } catch (Throwable e) {
        LOG.say(Message.INTERNAL, "the watch of the limits", e);
      }
      LockSupport.parkNanos(
          this, Math.max(1, Math.min(next - System.nanoTime(), selfTest.pause())));
    }
    end();
  }

  private void begin() {
    if (!begun) {
      begun = true;
      try {
        agentCpu = new AgentCpu();
        heapUse = new HeapUse();
      } catch (LinkageError e) {
        LOG.say(Message.LIMITS_UNWATCHED);
      }
    }
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
    restraint.cpu.limit(most.cpu());
    restraint.heap.limit(most.heap());
    restraint.overhead.limit(most.overheadNanos());
    measure(now);
    restraint.look(now);
    HeapUse use = heapUse;
    ledger.use(restraint.use(cpuNanos, use == null ? -1 : use.used(), HeapUse.most()));
  }

  private void measure(long now) {
    AgentCpu own = agentCpu;
    if (own != null && (cpuNanos < 0 || now - cpuAt >= SHORTEST)) {
      long nanos = own.nanos();
      if (nanos >= 0 && cpuNanos >= 0) {
        int cores = Runtime.getRuntime().availableProcessors();
        restraint.cpu.measured((double) (nanos - cpuNanos) / ((now - cpuAt) * cores));
      }
      cpuNanos = nanos;
      cpuAt = now;
    }
    HeapUse use = heapUse;
    if (use != null && use.look()) {
      restraint.heap.measured((double) use.used() / HeapUse.most());
    }
    if (!operations.enabled() || !watching) {
      // While it is off there is none; and what was before was of code that was new.
      watching = operations.enabled();
      forget(now);
    } else {
      long nanos = ledger.recentOverheadP99(FEWEST_TIMED);
      if (nanos >= 0) {
        restraint.overhead.measured(nanos);
        timedSince = now;
      } else if (now - timedSince > LONGEST_TIMED) {
        forget(now);
      }
    }
  }

  private void forget(long now) {
    ledger.forgetRecentOverhead();
    restraint.overhead.unknown();
    timedSince = now;
  }

  private void test(long now) {
    SelfTestSettings wanted = settings.selfTest();
    boolean may = restraint.state() == State.OK && operations.enabled();
    SelfTestResult result = selfTest.look(now, wanted, may);
    if (result != null) {
      ledger.selfTest(result);
    }
  }
}
