package io.querymirror.mirror.judging;

import io.querymirror.model.Execution;
import io.querymirror.model.Fate;
import io.querymirror.model.SqlShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes that others come to see at one moment: with a COMMIT, or as one commits by itself. When
 * that was at the source, and when it is on the target; by System.nanoTime().
 */
public final class Mark implements Fate.Waiting {
  private static final int MOST_TEXTS = 100;
  private static final long MOST_BYTES = 256 << 10;

  /** What one text writes in one schema. */
  static final class Text {
    final SqlShape shape;
    final @Nullable String schema;

    Text(Execution e) {
      this.shape = e.statementShape();
      this.schema = e.schema();
    }

    private boolean isOf(Execution e) {
      return shape.digest() == e.statementShape().digest() && Objects.equals(schema, e.schema());
    }
  }

  // Filled by the feeding side, before anybody else sees it as a mark.
  private final List<Text> texts = new ArrayList<>(1);
  private final List<Execution> writes = new ArrayList<>(1);
  private final boolean whole;
  private final String host;
  private long bytes;
  private boolean overflowed;
  private boolean tooLarge;
  private final long sourceSince;
  private volatile long sourceStart;
  private volatile long sourceFinish;
  private volatile long targetSince;
  private volatile boolean running;
  private volatile long targetStart;
  private volatile boolean begun;
  private volatile long targetFinish;
  private volatile boolean done;
  private @Nullable Consumer<Mark> whenDone;

  /**
   * @param first write of it
   * @param whole whether the writes are kept with their values
   */
  Mark(Execution first, boolean whole) {
    this.whole = whole;
    this.host = first.connection().host();
    this.sourceSince = first.event().startNanos();
    add(first);
  }

  public void add(Execution write) {
    boolean known = false;
    for (Text text : texts) {
      known |= text.isOf(write);
    }
    if (!known && texts.size() < MOST_TEXTS) {
      texts.add(new Text(write));
    } else if (!known) {
      overflowed = true;
    }
    bytes += write.bytes();
    if (whole && bytes <= MOST_BYTES) {
      writes.add(write);
    } else {
      tooLarge = true;
    }
  }

  /**
   * Others see them from some time between these on.
   *
   * @param finish Long.MAX_VALUE where it is not over yet; then {@link #over} tells
   */
  public Mark seen(long start, long finish) {
    sourceStart = start;
    sourceFinish = finish;
    return this;
  }

  /** Of the source. */
  String host() {
    return host;
  }

  List<Text> texts() {
    return texts;
  }

  /** There were more texts than are remembered. */
  boolean overflowed() {
    return overflowed;
  }

  /** The writes with their values; for one thread, until {@link #forget}. */
  List<Execution> writes() {
    return writes;
  }

  /** There are more writes than {@link #writes}. */
  boolean tooLarge() {
    return tooLarge;
  }

  void forget() {
    writes.clear();
  }

  /** When the first write began at the source. */
  long sourceSince() {
    return sourceSince;
  }

  long sourceFinish() {
    return sourceFinish;
  }

  /** Its transaction at the source is over. */
  @Override
  public void over(Fate.End end, long times) {
    sourceFinish = System.nanoTime();
  }

  /** A worker takes up one of the writes. */
  public void writes(long nanos) {
    if (!running) {
      targetSince = nanos;
      running = true;
    }
  }

  /** A worker takes up what makes others see them; a further attempt changes nothing. */
  public void begins() {
    if (!begun) {
      long now = System.nanoTime();
      writes(now);
      targetStart = now;
      begun = true;
    }
  }

  /** Is told when it is over on the target; to be set before it can be. */
  void whenDone(Consumer<Mark> action) {
    whenDone = action;
  }

  /** It ran on the target, or will not. */
  public void ends() {
    if (!done) {
      targetFinish = System.nanoTime();
      done = true;
      if (whenDone != null) {
        whenDone.accept(this);
      }
    }
  }

  boolean isDone() {
    return done;
  }

  /** When the first write began on the target. */
  long targetSince() {
    return running ? targetSince : targetFinish;
  }

  long targetFinish() {
    return targetFinish;
  }

  /** Whether it came before that view, or after it, and that on both sides. */
  boolean isClearOf(View view) {
    if (sourceFinish < view.sourceStart()) {
      return done && targetFinish < view.targetStart();
    }
    boolean afterThere = sourceStart > view.sourceFinish();
    return afterThere && !(begun && targetStart <= view.targetFinish());
  }
}
