package io.querymirror.mirror;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads that neither keep the JVM alive nor compete with the application, and that hold nothing
 * of the application: no inherited thread-locals, and the agent's own context loader.
 *
 * <p>They are of one group, as are the threads that they begin themselves, those of drivers among
 * them: so the agent can tell its own from the application's.
 */
public final class AgentThreads implements ThreadFactory {
  private static final ThreadGroup GROUP = new ThreadGroup("querymirror");

  private static volatile @Nullable Runnable ending;

  private final String prefix;
  private final AtomicInteger number = new AtomicInteger();

  /**
   * @param prefix of their names, which end in a number
   */
  public AgentThreads(String prefix) {
    this.prefix = prefix;
  }

  /** All threads of the agent that run. */
  public static ThreadGroup group() {
    return GROUP;
  }

  /** Is run by every such thread as the last it does; null for nothing. */
  public static void whenEnding(@Nullable Runnable task) {
    ending = task;
  }

  /** One that runs this alone, not started. */
  public static Thread of(String name, Runnable task) {
    Thread t = new Thread(GROUP, () -> run(task), name, 0, false);
    t.setDaemon(true);
    t.setContextClassLoader(AgentThreads.class.getClassLoader());
    return t;
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } finally {
      Runnable last = ending;
      if (last != null) {
        last.run();
      }
    }
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread t = of(prefix + "-" + number.incrementAndGet(), task);
    t.setPriority(Thread.MIN_PRIORITY);
    return t;
  }

  static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, new AgentThreads("querymirror-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }
}
