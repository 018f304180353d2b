package io.querymirror.mirror.hosts;

import io.querymirror.message.Message;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.stats.TargetLedger;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Whether one host can be used. Tries it on a worker, again and again with growing pauses; after a
 * few failures in a row it is shunned, and still tried.
 */
final class HostHealth {
  /** Connects once and closes again. */
  interface Probe {
    void run() throws SQLException;
  }

  static final int SHUN_AFTER = 4;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long WITNESS_PAUSE_MILLIS = 100;
  private static final long REFUSED_PAUSE_MILLIS = 30_000;

  private final String host;
  private final TargetLedger ledger;
  private final TargetLog log;
  private final Probe probe;
  private final Executor workers;
  private final ScheduledExecutorService timer;
  private volatile State state = State.CONNECTING;
  private Runnable changed = () -> {};
  private int failures;
  private boolean probing;
  private boolean closed;
  private State told = State.CONNECTING;

  HostHealth(
      String host,
      TargetLedger ledger,
      TargetLog log,
      Probe probe,
      Executor workers,
      ScheduledExecutorService timer) {
    this.host = host;
    this.ledger = ledger;
    this.log = log;
    this.probe = probe;
    this.workers = workers;
    this.timer = timer;
  }

  State state() {
    return state;
  }

  void start(Runnable onChange) {
    synchronized (this) {
      changed = onChange;
    }
    ledger.hostState(host, state.word());
    probeSoon(0);
  }

  synchronized void close() {
    closed = true;
  }

  /** A connection broke or could not be had: find out at once. */
  void suspect() {
    boolean was;
    synchronized (this) {
      was = state == State.UP;
      if (was) {
        state = State.CONNECTING;
        failures = 0;
      }
    }
    if (was) {
      announce();
      probeSoon(0);
    }
  }

  void refused(RefusedException e) {
    boolean was;
    synchronized (this) {
      was = state != State.REFUSED;
      state = State.REFUSED;
    }
    if (was) {
      tell(State.REFUSED, String.valueOf(e.getMessage()));
      announce();
      probeSoon(REFUSED_PAUSE_MILLIS);
    }
  }

  private void probeSoon(long millis) {
    synchronized (this) {
      if (closed || probing) {
        return;
      }
      probing = true;
    }
    if (millis == 0) {
      workers.execute(this::probe);
      return;
    }
    try {
      timer.schedule(() -> workers.execute(this::probe), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
    }
  }

  private void probe() {
    State next;
    String words;
    long pause = 0;
    boolean hopeless = false;
    try {
      probe.run();
      next = State.UP;
      words = "";
    } catch (RefusedException e) {
      next = State.REFUSED;
      words = String.valueOf(e.getMessage());
      pause = REFUSED_PAUSE_MILLIS;
    } catch (NoWitnessException e) {
      // No failure of the host: the application has no connection open, so there is no hurry.
      next = State.CONNECTING;
      words = String.valueOf(e.getMessage());
      pause = WITNESS_PAUSE_MILLIS;
    } catch (SQLException | RuntimeException e) {
      next = State.CONNECTING;
      words = words(e);
      hopeless = e instanceof SQLException && Errors.refusedLogin((SQLException) e);
    }
    synchronized (this) {
      probing = false;
      if (next == State.CONNECTING && pause == 0) {
        failures++;
        pause = pause(failures);
        if (hopeless || failures >= SHUN_AFTER) {
          next = State.DOWN;
        }
      } else {
        failures = 0;
      }
      state = next;
    }
    tell(next, words);
    announce();
    if (next != State.UP) {
      probeSoon(pause);
    }
  }

  private void announce() {
    ledger.hostState(host, state.word());
    Runnable listener;
    synchronized (this) {
      listener = changed;
    }
    listener.run();
  }

  /** One line for each change, and none for the way there. */
  private void tell(State now, String words) {
    synchronized (this) {
      if (now == told || now == State.CONNECTING) {
        return;
      }
      told = now;
    }
    if (now == State.UP) {
      log.say(Message.HOST_UP, host);
    } else {
      log.say(now == State.REFUSED ? Message.HOST_REFUSED : Message.HOST_DOWN, host, words);
    }
  }

  /** A driver says that the link failed, and only the cause says how. */
  static String words(Throwable t) {
    String line = firstLine(t);
    for (Throwable c = t.getCause(); c != null; c = c.getCause()) {
      if (c instanceof IOException) {
        String why = c.getMessage() == null ? c.getClass().getSimpleName() : firstLine(c);
        return line.contains(why) ? line : line + ": " + why;
      }
    }
    return line;
  }

  private static String firstLine(Throwable t) {
    String message = String.valueOf(t.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** Grows by two, up to a bound; a random half keeps targets from trying in step. */
  static long pause(int failures) {
    long full = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 10));
    return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
  }
}
