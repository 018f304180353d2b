package io.querymirror.runtime;

import io.querymirror.bootstrap.Probe;
import io.querymirror.capture.Capture;
import io.querymirror.capture.EventRing;
import io.querymirror.config.ConfigError;
import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.control.AgentInfo;
import io.querymirror.control.Commands;
import io.querymirror.control.LimitWatch;
import io.querymirror.control.Origin;
import io.querymirror.control.Service;
import io.querymirror.control.Shedding;
import io.querymirror.control.Toggle;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import io.querymirror.model.SourceEvent;
import io.querymirror.stats.CaptureLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Builds the parts from the settings, runs them, and stops them in the right order. The composition
 * root: every other class is given what it needs.
 */
final class Mirroring {
  private static final Log LOG = Log.of(Mirroring.class);
  private static final long TOGGLE_MILLIS = 200;
  private static final long POLL_MILLIS = 5;
  private static final long LOOK_MILLIS = 1_000;
  private static final long REPORT_MILLIS = 50;
  private static final long START_SECONDS = 5;

  private final Path file;
  private final EventRing ring;
  private final Capture capture;
  private final CaptureLedger ledger;
  private final Shedding shedding = new Shedding();
  private final Runnable uninstall;
  private final Instant started = Instant.now();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> AgentThreads.of("querymirror-timer", task));

  private final AgentInfo info;
  private final Runnable detach;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Parts parts;
  private volatile @Nullable LiveServices services;
  private volatile @Nullable Reloader reloader;
  private volatile @Nullable ConfigWatch watch;
  private final SecretWatch secrets = new SecretWatch(this::fileChanged);
  private long reported = System.nanoTime();
  private volatile boolean connecting;
  private volatile @Nullable Commands commands;
  private volatile List<String> mistakes = List.of();

  /**
   * @param file the configuration, as named
   * @param uninstall takes the instrumentation back where nothing will be mirrored
   * @param info how the agent came
   * @param detach takes the agent out of this JVM; returns when it is done
   */
  Mirroring(
      Path file,
      EventRing ring,
      Capture capture,
      CaptureLedger ledger,
      Runnable uninstall,
      AgentInfo info,
      Runnable detach) {
    this.file = file;
    this.info = info;
    this.detach = detach;
    this.ring = ring;
    this.capture = capture;
    this.ledger = ledger;
    this.uninstall = uninstall;
  }

  /** Reads the configuration, then dispatches until the JVM ends. */
  void run() {
    try {
      Parts p = build();
      if (p != null) {
        Toggle toggle = new Toggle(p.settings().enabled(), (on, by) -> toggled(p, on, by));
        if (!toggle.isOn()) {
          capture.switchOff();
          discard();
        }
        p.tellCapture();
        capture.whenOpened(p.targets::connectionOpened);
        parts = p;
        LiveServices live = live(p, toggle);
        services = live;
        if (connecting) {
          connecting();
        }
        schedule(p, toggle);
        live.settledIn(info.attached() ? 0 : untilSettled());
        ready.countDown();
        LOG.say(
            Message.MIRRORING,
            toggle.isOn() ? "on" : "off",
            file,
            String.join(", ", p.settings().targets().keySet()));
        p.dispatcher.run();
      }
    } catch (Throwable e) {
      capture.switchOff();
      mistakes = List.of("an error in the agent: " + e);
      LOG.say(Message.ENDED, e);
    } finally {
      ready.countDown();
    }
  }

  /**
   * The application is about to open a connection: the targets get theirs beside it, so that a
   * quick application is not gone before they are there. On the application's thread.
   */
  void connecting() {
    connecting = true;
    Parts p = parts;
    if (p != null) {
      p.dispatcher.whenEmpty(p.dispatcher::begin);
    }
    LiveServices live = services;
    if (live != null) {
      live.connecting();
    }
  }

  private LiveServices live(Parts p, Toggle toggle) {
    Reloader reloads = new Reloader(p, file, toggle, this::reconfigured);
    reloader = reloads;
    LiveOperations operations =
        new LiveOperations(toggle, () -> p.model(toggle.isOn()), p.writer, reloads);
    Commands asked = new Commands(operations, info, p::settings, detach);
    commands = asked;
    return new LiveServices(timer, () -> services(p, operations, asked));
  }

  private List<Service> services(Parts p, LiveOperations operations, Commands asked) {
    Settings now = p.settings();
    LimitWatch limits = new LimitWatch(operations, now, ledger, shedding, this::discardQueued);
    return Services.of(operations, now, asked, limits);
  }

  private void discardQueued(boolean on) {
    Parts p = parts;
    if (p != null) {
      p.targets.discard(on);
    }
  }

  /** Another configuration has taken over. */
  private void reconfigured(Settings settings) {
    LiveServices live = services;
    if (live != null) {
      live.reconfigured(settings);
    }
  }

  private long untilSettled() {
    return LiveServices.SETTLED_MILLIS - Duration.between(started, Instant.now()).toMillis();
  }

  private @Nullable Parts build() {
    try {
      // Before it is read: what comes after that is a change.
      watch = new ConfigWatch(file, this::fileChanged);
      Settings settings = ConfigLoader.load(file, System.getenv());
      secrets.look(settings.secretFiles());
      return new Parts(settings, ring, capture, ledger, shedding, this::begin, started);
    } catch (ConfigException e) {
      capture.switchOff();
      uninstall.run();
      discard();
      List<String> mistakes = new ArrayList<>();
      for (ConfigError error : e.errors()) {
        mistakes.add(error.toString());
      }
      this.mistakes = mistakes;
      LOG.block(Message.BAD_CONFIGURATION, mistakes);
      Log.end();
      return null;
    }
  }

  private void begin() {
    Parts p = parts;
    if (p != null) {
      timer.execute(p.targets::start);
    }
  }

  private void discard() {
    SourceEvent event;
    while ((event = ring.poll()) != null) {
      // Captured before it was known that mirroring is off.
      event.releaseRows();
    }
  }

  private void schedule(Parts p, Toggle toggle) {
    timer.scheduleWithFixedDelay(
        guarded(toggle::look), TOGGLE_MILLIS, TOGGLE_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        guarded(p.comparisons::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        guarded(Log::flush), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        guarded(() -> watch(p)), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    scheduleReport(p, toggle);
  }

  private void watch(Parts p) {
    ConfigWatch looks = watch;
    if (looks != null && p.settings().watch()) {
      looks.look();
      secrets.look(p.settings().secretFiles());
    }
  }

  private void fileChanged() {
    Reloader reloads = reloader;
    if (reloads != null) {
      reloads.reload(Origin.FILE);
    }
  }

  /** Each time anew, as a reload may change how often. */
  private void scheduleReport(Parts p, Toggle toggle) {
    Runnable next =
        guarded(
            () -> {
              if (System.nanoTime() - reported >= p.settings().report().every().toNanos()) {
                reported = System.nanoTime();
                p.report(toggle.isOn());
              }
            });
    timer.scheduleWithFixedDelay(next, REPORT_MILLIS, REPORT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A periodic task that threw would not run again. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        LOG.say(Message.INTERNAL, "the timer", e);
      }
    };
  }

  private void toggled(Parts p, boolean on, Origin by) {
    if (on) {
      capture.switchOn();
    } else {
      capture.switchOff();
      p.dispatcher.whenEmpty(p.targets::switchedOff);
    }
    LOG.say(Message.SWITCHED, on ? "on" : "off", by.name().toLowerCase(Locale.ROOT));
  }

  /** Waits until the configuration was read, and is in force or refused; false after the time. */
  boolean awaitStart(long nanos) throws InterruptedException {
    return ready.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Why nothing is mirrored; empty where it is. */
  List<String> mistakes() {
    return mistakes;
  }

  /** Null where nothing is mirrored. */
  @Nullable Commands commands() {
    return commands;
  }

  /** At the JVM's exit: a bounded drain, then what is left is counted, then the last report. */
  void shutdown() {
    try {
      if (ready.getCount() > 0 && ring.isEmpty() || !ready.await(START_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      if (over.compareAndSet(false, true)) {
        boolean on = Probe.on;
        drain(on);
        close(services);
      }
    } catch (Throwable e) {
      LOG.say(Message.ERROR_AT_EXIT, e);
    } finally {
      Log.end();
    }
  }

  /**
   * Ends everything while the JVM goes on: no more is captured, open transactions of the targets
   * roll back, complete ones in the queue run within the drain's time; then the last report, and no
   * thread, connection or file of the agent is left. The instrumentation is the caller's. Only the
   * first call does anything. Not from the agent's timer thread.
   */
  void end() {
    try {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      ready.await(START_SECONDS, TimeUnit.SECONDS);
      close(services);
      Reloader reloads = reloader;
      if (reloads != null) {
        reloads.end();
      }
      capture.switchOff();
      Parts p = parts;
      if (p != null) {
        p.dispatcher.whenEmpty(p.targets::switchedOff);
        drain(false);
        p.dispatcher.stop();
        p.targets.close();
      }
      timer.shutdownNow();
      discard();
    } catch (Throwable e) {
      LOG.say(Message.ERROR_AT_EXIT, e);
    } finally {
      Log.end();
    }
  }

  private static void close(@Nullable LiveServices live) {
    if (live != null) {
      live.close();
    }
  }

  private void drain(boolean on) throws InterruptedException {
    Parts p = parts;
    if (p == null) {
      return;
    }
    long deadline = System.nanoTime() + p.settings().drain().toNanos();
    while (!p.dispatcher.isIdle() && System.nanoTime() - deadline < 0) {
      ring.wake();
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    p.dispatcher.ending();
    p.targets.drain(deadline);
    p.comparisons.close();
    p.report(on);
    p.writer.close();
  }
}
