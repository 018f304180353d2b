package io.querymirror.mirror;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
