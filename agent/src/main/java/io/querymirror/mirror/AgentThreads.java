package io.querymirror.mirror;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that neither keep the JVM alive nor compete with the application, and that hold nothing
 * of the application: no inherited thread-locals, and the agent's own context loader.
 */
final class AgentThreads implements ThreadFactory {
  private final String prefix;
  private final AtomicInteger number = new AtomicInteger();

  AgentThreads(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread t = new Thread(null, task, prefix + "-" + number.incrementAndGet(), 0, false);
    t.setDaemon(true);
    t.setPriority(Thread.MIN_PRIORITY);
    t.setContextClassLoader(AgentThreads.class.getClassLoader());
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
