package io.querymirror.mirror;

import io.querymirror.config.CopySettings;
import io.querymirror.config.HostSettings;
import io.querymirror.config.Order;
import io.querymirror.config.Role;
import io.querymirror.config.TargetSettings;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.hosts.Arrivals;
import io.querymirror.mirror.hosts.HostPools;
import io.querymirror.mirror.hosts.Hosts;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.judging.Comparing;
import io.querymirror.mirror.observe.PlanOffers;
import io.querymirror.mirror.observe.Plans;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.Mask;
import io.querymirror.stats.OutOfStep.Reason;
import io.querymirror.stats.TargetLedger;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One target: a world of its own with queue, workers, connections and health, so that whatever
 * happens to it touches no other.
 *
 * <p>While no host is up statements wait in the queue, up to its bounds. Once all that could take
 * them are shunned (a few failed attempts in a row), what is queued and what arrives is dropped as
 * {@code unavailable}: a target that comes back meets the present, not a backlog.
 *
 * <p>A drop within a transaction cuts it: what ran of it is rolled back, the rest is dropped as
 * {@code transaction}. Under {@code writes: deny} a denied write is no such drop: nothing is
 * applied there, so there is no half to be afraid of, and the transaction's reads go on.
 */
public final class Target {
  private static final int SPARE_WORKERS = 8;
  private static final long STALL_MILLIS = 100;

  private final TargetSettings settings;
  private final TargetLedger ledger;
  private final Admission admission;
  private final TargetContext context;
  private final Account account;
  private final Hosts hosts;
  private final WorkerPool workers;

  /** Under {@code order: none}, else null. */
  private final @Nullable FreeLanes free;

  /** Under any other order, else null; as what they share. */
  private final @Nullable SessionLanes lanes;

  private final @Nullable Permits permits;

  /** Under {@code order: commit}, else null. */
  private final @Nullable CommitGate order;

  private final @Nullable Stalls stalls;
  private final Copies copies;
  private final SideWork beside;
  private final Supplier<Collection<SourceConnection>> live;
  private final Runnable watch;
  private final Runnable forget;

  /** Under {@code order: none} those that it can't follow; guarded by this. */
  private final AlteredSessions altered = new AlteredSessions();

  private @Nullable DropReason ended;
  private boolean begun;

  /** Of a target that came while the application ran, else null; guarded by this. */
  private @Nullable Joined joined;

  private volatile int liveCount = 1;

  /**
   * @param watch looks for statements over their time, now and then
   * @param forget lets go of connections that are closed, now and then
   */
  Target(
      TargetSettings settings,
      long statementSize,
      TargetLedger ledger,
      ScheduledExecutorService timer,
      Supplier<Collection<SourceConnection>> live,
      WorkerPool workers,
      List<TargetHost> hosts,
      TargetLog log,
      Runnable watch,
      Runnable forget) {
    this.settings = settings;
    this.ledger = ledger;
    this.live = live;
    this.workers = workers;
    this.watch = watch;
    this.forget = forget;
    this.copies = new Copies(settings);
    this.admission = new Admission(settings, statementSize);
    WriteTrail trail = new WriteTrail(ledger.outOfStep(), settings);
    this.account = new Account(ledger, trail, settings.queueStatements(), settings.queueBytes());
    this.hosts = new Hosts(hosts);
    this.context =
        new TargetContext(settings, this.hosts, account, ledger, trail, workers, timer, log);
    if (settings.role() == Role.CONTROL) {
      ledger.control();
    }
    if (settings.order() == Order.NONE) {
      this.free = new FreeLanes(context, this::connectionsNow);
    } else {
      this.free = null;
    }
    this.order =
        context.commitOrder
            ? new CommitGate(context.concern(), context.doubtful, () -> this.hosts.hope(false))
            : null;
    this.permits = free == null ? permits(settings, ledger, order) : null;
    if (order != null && permits != null) {
      this.stalls =
          new Stalls(order, permits, account, context.pace, log, settings.timeout().toNanos());
    } else {
      this.stalls = null;
    }
    this.lanes = permits == null ? null : new SessionLanes(context, permits, order);
    this.beside = new SideWork(context, order);
  }

  static Target of(
      TargetSettings settings,
      long statementSize,
      TargetLedger ledger,
      ScheduledExecutorService timer,
      Supplier<Collection<SourceConnection>> live,
      Arrivals arrivals) {
    TargetLog log = new TargetLog(settings.name());
    WorkerPool workers = workers(settings);
    HostPools pools =
        new HostPools(
            settings,
            log,
            workers,
            timer,
            new AgentThreads("querymirror-" + settings.name() + "-pool"),
            ledger,
            live,
            arrivals);
    return new Target(
        settings,
        statementSize,
        ledger,
        timer,
        live,
        workers,
        pools.all(),
        log,
        pools::look,
        pools::sweep);
  }

  static WorkerPool workers(TargetSettings settings) {
    int most = HostPools.most(settings) + SPARE_WORKERS + 2 * settings.hosts().size();
    return new WorkerPool(settings.name(), most);
  }

  private static Permits permits(
      TargetSettings settings, TargetLedger ledger, @Nullable CommitGate order) {
    Permits.Earlier earlier = order == null ? (turn, enough) -> 0 : order::before;
    return new Permits(HostPools.most(settings), ledger.connections(), earlier);
  }

  private int connectionsNow() {
    return settings.connections() > 0
        ? settings.connections()
        : (int) Math.min(HostPools.MOST_CONNECTIONS, Math.max(1, liveCount) * (long) copies.most());
  }

  public String name() {
    return settings.name();
  }

  /**
   * Has it looked at from the side; to be called once, before it starts.
   *
   * @param every how often the report is written
   */
  void observe(Duration every, PlanOffers offers) {
    beside.observe(settings, every, offers);
  }

  /** Where its writes are applied in commit order; once, before it starts. */
  void among(OwnWriters own) {
    beside.among(own);
  }

  /** Begins to connect; only the first call does anything. */
  void start() {
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
    }
    hosts.start();
  }

  TargetSettings settings() {
    return settings;
  }

  /** It comes while the application runs; before it is given anything. */
  synchronized void joins(Joined to) {
    joined = to;
    if (free != null) {
      altered.addAll(to.altered());
    }
    if (lanes != null) {
      lanes.joins(to);
    }
  }

  /** What the sessions were told that it has followed; null where it follows none. */
  synchronized @Nullable Map<SourceConnection, SessionLog> followed() {
    return lanes == null ? null : lanes.followed();
  }

  /** What a reload changes of a target that stays. Called by the dispatcher's thread. */
  synchronized void reconfigured(
      long statementSize, Collection<CopySettings> rules, Duration every) {
    admission.statementSize(statementSize);
    copies.retain(rules);
    beside.every(every);
  }

  /** A statement that runs once. */
  void statement(Execution e) {
    statement(e, CopySettings.DEFAULT);
  }

  /**
   * A statement that a rule took for this target: counts it as matched, its further copies as
   * amplified, and sooner or later the one end of each. Called by the dispatcher's thread; never
   * waits for anything outside of this process.
   *
   * @param how of the rule: the same object for all of its statements
   */
  public synchronized void statement(Execution e, CopySettings how) {
    ledger.matched();
    if (ended != null) {
      ledger.dropped(ended);
      context.trail.dropped(e, ended);
      return;
    }
    if (joined != null && joined.misses(e)) {
      missed(e);
      return;
    }
    LoneInserts lone = context.lone;
    if (lone != null) {
      lone.saw(e);
    }
    Verdict verdict = admission.judge(e);
    boolean available =
        hosts.hope(false) || (hosts.hasReaders() && hosts.hope(Admission.plainRead(e)));
    List<Execution> more = copies.further(e, how, verdict);
    for (Execution copy : more) {
      ledger.amplified();
      if (copy != e) {
        ledger.varied();
      }
    }
    if (free != null) {
      alters(e);
      boolean unseeded = altered.contains(e.connection());
      free.statement(e, verdict, available, false, unseeded);
      for (Execution copy : more) {
        free.statement(copy, verdict, available, true, unseeded);
      }
      return;
    }
    if (lanes != null) {
      lanes.statement(e, more, verdict, available);
    }
  }

  /** A statement that a rule took, of what had begun before this target joined. */
  private void missed(Execution e) {
    ledger.dropped(DropReason.DISABLED);
    context.trail.dropped(e, DropReason.DISABLED);
    if (e.control() != null) {
      control(e);
    } else if (lanes != null) {
      lanes.missed(e);
    } else {
      alters(e);
    }
  }

  /** A statement that a rule took for this target and that is not in the rule's sample. */
  public void sampledOut(Execution e) {
    LoneInserts lone = context.lone;
    if (lone != null) {
      lone.saw(e);
    }
    ledger.matched();
    ledger.sampledOut();
    ledger.outOfStep().missed(e, Reason.SAMPLED_OUT);
  }

  /**
   * Session control that is in no count here: a method of the connection, or a text that no rule
   * took for this target. Called by the dispatcher's thread, in the session's order.
   */
  public synchronized void control(Execution e) {
    alters(e);
    if (ended != null || lanes == null) {
      return;
    }
    if (joined != null && joined.misses(e) && !Joined.lasts(e)) {
      lanes.missed(e);
    } else {
      lanes.control(e, hosts.hope(false));
    }
  }

  /** Where each statement stands alone it misses what its session has come to. */
  private void alters(Execution e) {
    if (free != null && context.judge != null) {
      altered.ran(e);
    }
  }

  /** A statement that is not for this target, of a session that may matter here. */
  public synchronized void passed(Execution e) {
    alters(e);
    if (ended == null && lanes != null) {
      lanes.passed(e);
    }
  }

  /** Whether copies run here in commit order, so that {@link #advance} is needed. */
  boolean ordered() {
    return order != null;
  }

  /** Whether results are compared here, so that {@link #advance} is needed. */
  boolean compares() {
    return context.judge != null;
  }

  /** Follows what is compared here, where anything is. */
  public void comparing(Comparing follower) {
    if (context.judge != null) {
      context.judge.comparing(follower);
    }
  }

  /** How values of results may be shown; hidden unless told. */
  public void mask(Mask how) {
    Plans plans = context.plans;
    if (plans != null) {
      plans.show(!how.hidesAll());
    }
    if (context.judge != null) {
      context.judge.mask(how);
    }
  }

  /**
   * The order of all events up to here (nanoTime) is certain: every one of them was given to this
   * target already. Called by the dispatcher's thread.
   */
  synchronized void advance(long certain) {
    if (context.judge != null) {
      context.judge.certain(certain);
    }
    if (order != null && ended == null) {
      order.advance(certain);
    }
  }

  /** Looks for what cannot go on by itself, now and then. */
  synchronized void unblock() {
    if (stalls != null && ended == null && !account.idle()) {
      stalls.look(System.nanoTime());
    }
  }

  /** Mirroring was switched off, as the dispatcher sees it. */
  synchronized void switchedOff() {
    context.trail.blind();
    if (lanes != null) {
      lanes.switchedOff();
    }
  }

  /** See {@link MirrorTargets#discard}. */
  void discard(boolean on) {
    account.discard(on);
  }

  /** A reload took it out: as if switched off, for good. Nothing more is given to it. */
  void leaves() {
    switchedOff();
  }

  /** It has left, and its connections are closed. */
  void left() {
    for (HostSettings host : settings.hosts()) {
      ledger.hostState(host.address(), "removed");
    }
  }

  boolean idle() {
    return account.idle();
  }

  /** Whether there is a host that works or may do so in a moment. */
  boolean hope() {
    return hosts.hope(true);
  }

  /** Waits for the queue, at most until the deadline, and not for a target that is down. */
  void drain(long deadlineNanos) throws InterruptedException {
    while (!account.idle() && hope()) {
      long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      account.awaitIdle(Math.min(left, STALL_MILLIS));
    }
  }

  /** From now on everything is dropped for this reason, first of all what is queued. */
  void end(DropReason reason) {
    Map<Inlet, List<Step>> all;
    synchronized (this) {
      ended = reason;
      all = lanes == null ? Map.of() : lanes.takeHeld();
    }
    all.forEach((inlet, held) -> inlet.purge(reason, held));
    if (free != null) {
      free.purge(reason);
    }
    if (context.judge != null) {
      context.judge.close();
    }
  }

  void close() {
    beside.close();
    workers.close();
    hosts.close();
  }

  void watch() {
    if (context.judge != null) {
      context.judge.look();
    }
    if (!account.idle()) {
      if (permits != null) {
        permits.expire(System.nanoTime() - settings.timeout().toNanos());
      }
      watch.run();
    }
  }

  /**
   * Now and then: looks for other writers where one would break the order, and ends lanes whose
   * source connection is gone.
   */
  void sweep() {
    Set<SourceConnection> alive = Collections.newSetFromMap(new IdentityHashMap<>());
    alive.addAll(live.get());
    liveCount = alive.size();
    forget.run();
    beside.look();
    if (permits != null) {
      permits.grow(System.nanoTime());
    }
    synchronized (this) {
      if (joined != null) {
        joined.retain(alive);
      }
      if (order != null) {
        order.sweep();
      }
      if (lanes != null) {
        lanes.sweep(alive);
      }
    }
  }

  void internalError(Throwable t) {
    context.log.internal("the timer", t);
  }

  /** Counts for tests: what the queue holds. */
  Account account() {
    return account;
  }

  Map<String, Integer> lanes() {
    synchronized (this) {
      Map<String, Integer> counts = new HashMap<>();
      counts.put("lanes", lanes == null ? 0 : lanes.size());
      counts.put("permits", permits == null ? 0 : permits.held());
      return counts;
    }
  }
}
