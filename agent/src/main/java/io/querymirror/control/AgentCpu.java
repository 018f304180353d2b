package io.querymirror.control;

import io.querymirror.mirror.AgentThreads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * CPU time of the agent's own threads, those of its drivers among them, as the JVM measures it.
 * What collections and compilations cost for their sake is in nobody's time.
 */
final class AgentCpu implements AutoCloseable {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Map<Thread, Long> known = new HashMap<>();

  /** Those that have told their last time, and may still be among the living. */
  private final Set<Thread> ended = java.util.Collections.newSetFromMap(new WeakHashMap<>());

  private Thread[] alive = new Thread[64];
  private long total;

  AgentCpu() {
    AgentThreads.whenEnding(this::ends);
  }

  /** Whether this JVM tells it at all; asked for nothing that it does not measure anyway. */
  boolean isKnown() {
    return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
  }

  private void ends() {
    if (isKnown()) {
      long nanos = threads.getCurrentThreadCpuTime();
      synchronized (this) {
        Thread self = Thread.currentThread();
        count(self, nanos);
        known.remove(self);
        ended.add(self);
      }
    }
  }

  private void count(Thread thread, long nanos) {
    if (nanos >= 0) {
      Long before = known.put(thread, nanos);
      total += nanos - (before == null ? 0 : before);
    }
  }

  /** Nanoseconds of all of them since each began; below 0 where it is not known. */
  synchronized long nanos() {
    if (!isKnown()) {
      return -1;
    }
    ThreadGroup group = AgentThreads.group();
    int n = group.enumerate(alive, true);
    while (n == alive.length) {
      alive = new Thread[2 * n];
      n = group.enumerate(alive, true);
    }
    for (int i = 0; i < n; i++) {
      if (!ended.contains(alive[i])) {
        count(alive[i], threads.getThreadCpuTime(alive[i].getId()));
      }
    }
    java.util.Arrays.fill(alive, null);
    known.keySet().removeIf(t -> !t.isAlive());
    return total;
  }

  @Override
  public void close() {
    AgentThreads.whenEnding(null);
  }
}
