package io.querymirror.mirror;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one target: a thread more for every task that finds none idle, up to a bound; then
 * tasks wait. The bound is above the number of connections, so that what waits for the target never
 * keeps its health checks from a thread.
 */
final class WorkerPool implements Executor {
  private final ThreadPoolExecutor threads;
  private final Tasks tasks = new Tasks();

  WorkerPool(String target, int most) {
    this.threads =
        new ThreadPoolExecutor(
            0,
            most,
            10,
            TimeUnit.SECONDS,
            tasks,
            new AgentThreads("querymirror-" + target),
            (task, pool) -> {
              if (!pool.isShutdown()) {
                tasks.put(task);
              }
            });
  }

  /** Refuses a task that no idle thread takes at once, which makes the pool start a thread. */
  private static final class Tasks extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  /** What the running task of a thread has given to be run behind it. */
  private static final class Behind {
    final WorkerPool pool;
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    Behind(WorkerPool pool) {
      this.pool = pool;
    }
  }

  private static final ThreadLocal<@Nullable Behind> BEHIND = new ThreadLocal<>();

  /**
   * As {@link #execute}, for a task that may be run by the caller's own thread as soon as its task
   * is over: to wake another thread takes longer than many a statement. Whoever gives it so may
   * wait for nothing until {@link #lets} was called, or its task is over.
   */
  void soon(Runnable task) {
    Behind behind = BEHIND.get();
    if (behind == null || behind.pool != this) {
      execute(() -> withNext(task));
    } else {
      behind.tasks.add(task);
    }
  }

  /** The caller is about to be busy: others run what it has given. */
  static void lets() {
    Behind behind = BEHIND.get();
    if (behind != null) {
      behind.pool.hand(behind, 0);
    }
  }

  /** Leaves so many to the thread itself. */
  private void hand(Behind behind, int left) {
    while (behind.tasks.size() > left) {
      Runnable task = behind.tasks.remove();
      execute(() -> withNext(task));
    }
  }

  private void withNext(Runnable first) {
    Behind behind = new Behind(this);
    BEHIND.set(behind);
    try {
      for (Runnable task = first; task != null; task = behind.tasks.poll()) {
        task.run();
        hand(behind, 1);
      }
    } finally {
      BEHIND.remove();
      hand(behind, 0);
    }
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: what it would have run is counted by whoever closed it.
    } catch (OutOfMemoryError e) {
      // No thread to be had. The dispatcher must not hear of it; a worker will take it later.
      tasks.put(task);
    }
  }

  /** Runs nothing more and interrupts what runs; does not wait. */
  void close() {
    threads.shutdownNow();
  }
}
