package io.querymirror.mirror;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target's few lines on standard error: at most one of a kind in ten seconds. */
final class TargetLog {
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);
  private static final long PAUSE_NANOS = 10_000_000_000L;

  private static final int MOST_TOLD = 100;

  private final String target;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastError = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

  TargetLog(String target) {
    this.target = target;
  }

  /** A change of state; the caller sees to it that there are few. */
  void state(String host, String words) {
    LOG.info("target {}: {} {}", target, host, words);
  }

  void warn(String words) {
    LOG.warn("target {}: {}", target, words);
  }

  /** An error of the agent itself. */
  void internal(String where, Throwable t) {
    long now = System.nanoTime();
    long last = lastError.get();
    if (now - last >= PAUSE_NANOS && lastError.compareAndSet(last, now)) {
      LOG.warn("target {}: internal error in {}", target, where, t);
    }
  }

  /** Once for each key, and for a hundred keys at most. */
  void once(String key, String words) {
    if (told.size() < MOST_TOLD && told.add(key)) {
      LOG.warn("target {}: {}", target, words);
    }
  }

  void debug(String words) {
    LOG.debug("target {}: {}", target, words);
  }
}
