package io.querymirror.stats;

/**
 * Latencies of one digest on both sides, of the same executions: those that succeeded on both and
 * took their time alike. Immutable; those of several JVMs add up.
 */
public final class LatencyPair {
  public static final LatencyPair NONE =
      new LatencyPair(Distribution.NONE, Distribution.NONE, Blocks.NONE);

  private final Distribution source;
  private final Distribution target;
  private final Blocks blocks;

  public LatencyPair(Distribution source, Distribution target, Blocks blocks) {
    this.source = source;
    this.target = target;
    this.blocks = blocks;
  }

  /** Microseconds at the source, as the application's thread saw it. */
  public Distribution source() {
    return source;
  }

  /** Microseconds on the target, as its worker saw it. */
  public Distribution target() {
    return target;
  }

  public Blocks blocks() {
    return blocks;
  }

  public LatencyPair plus(LatencyPair other) {
    return new LatencyPair(
        source.plus(other.source), target.plus(other.target), blocks.plus(other.blocks));
  }
}
