package io.querymirror.mirror;

import io.querymirror.stats.DropReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue of steps and at most one worker at a time that takes them, in order. It works only while
 * it has a permit; it keeps the permit, and with it its connections, until somebody else waits for
 * one and the session can be left.
 */
final class Lane implements Permits.Holder {
  /** What a step came to. */
  enum Progress {
    DONE,
    /** It can't go on now: {@link Work#await} says when to try the same step again. */
    WAIT,
    /** The server has no connection to give, so the same step waits for one of another lane. */
    CROWDED
  }

  /** What a lane does with its steps; called by one thread at a time. */
  interface Work {
    /**
     * @param behind steps that come after it, at most so many, which stay where they are
     */
    Progress take(Step step, IntFunction<List<Step>> behind);

    /** Runs {@code resume} once, when the last step may be tried again. */
    void await(Runnable resume);

    /**
     * Whether the session can be left here and taken up later on another connection.
     *
     * @param atRest nothing is there to be done: then it may be left also where that costs some of
     *     what was done
     */
    boolean canYield(boolean atRest);

    /** Gives all connections back, so that the session can go on with others. */
    void yield();

    /** Whether a step may need a connection although the lane has none. */
    boolean needsConnection(Step step);

    /**
     * The lane has waited too long for its turn: counts a step as dropped that was queued before,
     * or that belongs to what was dropped, and takes note of what it means for the session. Without
     * a connection.
     *
     * @param since by System.nanoTime()
     * @return false where the step is younger; then nothing was done
     */
    boolean pass(Step step, long since);

    /** The step broke off by an error of the agent's own. */
    void died(Step step, Throwable t);

    /** The lane broke off between steps; what is queued will be dropped. */
    void broke(Throwable t);
  }

  private enum State {
    /** Nothing to do. */
    IDLE,
    /** In line for a permit. */
    WAITING,
    /** Given to the workers, or with one. */
    RUNNING,
    /** The first step waits for its target. */
    PARKED,
    CLOSED
  }

  /** Steps after which others that wait for a permit have their turn. */
  private static final int TURN = 64;

  private final Work work;
  private final Permits permits;
  private final WorkerPool workers;
  private final Account account;
  private final ArrayDeque<Step> queue = new ArrayDeque<>();
  private State state = State.IDLE;
  private @Nullable Step current;
  private volatile boolean permitted;
  private boolean wanted;

  Lane(Work work, Permits permits, WorkerPool workers, Account account) {
    this.work = work;
    this.permits = permits;
    this.workers = workers;
    this.account = account;
  }

  /** Adds a step; its room was taken in the account before. */
  void offer(Step step) {
    boolean start;
    boolean ask;
    boolean needs = false;
    synchronized (this) {
      queue.add(step);
      start = state == State.IDLE;
      ask = start && !permitted;
      if (start) {
        needs = work.needsConnection(step);
        state = ask && needs ? State.WAITING : State.RUNNING;
      }
    }
    if (ask && needs) {
      permits.acquire(this);
    } else if (ask) {
      // Where nothing is open there is nothing to tell a server.
      workers.soon(() -> pass(System.nanoTime() - Long.MAX_VALUE / 2));
    } else if (start) {
      permits.active(this);
      workers.soon(this::run);
    }
  }

  synchronized boolean idle() {
    return state == State.IDLE && queue.isEmpty();
  }

  /** Whether it may have a connection. */
  boolean permitted() {
    return permitted;
  }

  /** The step that it waits in line for a permit with; null where it does not. */
  synchronized @Nullable Step starving() {
    return state != State.WAITING ? null : current == null ? queue.peek() : current;
  }

  /** Drops what it waits in line with, and what belongs to that, and gets in line again. */
  void letGo() {
    Step first = starving();
    if (first != null) {
      permits.expire(this, first.queuedAt());
    }
  }

  synchronized boolean closed() {
    return state == State.CLOSED;
  }

  @Override
  public synchronized long turn() {
    Step first = current == null ? queue.peek() : current;
    return first == null ? 0 : first.turn();
  }

  @Override
  public void granted() {
    synchronized (this) {
      permitted = true;
      state = State.RUNNING;
    }
    workers.soon(this::run);
  }

  @Override
  public void wanted() {
    synchronized (this) {
      wanted = true;
      if (state != State.IDLE || !permitted) {
        return;
      }
      state = State.RUNNING;
    }
    workers.soon(this::run);
  }

  @Override
  public void expired(long since) {
    synchronized (this) {
      if (state != State.WAITING) {
        return;
      }
      state = State.RUNNING;
    }
    workers.soon(() -> pass(since));
  }

  /** Lets go of what has waited too long, and gets in line again with the rest. */
  private void pass(long since) {
    Step step = next();
    while (step != null && passed(step, since)) {
      synchronized (this) {
        current = null;
      }
      if (step.type() == Step.Type.CLOSE) {
        close();
        return;
      }
      step = next();
    }
    synchronized (this) {
      if (current == null && queue.isEmpty()) {
        state = State.IDLE;
        return;
      }
      state = State.WAITING;
    }
    permits.acquire(this);
  }

  private boolean passed(Step step, long since) {
    try {
      return work.pass(step, since);
    } catch (Throwable t) {
      work.died(step, t);
      return true;
    }
  }

  private void resume() {
    synchronized (this) {
      if (state != State.PARKED) {
        return;
      }
      state = State.RUNNING;
    }
    workers.soon(this::run);
  }

  private void run() {
    try {
      steps();
    } catch (Throwable t) {
      // Whatever it was: nothing queued may be forgotten, and the lane must be able to go on.
      purge(DropReason.UNAVAILABLE);
      synchronized (this) {
        current = null;
        state = State.IDLE;
      }
      work.broke(t);
    }
  }

  private void steps() {
    int taken = 0;
    while (true) {
      if (yielded(taken)) {
        return;
      }
      Step step = next();
      if (step == null) {
        if (rests()) {
          return;
        }
        continue;
      }
      Progress progress = take(step);
      if (progress == Progress.CROWDED) {
        permits.shrink(System.nanoTime());
        leave();
        return;
      }
      if (progress == Progress.WAIT) {
        synchronized (this) {
          state = State.PARKED;
        }
        work.await(this::resume);
        return;
      }
      taken++;
      synchronized (this) {
        current = null;
      }
      if (step.type() == Step.Type.CLOSE) {
        close();
        return;
      }
    }
  }

  private Progress take(Step step) {
    WorkerPool.lets();
    try {
      return work.take(step, this::behind);
    } catch (Throwable t) {
      work.died(step, t);
      return Progress.DONE;
    }
  }

  private synchronized List<Step> behind(int most) {
    List<Step> first = new ArrayList<>(Math.min(most, queue.size()));
    for (Iterator<Step> i = queue.iterator(); i.hasNext() && first.size() < most; ) {
      first.add(i.next());
    }
    return first;
  }

  private @Nullable Step next() {
    synchronized (this) {
      if (current == null) {
        current = queue.poll();
      }
      return current;
    }
  }

  /** Leaves the permit to somebody else where that is due and possible. */
  private boolean yielded(int taken) {
    boolean due;
    synchronized (this) {
      due = wanted;
    }
    due |= taken >= TURN && permits.contended(turn());
    if (!due || !work.canYield(false)) {
      return false;
    }
    leave();
    return true;
  }

  /** Gives the permit back, and asks for it anew where something is left to do. */
  private void leave() {
    work.yield();
    boolean more;
    synchronized (this) {
      permitted = false;
      wanted = false;
      more = current != null || !queue.isEmpty();
      state = more ? State.WAITING : State.IDLE;
    }
    if (more) {
      permits.exchange(this);
    } else {
      permits.release();
    }
  }

  /** Nothing to do: true where it stays so. */
  private boolean rests() {
    boolean may = work.canYield(true);
    boolean leave = may && permits.idle(this, work.canYield(false));
    synchronized (this) {
      leave |= may && wanted && queue.isEmpty();
      if (!leave && queue.isEmpty()) {
        state = State.IDLE;
        return true;
      }
    }
    permits.active(this);
    if (leave) {
      leave();
    }
    return leave;
  }

  private void close() {
    List<Step> late;
    boolean held;
    synchronized (this) {
      state = State.CLOSED;
      held = permitted;
      permitted = false;
      late = new ArrayList<>(queue);
      queue.clear();
    }
    for (Step step : late) {
      account.dropped(step, DropReason.UNAVAILABLE);
    }
    permits.active(this);
    if (held) {
      permits.release();
    }
  }

  /** Counts all that is here as dropped, also what is with a worker; answers what it was. */
  List<Step> purge(DropReason reason) {
    List<Step> all;
    synchronized (this) {
      all = new ArrayList<>(queue);
      queue.clear();
      if (current != null) {
        all.add(0, current);
      }
    }
    for (Step step : all) {
      account.dropped(step, reason);
    }
    return all;
  }
}
