package io.querymirror.runtime;

import io.querymirror.capture.Capture;
import io.querymirror.capture.EventRing;
import io.querymirror.config.RuleSettings;
import io.querymirror.config.Settings;
import io.querymirror.control.Shedding;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.MirrorTargets;
import io.querymirror.report.ReportModel;
import io.querymirror.report.ReportWriter;
import io.querymirror.report.Thresholds;
import io.querymirror.rule.RuleEngine;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the configuration in force has made, and how another one takes its place: everything that
 * can fail or take time is made beside it; then the dispatcher changes over between two events.
 */
final class Parts {
  private static final Log LOG = Log.of(Parts.class);

  /** How long the dispatcher may be busy with one event. */
  private static final long TAKEOVER_SECONDS = 10;

  /**
   * How long a thread of the application may stand between its look at whether calls are announced
   * and its look at the clock.
   */
  private static final long ANNOUNCED_MILLIS = 20;

  final MirrorTargets targets;
  final Dispatcher dispatcher;
  final ReportWriter writer;
  final Comparisons comparisons;
  private final LedgerBook ledgers = new LedgerBook();
  private final Capture capture;
  private final CaptureLedger ledger;
  private final Instant started;
  private volatile Settings settings;
  private volatile RuleCounts ruleCounts;
  private RuleEngine rules;

  /**
   * @param begin runs once, off the dispatcher's thread, to let targets connect
   */
  Parts(
      Settings settings,
      EventRing ring,
      Capture capture,
      CaptureLedger ledger,
      Shedding shedding,
      Runnable begin,
      Instant started) {
    this.settings = settings;
    this.capture = capture;
    this.ledger = ledger;
    this.started = started;
    Map<String, TargetLedger> own = ledgers.prepare(settings);
    ledgers.apply(own, settings);
    this.ruleCounts = new RuleCounts(names(settings));
    this.rules = new RuleEngine(settings);
    this.targets = new MirrorTargets(settings, own, capture::liveConnections);
    this.comparisons = new Comparisons(started);
    comparisons.apply(settings, targets.all(), own);
    this.dispatcher =
        new Dispatcher(ring, capture, ledger, rules, ruleCounts, targets, own, shedding, begin);
    this.writer = new ReportWriter(settings.report().directory(), settings.report().keep());
    writer.parts(comparisons.parts());
    targets.whenDeparted(() -> dispatcher.between(this::relax));
  }

  private static List<String> names(Settings settings) {
    List<String> names = new ArrayList<>();
    for (RuleSettings rule : settings.rules()) {
      names.add(rule.name());
    }
    return names;
  }

  Settings settings() {
    return settings;
  }

  /** Tells the application's threads what they need to know. */
  void tellCapture() {
    capture.rows(targets.rowBytes(), targets.rowCount());
    capture.configure(ruleCounts, settings.limits().statementSize());
    capture.ordered(targets.ordered());
  }

  private void relax() {
    targets.relax();
    capture.ordered(targets.ordered());
  }

  /**
   * Puts another configuration in force; one at a time.
   *
   * @throws IllegalStateException where it could not be, and the old one is still in force
   */
  void change(Settings next) throws InterruptedException {
    ledgers.tidy();
    Map<String, TargetLedger> own = ledgers.prepare(next);
    RuleEngine engine = new RuleEngine(next, rules);
    MirrorTargets.Change change = targets.prepare(next, own);
    if (change.ordered() && !targets.ordered()) {
      // What began unannounced began before the moment from which the new targets take anything.
      capture.ordered(true);
      TimeUnit.MILLISECONDS.sleep(ANNOUNCED_MILLIS);
    }
    AtomicBoolean decided = new AtomicBoolean();
    CompletableFuture<List<AutoCloseable>> done = new CompletableFuture<>();
    dispatcher.between(
        () -> {
          if (decided.compareAndSet(false, true)) {
            try {
              done.complete(takeOver(next, own, engine, change));
            } catch (RuntimeException | Error e) {
              done.completeExceptionally(e);
            }
          }
        });
    List<AutoCloseable> old;
    try {
      old = await(done, decided);
    } catch (TimeoutException e) {
      change.discard();
      capture.ordered(targets.ordered());
      throw new IllegalStateException("the dispatcher does not answer", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an error in taking it over", e);
    }
    for (AutoCloseable part : old) {
      close(part);
    }
    writer.moveTo(next.report().directory(), next.report().keep());
  }

  private static List<AutoCloseable> await(
      CompletableFuture<List<AutoCloseable>> done, AtomicBoolean decided)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return done.get(TAKEOVER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      if (decided.compareAndSet(false, true)) {
        throw e;
      }
      return done.get();
    }
  }

  /** On the dispatcher's thread, between two events. */
  private List<AutoCloseable> takeOver(
      Settings next,
      Map<String, TargetLedger> own,
      RuleEngine engine,
      MirrorTargets.Change change) {
    RuleCounts counts = ruleCounts.next(names(next));
    targets.apply(change, dispatcher.joining(), engine.copies(), next.drain().toMillis());
    ledgers.apply(own, next);
    List<AutoCloseable> old = comparisons.apply(next, targets.all(), own);
    dispatcher.route(engine, counts, own);
    rules = engine;
    ruleCounts = counts;
    settings = next;
    tellCapture();
    return old;
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.say(Message.INTERNAL, "what a reload took out", e);
    }
  }

  void report(boolean on) {
    writer.write(model(on));
  }

  /** The counts of this moment. */
  ReportModel model(boolean on) {
    return ReportModel.read(
        started,
        Instant.now(),
        on,
        ledger,
        ledgers.all(),
        ruleCounts,
        Thresholds.of(settings.verdict()));
  }
}
