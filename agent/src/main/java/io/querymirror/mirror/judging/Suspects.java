package io.querymirror.mirror.judging;

import io.querymirror.model.Execution;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.ResultFinding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Differences that were confirmed, until it is certain that nothing came between: what was
 * committed at the source before the statement's end has to be known here. From any thread.
 */
final class Suspects {
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 8 << 20;

  /**
   * From the commit of an autocommit write on the server until its statement's end is seen here:
   * unlike the end of a transaction it is not announced when it begins.
   */
  private static final long GRACE_NANOS = 2_000_000_000L;

  /** Says what is to be counted. */
  interface Court {
    void settle(Suspect suspect, ResultFinding finding);

    /** What is to be said of it now that all is known. */
    ResultFinding review(Suspect suspect);
  }

  /** One difference. */
  static final class Suspect {
    final Execution execution;
    final ResultFinding finding;
    final View view;

    /** Its own write, where it is one. */
    final @Nullable Mark own;

    /** Whether moments were compared as a clock fills them. */
    final boolean clocked;

    final long since = System.nanoTime();

    Suspect(
        Execution execution,
        ResultFinding finding,
        View view,
        @Nullable Mark own,
        boolean clocked) {
      this.execution = execution;
      this.finding = finding;
      this.view = view;
      this.own = own;
      this.clocked = clocked;
    }
  }

  private final Court court;
  private final ArrayDeque<Suspect> waiting = new ArrayDeque<>();
  private volatile long certain = Long.MIN_VALUE;
  private boolean closed;
  private long bytes;

  Suspects(Court court) {
    this.court = court;
  }

  /** Everything that has its place up to here (nanoTime) was seen. */
  void certain(long nanos) {
    certain = nanos;
  }

  void add(Suspect suspect) {
    synchronized (this) {
      long size = suspect.execution.bytes();
      if (!closed && waiting.size() < MOST && bytes + size <= MOST_BYTES) {
        bytes += size;
        waiting.add(suspect);
        return;
      }
    }
    court.settle(suspect, ResultFinding.incomparable(Incomparable.UNCONFIRMED));
  }

  /** Settles those for which all is known; now and then. */
  void look() {
    long now = System.nanoTime();
    List<Suspect> due = new ArrayList<>();
    synchronized (this) {
      for (Suspect s = waiting.peek(); s != null && isDue(s, now); s = waiting.peek()) {
        due.add(waiting.poll());
        bytes -= s.execution.bytes();
      }
    }
    for (Suspect s : due) {
      court.settle(s, court.review(s));
    }
  }

  private boolean isDue(Suspect s, long now) {
    return certain >= s.view.sourceFinish() && now - s.since > GRACE_NANOS;
  }

  /**
   * Nothing more will be seen: settles them all by what is known.
   *
   * @param enough whether that is all that has to be known
   */
  void close(boolean enough) {
    List<Suspect> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(waiting);
      waiting.clear();
    }
    for (Suspect s : all) {
      boolean known = enough && certain >= s.view.sourceFinish();
      court.settle(
          s, known ? court.review(s) : ResultFinding.incomparable(Incomparable.UNCONFIRMED));
    }
  }
}
