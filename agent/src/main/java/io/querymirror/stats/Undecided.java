package io.querymirror.stats;

import io.querymirror.model.SqlShape;
import io.querymirror.stats.OutOfStep.Calls;
import io.querymirror.stats.OutOfStep.Reach;
import io.querymirror.stats.OutOfStep.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** CALLs that a target missed, until it is known whether they only read. From any thread. */
final class Undecided {
  private static final int MOST = 1_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** What was called. */
  static final class Call {
    final SqlShape shape;
    final @Nullable String schema;

    /**
     * @param schema the session's, by the source's name
     */
    Call(SqlShape shape, @Nullable String schema) {
      this.shape = shape;
      this.schema = schema;
    }
  }

  private static final class Waiting {
    final Call call;
    final Reason reason;
    final Runnable missed;
    final long since = System.nanoTime();

    Waiting(Call call, Reason reason, Runnable missed) {
      this.call = call;
      this.reason = reason;
      this.missed = missed;
    }
  }

  private final ArrayDeque<Waiting> all = new ArrayDeque<>();
  private volatile boolean empty = true;

  boolean isEmpty() {
    return empty;
  }

  /**
   * @param missed runs if it may have written, or if that is not known in time
   * @return false where there is no room; then it did not take it
   */
  synchronized boolean add(Call call, Reason reason, Runnable missed) {
    if (all.size() >= MOST) {
      return false;
    }
    all.add(new Waiting(call, reason, missed));
    empty = false;
    return true;
  }

  /** Looks again; whether nothing is left. */
  boolean settle(Reach reach) {
    List<Runnable> told = new ArrayList<>(0);
    boolean none;
    synchronized (this) {
      for (Iterator<Waiting> i = all.iterator(); i.hasNext(); ) {
        Waiting w = i.next();
        Calls calls = reach.calls(w.call.shape, w.call.schema);
        boolean late = System.nanoTime() - w.since > PATIENCE_NANOS;
        if (calls != Calls.NOT_KNOWN_YET || late) {
          i.remove();
          if (calls != Calls.READS) {
            told.add(w.missed);
          }
        }
      }
      none = all.isEmpty();
      // What is told now is to be seen before nothing is said to wait.
      told.forEach(Runnable::run);
      empty = none;
    }
    return none;
  }

  /** The reasons for which they were missed. */
  synchronized void forEach(Consumer<Reason> to) {
    all.forEach(w -> to.accept(w.reason));
  }
}
