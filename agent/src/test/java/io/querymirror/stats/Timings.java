package io.querymirror.stats;

/** Latencies of one digest, made by hand. */
public final class Timings {
  private static final long START = 1_700_000_000_000L;

  private final LogHistogram source = new LogHistogram();
  private final LogHistogram target = new LogHistogram();
  private final BlockRecorder blocks = new BlockRecorder();

  public void add(long millis, long sourceMicros, long targetMicros) {
    source.record(sourceMicros);
    target.record(targetMicros);
    blocks.record(START + millis, sourceMicros, targetMicros);
  }

  public LatencyPair pair() {
    return new LatencyPair(source.distribution(), target.distribution(), blocks.blocks());
  }

  public static Distribution of(long... micros) {
    LogHistogram h = new LogHistogram();
    for (long one : micros) {
      h.record(one);
    }
    return h.distribution();
  }
}
