package io.querymirror.mirror;

import io.querymirror.mirror.judging.Judge;
import io.querymirror.mirror.judging.Mark;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.order.Ordered;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One thing for a lane to do, in its place. */
final class Step implements Judge.Copy {
  enum Type {
    /** Run a statement, and count what comes of it. */
    COPY,
    /** Run a piece of session control that is in no count. */
    CONTROL,
    /** Roll a transaction back; the rest of it will not come. */
    CUT,
    /** Roll a transaction back for now; all of it runs again at its end's place. */
    DEFER,
    /** The source connection is closed. */
    CLOSE
  }

  private final Type type;
  private final @Nullable Execution execution;
  private final @Nullable SessionLog seed;
  private final long transaction;
  private final long bytes;
  private final boolean further;
  private final @Nullable HeldRows rows;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final long queuedAt = System.nanoTime();
  private int attempts;

  /** Its place in the commit order, where the target has one. */
  private @Nullable Ordered place;

  /** How many steps of all sessions got their place before this one; 0 where none has one. */
  private long turn;

  private @Nullable Runnable whenOver;

  /** Since when the source may have been as the result tells (nanoTime). */
  private long seenSince;

  /** What others come to see with it. */
  private @Nullable Mark mark;

  private boolean unseeded;

  /** What it is one write of. */
  private @Nullable Mark part;

  private Step(
      Type type,
      @Nullable Execution execution,
      @Nullable SessionLog seed,
      long transaction,
      long bytes,
      boolean further,
      @Nullable HeldRows rows) {
    this.type = type;
    this.execution = execution;
    this.seed = seed;
    this.transaction = transaction;
    this.bytes = bytes;
    this.further = further;
    this.rows = rows;
  }

  /**
   * @param seed the session's state before it, where the lane joins its session here; else null
   * @param rows the source's, kept for it alone and released with its end; null for none
   */
  static Step copy(Execution e, @Nullable SessionLog seed, @Nullable HeldRows rows) {
    return new Step(Type.COPY, e, seed, e.transaction(), e.bytes(), false, rows);
  }

  /** A copy beside the first one: for volume, and for nothing that is compared. */
  static Step further(Execution e, @Nullable SessionLog seed) {
    return new Step(Type.COPY, e, seed, e.transaction(), e.bytes(), true, null);
  }

  static Step control(Execution e) {
    return new Step(Type.CONTROL, e, null, e.transaction(), e.bytes(), false, null);
  }

  static Step cut(long transaction) {
    return new Step(Type.CUT, null, null, transaction, 0, false, null);
  }

  static Step defer(long transaction) {
    return new Step(Type.DEFER, null, null, transaction, 0, false, null);
  }

  static Step close() {
    return new Step(Type.CLOSE, null, null, 0, 0, false, null);
  }

  Type type() {
    return type;
  }

  boolean counted() {
    return type == Type.COPY;
  }

  boolean hasExecution() {
    return execution != null;
  }

  @Override
  public boolean further() {
    return further;
  }

  @Override
  public Execution execution() {
    if (execution == null) {
      throw new IllegalStateException("no execution: " + type);
    }
    return execution;
  }

  @Nullable SessionLog seed() {
    return seed;
  }

  long transaction() {
    return transaction;
  }

  /** Whether it is a part, or the end, of this transaction. */
  boolean of(long id) {
    return transaction == id || (execution != null && execution.endedTransaction() == id);
  }

  /** What it holds of the queue's bytes until its end. */
  long bytes() {
    return rows == null ? bytes : bytes + rows.bytes();
  }

  /** What of it stays where it is remembered beyond its end. */
  long bytesBeyondEnd() {
    return bytes;
  }

  /** The rows that production returned, where they are to be compared here; until its end. */
  @Override
  public @Nullable HeldRows rows() {
    return rows;
  }

  /** When it was queued, by System.nanoTime(). */
  long queuedAt() {
    return queuedAt;
  }

  /** Attempts so far; only the worker that holds the step asks. */
  int attempts() {
    return attempts;
  }

  void attempted() {
    attempts++;
  }

  /** To be set before anybody else sees the step. */
  void place(Ordered ordered) {
    place = ordered;
  }

  void turn(long number) {
    turn = number;
  }

  long turn() {
    return turn;
  }

  @Nullable Ordered place() {
    return place;
  }

  /** To be set before anybody else sees the step. */
  void seenSince(long nanos) {
    seenSince = nanos;
  }

  @Override
  public long seenSince() {
    return seenSince;
  }

  /** To be set before anybody else sees the step. */
  void mark(Mark seenWithIt) {
    mark = seenWithIt;
  }

  @Override
  public @Nullable Mark mark() {
    return mark;
  }

  /** To be set before anybody else sees the step: it will run without its session's state. */
  void unseeded() {
    unseeded = true;
  }

  boolean isUnseeded() {
    return unseeded;
  }

  /** To be set before anybody else sees the step. */
  void partOf(Mark writes) {
    part = writes;
  }

  /** A worker takes it up, perhaps once more. */
  void begins() {
    if (part != null) {
      part.writes(System.nanoTime());
    }
    if (mark != null) {
      mark.begins();
    }
  }

  /** Nothing has to wait for it any more. */
  void letOthersGo() {
    if (place != null) {
      place.done();
    }
  }

  /** What else is to be done once it is over. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  /** It came to its end. */
  void over() {
    if (mark != null) {
      // First: who is let go must find it done.
      mark.ends();
    }
    letOthersGo();
    if (rows != null) {
      rows.release();
    }
    if (whenOver != null) {
      whenOver.run();
    }
  }

  @Override
  public boolean hasEnded() {
    return ended.get();
  }

  /** True for the one caller that may count its end. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }
}
