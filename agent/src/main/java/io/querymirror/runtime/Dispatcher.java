package io.querymirror.runtime;

import io.querymirror.bootstrap.Probe;
import io.querymirror.capture.Capture;
import io.querymirror.capture.EventRing;
import io.querymirror.capture.Placed.Missing;
import io.querymirror.capture.SessionTracker;
import io.querymirror.control.Shedding;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.Joining;
import io.querymirror.mirror.MirrorTargets;
import io.querymirror.mirror.Target;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.FastVerdict;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.rule.Decision;
import io.querymirror.rule.Hit;
import io.querymirror.rule.RuleEngine;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.OutOfStep;
import io.querymirror.stats.OutOfStep.Reason;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes events from the ring, one after another, and decides where each goes. The only thread that
 * reads the ring, follows sessions and asks the rules; it never waits for a target.
 */
final class Dispatcher {
  private static final Log LOG = Log.of(Dispatcher.class);
  private static final int PURGE_EVERY = 1_000;

  /** Empty looks, of a millisecond each, after which an application that ends is silent. */
  private static final int LAST_POLLS = 300;

  private static final Set<Kind> FAST_KINDS =
      EnumSet.of(Kind.SELECT, Kind.INSERT, Kind.UPDATE, Kind.DELETE, Kind.REPLACE);

  /** Controls that hold beyond a transaction, so that a target needs them even in a missed one. */
  private static final Set<ControlType> SETTINGS =
      EnumSet.of(
          ControlType.SET,
          ControlType.SCHEMA,
          ControlType.ISOLATION,
          ControlType.READ_ONLY,
          ControlType.AUTOCOMMIT_ON,
          ControlType.AUTOCOMMIT_OFF,
          ControlType.CLOSE);

  private final EventRing ring;
  private final Capture capture;
  private final CaptureLedger ledger;
  private final MirrorTargets targets;
  private final Shedding shedding;
  private final Runnable firstEvent;
  private final SessionTracker tracker = new SessionTracker();
  private final Queue<Runnable> whenEmpty = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> between = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private volatile boolean idle;
  private volatile boolean ending;
  // Of the configuration in force; this thread's alone once it runs.
  private RuleEngine rules;
  private RuleCounts ruleCounts;
  private Map<String, TargetLedger> targetLedgers;

  private int handled;
  private boolean started;

  /** {@code firstEvent} runs once, at {@link #begin} or before the first event is looked at. */
  Dispatcher(
      EventRing ring,
      Capture capture,
      CaptureLedger ledger,
      RuleEngine rules,
      RuleCounts ruleCounts,
      MirrorTargets targets,
      Map<String, TargetLedger> targetLedgers,
      Shedding shedding,
      Runnable firstEvent) {
    this.ring = ring;
    this.capture = capture;
    this.ledger = ledger;
    this.rules = rules;
    this.ruleCounts = ruleCounts;
    this.targets = targets;
    this.targetLedgers = targetLedgers;
    this.shedding = shedding;
    this.firstEvent = firstEvent;
  }

  /** Runs until {@link #stop}. */
  void run() {
    int empty = 0;
    while (!stopped) {
      runAll(between);
      if (targets.ordered() ? round(empty) : next()) {
        empty = 0;
        continue;
      }
      runAll(whenEmpty);
      capture.purge();
      idle = true;
      ring.await(empty++);
      idle = false;
    }
  }

  private boolean next() {
    SourceEvent event = ring.poll();
    if (event == null) {
      return false;
    }
    handle(event);
    if (++handled % PURGE_EVERY == 0) {
      capture.purge();
    }
    return true;
  }

  /**
   * First how far the order is certain, then all that was in the ring by then: with a part of it an
   * end that is certain could be overtaken by what came after it.
   */
  private boolean round(int empty) {
    long certain = capture.watermark();
    int there = ring.size();
    for (int i = 0; i < there && next(); i++) {
      // Each is placed as it comes.
    }
    targets.advance(ending && empty > LAST_POLLS ? Long.MAX_VALUE : certain);
    return there > 0;
  }

  /**
   * The JVM ends: what is still in flight once nothing comes any more may never come, and holds
   * nothing up.
   */
  void ending() {
    ending = true;
    ring.wake();
  }

  /** Runs the task on the dispatcher's thread as soon as everything in the ring was handled. */
  void whenEmpty(Runnable task) {
    whenEmpty.add(task);
    ring.wake();
  }

  /** Runs the task on the dispatcher's thread between two events. */
  void between(Runnable task) {
    between.add(task);
    ring.wake();
  }

  /** Other rules are in force; on the dispatcher's thread, or before it runs. */
  void route(RuleEngine next, RuleCounts counts, Map<String, TargetLedger> ledgers) {
    rules = next;
    ruleCounts = counts;
    targetLedgers = ledgers;
  }

  /** Where a target that joins now finds the application; on the dispatcher's thread. */
  Joining joining() {
    return new Joining(tracker.lastTransaction(), System.nanoTime(), tracker.sessions());
  }

  private static void runAll(Queue<Runnable> tasks) {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      try {
        task.run();
      } catch (Throwable e) {
        LOG.say(Message.INTERNAL, "the dispatcher", e);
      }
    }
  }

  void stop() {
    stopped = true;
    ring.wake();
  }

  /** Whether everything that was in the ring has been handled. */
  boolean isIdle() {
    // In this order: what was taken before the ring was seen empty is not idle any more.
    return ring.isEmpty() && idle;
  }

  /** Lets the targets connect, where anything may come for them; on the dispatcher's thread. */
  void begin() {
    if (Probe.on) {
      start();
    }
  }

  private void start() {
    if (!started) {
      started = true;
      firstEvent.run();
    }
  }

  private void handle(SourceEvent event) {
    try {
      start();
      ledger.seen(event.statements());
      if (event.lostBefore() > 0) {
        blind();
      }
      tracker.place(event, this::dispatch);
    } catch (Throwable e) {
      ledger.internalError();
      LOG.say(Message.INTERNAL, "the dispatcher: statements of one call are lost", e);
      cut(event);
      blind();
    } finally {
      event.releaseRows();
      ledger.done();
    }
  }

  private void cut(SourceEvent event) {
    try {
      tracker.lost(event, this::dispatch);
    } catch (Throwable e) {
      ledger.internalError();
    }
  }

  /** Statements were lost that nobody has looked at. */
  private void blind() {
    for (TargetLedger target : targetLedgers.values()) {
      target.outOfStep().everything(Reason.DROPPED);
    }
  }

  private void dispatch(Execution e, Missing known) {
    Missing missing = shedding.judge(e, known);
    if (!e.isStatement()) {
      if (missing == Missing.NONE || isSetting(e)) {
        targets.control(e);
      }
      return;
    }
    Decision decision = rules.decide(e);
    if (decision.skipped()) {
      ledger.skipped();
    } else if (!decision.matched()) {
      ledger.unmatched();
    } else {
      ledger.matched();
    }
    for (int rule : decision.rules()) {
      ruleCounts.matched(rule);
    }
    for (Hit hit : decision.hits()) {
      if (rules.keeps(hit, e)) {
        hit(e, hit, missing);
      } else {
        targets.target(hit.target()).sampledOut(e);
      }
    }
    boolean writes = OutOfStep.concerns(e.statementShape());
    if (writes) {
      untaken(e, decision);
    }
    if (e.control() != null) {
      controlOthers(e, decision, missing);
      return;
    }
    boolean leavesState = MirrorTargets.leavesState(e.statementShape());
    if (leavesState) {
      passOthers(e, decision, missing);
    } else if (decision.hits().isEmpty()) {
      remember(e, decision);
    }
  }

  /** A write that some targets do not get. */
  private void untaken(Execution e, Decision decision) {
    for (TargetLedger target : targetLedgers.values()) {
      boolean taken = false;
      for (Hit h : decision.hits()) {
        taken |= h.target().equals(target.target());
      }
      if (!taken) {
        target.outOfStep().missed(e, Reason.UNMATCHED);
      }
    }
  }

  private void hit(Execution e, Hit hit, Missing missing) {
    if (missing == Missing.NONE) {
      targets.target(hit.target()).statement(rules.rewrite(hit, e), rules.copy(hit));
      return;
    }
    TargetLedger target = targetLedgers.get(hit.target());
    if (target != null) {
      target.matched();
      target.dropped(reason(missing));
      target.outOfStep().missed(e, Reason.DROPPED);
    }
    if (isSetting(e)) {
      targets.target(hit.target()).control(e);
    }
  }

  private static DropReason reason(Missing missing) {
    switch (missing) {
      case DISABLED:
        return DropReason.DISABLED;
      case SHED:
        return DropReason.SHED;
      default:
        return DropReason.TRANSACTION;
    }
  }

  /**
   * Session control follows its session to every target, whatever rules and samples say of its
   * text.
   */
  private void controlOthers(Execution e, Decision decision, Missing missing) {
    if (missing != Missing.NONE && !isSetting(e)) {
      return;
    }
    for (Target target : targets.all()) {
      boolean hit = false;
      for (Hit h : decision.hits()) {
        hit |= h.target().equals(target.name()) && rules.keeps(h, e);
      }
      if (!hit) {
        target.control(e);
      }
    }
  }

  /** What a target does not get may make its session another one than the source's. */
  private void passOthers(Execution e, Decision decision, Missing missing) {
    for (Target target : targets.all()) {
      boolean hit = false;
      for (Hit h : decision.hits()) {
        hit |= h.target().equals(target.name()) && rules.keeps(h, e);
      }
      if (!hit || missing != Missing.NONE) {
        target.passed(e);
      }
    }
  }

  private static boolean isSetting(Execution e) {
    ControlType control = e.control();
    return control != null && SETTINGS.contains(control);
  }

  /** What no target wants of a prepared statement, its next execution may know at once. */
  private void remember(Execution e, Decision decision) {
    StatementText text = e.text();
    SqlShape shape = e.shape();
    if (text != null
        && shape != null
        && decision.stable()
        && e.outcome().ok()
        && e.event().form() != SourceEvent.Form.TEXT
        && e.event().type() == SourceEvent.Type.STATEMENT
        && FAST_KINDS.contains(shape.kind())
        && !shape.several()) {
      text.fastVerdict(
          new FastVerdict(
              ruleCounts,
              e.connection(),
              e.event().sessionEpoch(),
              decision.skipped(),
              decision.rules()));
      for (TargetLedger target : targetLedgers.values()) {
        target.outOfStep().forgotten(e, Reason.UNMATCHED);
      }
    }
  }
}
