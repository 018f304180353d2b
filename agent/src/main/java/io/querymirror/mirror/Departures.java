package io.querymirror.mirror;

import io.querymirror.stats.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Targets that a reload took out: each works off what it has, within its time, and is closed. Each
 * has a thread of its own for that, as one may wait for a server that hangs.
 */
final class Departures {
  /** With so many at it already no more is waited for. */
  private static final int MOST = 8;

  private final AgentThreads threads = new AgentThreads("querymirror-leaving");
  private final List<Leaving> leaving = new CopyOnWriteArrayList<>();

  private final class Leaving implements Runnable {
    private final Target target;
    private final long deadline;
    private final Runnable then;
    private final Thread thread = threads.newThread(this);

    /** Those of the same name that left before. */
    private final List<Leaving> before;

    Leaving(Target target, long deadline, Runnable then) {
      this.target = target;
      this.deadline = deadline;
      this.then = then;
      this.before = new ArrayList<>(leaving);
      before.removeIf(other -> !other.target.name().equals(target.name()));
    }

    @Override
    public void run() {
      try {
        for (Leaving other : before) {
          // Not before its predecessor is done has this one begun at all.
          other.thread.join(Math.max(1, millisLeft()));
        }
        target.drain(deadline);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        target.internalError(e);
      } finally {
        over();
      }
    }

    private long millisLeft() {
      return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    private void over() {
      try {
        target.end(DropReason.SHUTDOWN);
        target.close();
        target.left();
      } catch (RuntimeException e) {
        target.internalError(e);
      }
      leaving.remove(this);
      then.run();
    }
  }

  /**
   * @param then runs when it is closed, on a thread that may be blocked
   */
  void begin(Target target, long drainMillis, Runnable then) {
    long millis = leaving.size() < MOST ? drainMillis : 0;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Leaving one = new Leaving(target, deadline, then);
    leaving.add(one);
    one.thread.start();
  }

  /** Those that are not done yet. */
  List<Target> all() {
    if (leaving.isEmpty()) {
      return List.of();
    }
    List<Target> all = new ArrayList<>();
    for (Leaving one : leaving) {
      all.add(one.target);
    }
    return all;
  }

  boolean any(Predicate<Target> what) {
    return all().stream().anyMatch(what);
  }

  /** Whether one of the same name is still at work, which starts this one when it is done. */
  boolean precede(Target target) {
    return any(t -> t.name().equals(target.name()));
  }

  /** Nobody waits any more. */
  void close() {
    for (Leaving one : leaving) {
      one.thread.interrupt();
    }
  }
}
