package io.querymirror.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction of the source ends, which is decided once. What was left out of it elsewhere
 * waits here: it matters only if the transaction is kept. All methods from any thread.
 */
public final class Fate {
  /** How it ended. */
  public enum End {
    COMMITTED,
    ROLLED_BACK,
    /** The reply to its COMMIT was lost, or its end was not seen. */
    UNKNOWN
  }

  /** What hangs on the end; equal ones are kept once, with their number. */
  public interface Waiting {
    void over(End end, long times);
  }

  /** More than one transaction ever touches; beyond it nothing waits for a good end. */
  private static final int MOST = 10_000;

  private final long startNanos;
  private @Nullable Boolean spared;
  private @Nullable End end;
  private Map<Waiting, Long> waiting = Map.of();

  /** All that ever waited; the same map as long as something does. */
  private Map<Waiting, Long> all = Map.of();

  /** Of a transaction that began nobody knows when. */
  public Fate() {
    this(Long.MIN_VALUE);
  }

  /**
   * @param startNanos when its first statement began, by System.nanoTime()
   */
  public Fate(long startNanos) {
    this.startNanos = startNanos;
  }

  /** When its first statement began, by System.nanoTime(). */
  public long startNanos() {
    return startNanos;
  }

  /** Whether targets are spared all of it; the first call decides. For the dispatcher's thread. */
  public boolean isSpared(BooleanSupplier decides) {
    Boolean known = spared;
    if (known == null) {
      known = decides.getAsBoolean();
      spared = known;
    }
    return known;
  }

  /** What has waited for its end, or would have: a copy. */
  public synchronized Set<Waiting> awaited() {
    return all.isEmpty() ? Set.of() : new HashSet<>(all.keySet());
  }

  /** The first call decides, and tells those who wait, on this thread. */
  public void end(End how) {
    Map<Waiting, Long> told;
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = how;
      told = waiting;
      waiting = Map.of();
      all = all.isEmpty() ? all : new HashMap<>(all);
    }
    told.forEach((w, times) -> w.over(how, times));
  }

  /** Tells {@code w} when it is over: at once, if it is. */
  public void await(Waiting w, long times) {
    End known;
    synchronized (this) {
      known = end;
      if (known == null && waiting.size() < MOST) {
        if (waiting.isEmpty()) {
          waiting = new HashMap<>();
          all = waiting;
        }
        waiting.merge(w, times, Long::sum);
        return;
      }
      if (known != null && all.size() < MOST) {
        all = all.isEmpty() ? new HashMap<>() : all;
        all.put(w, times);
      }
    }
    w.over(known == null ? End.UNKNOWN : known, times);
  }
}
