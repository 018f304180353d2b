package io.querymirror.mirror.judging;

/**
 * In what spans of time the state of the data lies that a result tells of, on both sides: of a
 * statement by itself while it ran, of one in a transaction perhaps its snapshot, so since the
 * transaction began. By System.nanoTime(); immutable.
 */
final class View {
  private final long sourceStart;
  private final long sourceFinish;
  private final long targetStart;
  private final long targetFinish;

  View(long sourceStart, long sourceFinish, long targetStart, long targetFinish) {
    this.sourceStart = sourceStart;
    this.sourceFinish = sourceFinish;
    this.targetStart = targetStart;
    this.targetFinish = targetFinish;
  }

  /** The same, of a target that was looked at until then. */
  View until(long finish) {
    return new View(sourceStart, sourceFinish, targetStart, Math.max(finish, targetFinish));
  }

  long sourceStart() {
    return sourceStart;
  }

  long sourceFinish() {
    return sourceFinish;
  }

  long targetStart() {
    return targetStart;
  }

  long targetFinish() {
    return targetFinish;
  }
}
