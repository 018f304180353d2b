package io.querymirror.stats;

import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.plan.PlanBook;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of every statement that a rule gave to one target, and of every further copy of one:
 * {@code matched + amplified = sampled_out + not_repeated + executed + failed + dropped + pending}.
 * All methods from any thread.
 *
 * <p>A statement is {@link #matched} (a copy {@link #amplified}) first and gets exactly one end
 * later, so a snapshot reads the ends before {@code matched}: every end that it saw has its
 * beginning in what it reads next, and the difference, never negative, is {@code pending}. A
 * snapshot's executed and failed are the sums of its hosts, {@code dropped.unsupported} that of its
 * reasons, and its errors that of its digests: they agree by construction.
 */
public final class TargetLedger {
  private static final int REASONS = 100;
  private static final String OTHER = "other";

  private final String target;
  private volatile boolean cheapest;
  private volatile boolean removed;
  private final LongAdder matched = new LongAdder();
  private final LongAdder amplified = new LongAdder();
  private final LongAdder varied = new LongAdder();
  private final LongAdder executedFurther = new LongAdder();
  private final LongAdder failedFurther = new LongAdder();
  private final LongAdder sampledOut = new LongAdder();
  private final LongAdder notRepeated = new LongAdder();
  private final LongAdder[] dropped = adders(DropReason.values().length);
  private final ConcurrentMap<String, HostCounts> hosts = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> unsupported = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LongAdder> noRows = new ConcurrentHashMap<>();
  private final Fidelity fidelity = new Fidelity();
  private final OutOfStep outOfStep = new OutOfStep();
  private final ConnectionCounts connections = new ConnectionCounts();
  private volatile boolean compares;
  private final PlanBook plans = new PlanBook();
  private final PlanBook sourcePlans = new PlanBook();
  private final Resources resources = new Resources();
  private volatile JudgedCopies saved = JudgedCopies.NOWHERE;
  private final DigestTable digests;
  private final Latency lag = new Latency();
  private final Latency roundTrip = new Latency();
  private volatile boolean control;

  public TargetLedger(String target) {
    this(target, false, 1);
  }

  /**
   * @param cheapest copies are not sent as their originals were, so that latencies say nothing
   * @param targets how many there are: they share the room for digests
   */
  public TargetLedger(String target, boolean cheapest, int targets) {
    this.target = target;
    this.cheapest = cheapest;
    this.digests = new DigestTable(Math.max(1, DigestTable.CAPACITY / targets));
  }

  public String target() {
    return target;
  }

  /** The target is another one now, under the same name and with the same counts. */
  public void reconfigured(boolean cheapestNow, boolean controlNow) {
    cheapest = cheapestNow;
    control = controlNow;
  }

  /** Whether no configuration has it any more; its counts remain. */
  public boolean removed() {
    return removed;
  }

  /** It went, or came back: then it does not know what was written meanwhile. */
  public void removed(boolean gone) {
    if (removed && !gone) {
      outOfStep.everything(OutOfStep.Reason.UNMATCHED);
    }
    removed = gone;
  }

  /** Whether every statement that was given to it has got its end. */
  public boolean settled() {
    return snapshot().pending() == 0;
  }

  /** Adds the counts of one that is settled; what ran is on one host here, under its name. */
  public void absorb(TargetLedger other) {
    // Every end after its beginning: see snapshot().
    matched.add(other.matched.sum());
    amplified.add(other.amplified.sum());
    other.hosts.forEach(
        (host, counts) -> {
          host(other.target).executed.add(counts.executed.sum());
          host(other.target).failed.add(counts.failed.sum());
        });
    other.unsupported.forEach(
        (reason, count) -> {
          String key = unsupported.size() < REASONS ? reason : OTHER;
          unsupported.computeIfAbsent(key, k -> new LongAdder()).add(count.sum());
        });
    for (int i = 0; i < dropped.length; i++) {
      dropped[i].add(other.dropped[i].sum());
    }
    varied.add(other.varied.sum());
    executedFurther.add(other.executedFurther.sum());
    failedFurther.add(other.failedFurther.sum());
    sampledOut.add(other.sampledOut.sum());
    notRepeated.add(other.notRepeated.sum());
    fidelity.absorb(other.fidelity);
  }

  /** The plans that this target was found to have. */
  public PlanBook plans() {
    return plans;
  }

  /** The source's plans for what this target was asked, where they are wanted. */
  public PlanBook sourcePlans() {
    return sourcePlans;
  }

  /** What the target's hosts had to do. */
  public Resources resources() {
    return resources;
  }

  /** Copies that ran on a host so far. */
  public long ran(String host) {
    HostCounts counts = host(host);
    return counts.executed.sum() + counts.failed.sum();
  }

  /** What makes this target differ from its source although statements ran. */
  public Fidelity fidelity() {
    return fidelity;
  }

  /** Tables that this target can't be expected to have as the source has them. */
  public OutOfStep outOfStep() {
    return outOfStep;
  }

  /** A rule gave a statement to this target; exactly one end must follow. */
  public void matched() {
    matched.increment();
  }

  /** A further copy of a statement; exactly one end must follow. */
  public void amplified() {
    amplified.increment();
  }

  /** What was {@link #amplified} just now has the values of another statement. */
  public void varied() {
    varied.increment();
  }

  /** What {@link #executed} or {@link #failed} was a further copy; no end of its own. */
  public void ranFurther(boolean ok) {
    (ok ? executedFurther : failedFurther).increment();
  }

  /** An end: the statement is not in its rule's sample. */
  public void sampledOut() {
    sampledOut.increment();
  }

  /** An end: the statement succeeded on the target. */
  public void executed(String host) {
    host(host).executed.increment();
  }

  /** An end: the statement ran, and raised an error, after retries. */
  public void failed(String host) {
    host(host).failed.increment();
  }

  /** An end: the source's own outcome forbids a repetition. */
  public void notRepeated() {
    notRepeated.increment();
  }

  /** An end: the statement was not run. */
  public void dropped(DropReason reason) {
    dropped[reason.ordinal()].increment();
  }

  /**
   * An end: {@code dropped.unsupported}, with its reason.
   *
   * @param reason a few words without data; after 100 different ones they are summed as other
   */
  public void unsupported(String reason) {
    LongAdder count = unsupported.get(reason);
    if (count == null) {
      String key = unsupported.size() < REASONS ? reason : OTHER;
      count = unsupported.computeIfAbsent(key, k -> new LongAdder());
    }
    count.increment();
  }

  /**
   * Why a result had no rows on one side, beside what is counted of it.
   *
   * @param reason one of a fixed few
   */
  public void noRows(String reason) {
    noRows.computeIfAbsent(reason, k -> new LongAdder()).increment();
  }

  /** The target's connections, and who waits for them. */
  public ConnectionCounts connections() {
    return connections;
  }

  /** What copies come to is told to these, too. */
  public void saveTo(JudgedCopies files) {
    saved = files;
  }

  /** Results are compared: their counts are in the report, also where they are 0. */
  public void compares() {
    compares = true;
  }

  /** The target is a second copy of production, and what others are measured by. */
  public void control() {
    control = true;
  }

  /** A {@code SELECT 1} of the agent's own took so long; in no other count. */
  public void roundTrip(long nanos) {
    roundTrip.record(micros(nanos));
  }

  /**
   * @param state one word, as the report shows it
   */
  public void hostState(String host, String state) {
    host(host).state = state;
  }

  /** The same as {@link #result(Execution, Outcome, long, long, boolean, long)}, just now. */
  public void result(Execution e, Outcome outcome, long targetNanos, long lagNanos) {
    result(e, outcome, targetNanos, lagNanos, false, System.currentTimeMillis());
  }

  /**
   * What a statement that ran came to, beside its end: errors, latency, digest. Latencies are those
   * of first copies of statements that succeeded on both sides, so source and target are about the
   * same work. Of an entry of a batch the source tells no time of its own.
   *
   * @param targetNanos service time on the target
   * @param lagNanos from the statement's end at the source to its start on the target
   * @param further it was a further copy
   * @param millis since the epoch
   */
  public void result(
      Execution e, Outcome outcome, long targetNanos, long lagNanos, boolean further, long millis) {
    ErrorClass error = ErrorClass.of(e.outcome(), outcome);
    boolean timed = !further && tellsItsTime(e);
    digests.record(
        e,
        digest -> {
          digest.ran(error, e.outcome(), outcome);
          if (error == null && timed) {
            digest.took(millis, micros(e.sourceNanos()), micros(targetNanos));
          }
        });
    lag.record(micros(lagNanos));
    if (saved != JudgedCopies.NOWHERE) {
      saved.add(JudgedCopy.ran(JudgedCopy.slim(e), outcome, targetNanos, lagNanos, timed, millis));
    }
  }

  /** What of a statement that succeeded on both sides was compared, beside its end. */
  public void compared(Execution e, ResultFinding finding) {
    digests.record(e, entry -> entry.compared(finding));
    if (saved != JudgedCopies.NOWHERE) {
      saved.add(JudgedCopy.compared(JudgedCopy.slim(e), finding));
    }
  }

  /**
   * The application asked which warnings a statement had raised, and so did the target.
   *
   * @param e the statement that raised them
   * @param ofSource codes as {@code 01000/1265}, each with how often it was listed
   */
  public void listed(Execution e, Map<String, Long> ofSource, Map<String, Long> ofTarget) {
    digests.record(e, entry -> entry.listed(ofSource, ofTarget));
  }

  /**
   * Whether its source's time is its own, and that of the whole statement: not for an entry of a
   * batch, a cursor or a stream.
   */
  private static boolean tellsItsTime(Execution e) {
    HeldRows rows = e.heldRows();
    return e.event().statements() == 1 && (rows == null || !rows.partial());
  }

  private HostCounts host(String name) {
    HostCounts found = hosts.get(name);
    return found != null ? found : hosts.computeIfAbsent(name, k -> new HostCounts());
  }

  private static long micros(long nanos) {
    return (nanos + 500) / 1000;
  }

  private static LongAdder[] adders(int n) {
    LongAdder[] all = new LongAdder[n];
    for (int i = 0; i < n; i++) {
      all[i] = new LongAdder();
    }
    return all;
  }

  /** Balances at any time; what has its end in it is in its digests and latencies, too. */
  public TargetSnapshot snapshot() {
    long executedCopies = executedFurther.sum();
    long failedCopies = failedFurther.sum(); // both before what they are a part of
    Map<String, HostSnapshot> perHost = new TreeMap<>();
    hosts.forEach((host, counts) -> perHost.put(host, counts.snapshot()));
    Map<String, Long> reasons = new TreeMap<>();
    unsupported.forEach((reason, count) -> reasons.put(reason, count.sum()));
    Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      drops.put(reason, dropped[reason.ordinal()].sum());
    }
    drops.merge(DropReason.UNSUPPORTED, sum(reasons.values()), Long::sum);
    long unrepeated = notRepeated.sum();
    long left = sampledOut.sum();
    long others = varied.sum(); // before what it is a part of
    long copies = amplified.sum(); // both after every end
    long begun = matched.sum();
    List<DigestSnapshot> table = digests.snapshot(); // after every end: what ended is in it
    return new TargetSnapshot(
        target,
        cheapest,
        control,
        compares,
        begun,
        copies,
        others,
        executedCopies,
        failedCopies,
        left,
        unrepeated,
        drops,
        perHost,
        reasons,
        sums(noRows),
        fidelity.snapshot(),
        outOfStep.snapshot(),
        table,
        lag.distribution(),
        roundTrip.distribution(),
        connections.snapshot());
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((reason, count) -> sums.put(reason, count.sum()));
    return sums;
  }

  private static long sum(Collection<Long> counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
