package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetHost;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane looks for its next connection, and what it waits for where it finds none: for a host
 * to come up, or for a moment.
 */
final class LaneHosts {
  private final TargetContext target;
  private final ConnectAttempts attempts = new ConnectAttempts();

  /** How often a host had come up when the lane chose its own. */
  private long seenArrivals;

  private boolean crowded;
  private @Nullable Consumer<Runnable> waiting;

  LaneHosts(TargetContext target) {
    this.target = target;
  }

  /** A new look begins. */
  void forget() {
    crowded = false;
    waiting = null;
  }

  /**
   * The host whose turn it is; null where none is up.
   *
   * @param anyRole for a plain read, which may go to a reader
   */
  @Nullable TargetHost choose(boolean anyRole) {
    long seen = target.hosts.changes();
    if (!anyRole) {
      seenArrivals = target.hosts.arrivals();
    }
    TargetHost host = target.hosts.choose(anyRole);
    if (host == null && target.hosts.hope(anyRole)) {
      waiting = resume -> target.hosts.await(seen, resume);
    }
    return host;
  }

  /** Whether it is time to connect. */
  boolean due() {
    return attempts.due();
  }

  void connected() {
    attempts.succeeded();
  }

  /**
   * @param full whether the server has no connection left
   */
  void failed(boolean full) {
    crowded = full;
    long pause = attempts.failed();
    if (pause > 0) {
      waiting = resume -> later(resume, pause);
    }
  }

  private void later(Runnable resume, long millis) {
    try {
      target.timer.schedule(resume, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The agent ends, and counts what is queued.
    }
  }

  /**
   * Whether a host came up since the lane chose its own. One that is alone is where every lane
   * belongs, also if it was slow to give a connection for a while.
   */
  boolean haveGrown() {
    return target.hosts.all().size() > 1 && seenArrivals != target.hosts.arrivals();
  }

  /** Whether the last look ended with something to wait for. */
  boolean mayWait() {
    return waiting != null;
  }

  /** Whether the last look failed because the server has no connection left. */
  boolean crowded() {
    return crowded;
  }

  /** Runs it once the wait is over. */
  void await(Runnable resume) {
    Consumer<Runnable> how = waiting;
    if (how != null) {
      how.accept(resume);
    }
  }
}
