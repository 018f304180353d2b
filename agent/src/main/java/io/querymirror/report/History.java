package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What became of one target's counts from report to report. Bounded: where there would be more than
 * {@value #MOST} points, every two become one, and later points take twice as many reports too: all
 * the time since start is kept, evenly. Rates and lags of a point are those of its interval alone.
 */
final class History {
  static final int MOST = 300;

  /** One interval, from the end of the one before. */
  private static final class Point {
    private final int reports;
    private final Instant end;
    private final Duration length;
    private final long executed;
    private final long dropped;
    private final long pending;
    private final Distribution lag;

    Point(
        int reports,
        Instant end,
        Duration length,
        long executed,
        long dropped,
        long pending,
        Distribution lag) {
      this.reports = reports;
      this.end = end;
      this.length = length;
      this.executed = executed;
      this.dropped = dropped;
      this.pending = pending;
      this.lag = lag;
    }

    Point and(Point next) {
      return new Point(
          reports + next.reports,
          next.end,
          length.plus(next.length),
          executed + next.executed,
          dropped + next.dropped,
          Math.max(pending, next.pending),
          lag.plus(next.lag));
    }

    double perSecond(long n) {
      return n * 1000.0 / Math.max(1, length.toMillis());
    }

    /** Not a number where nothing ran. */
    double lagMillis(double percent) {
      return lag.count() == 0 ? Double.NaN : lag.percentile(percent) / 1000.0;
    }
  }

  private List<Point> points = new ArrayList<>();
  private int reportsEach = 1;
  private Instant last;
  private long executed;
  private long dropped;
  private Distribution lag = Distribution.NONE;

  History(Instant start) {
    this.last = start;
  }

  /**
   * @param now = later than before
   * @param t counts since start
   */
  void add(Instant now, TargetSnapshot t) {
    long drops = 0;
    for (long n : t.dropped().values()) {
      drops += n;
    }
    append(
        new Point(
            1,
            now,
            Duration.between(last, now),
            t.executed() - executed,
            drops - dropped,
            t.pending(),
            since(t.lag(), lag)));
    last = now;
    executed = t.executed();
    dropped = drops;
    lag = t.lag();
  }

  private void append(Point point) {
    int end = points.size() - 1;
    if (end >= 0 && points.get(end).reports < reportsEach) {
      points.set(end, points.get(end).and(point));
      return;
    }
    points.add(point);
    if (points.size() > MOST) {
      halve();
    }
  }

  private void halve() {
    List<Point> coarser = new ArrayList<>(MOST / 2 + 1);
    for (int i = 0; i < points.size(); i += 2) {
      Point one = points.get(i);
      coarser.add(i + 1 < points.size() ? one.and(points.get(i + 1)) : one);
    }
    points = coarser;
    reportsEach *= 2;
  }

  /** What a distribution has that it had not before. */
  private static Distribution since(Distribution now, Distribution before) {
    long[] lows = new long[now.size()];
    long[] counts = new long[now.size()];
    int n = 0;
    int j = 0;
    for (int i = 0; i < now.size(); i++) {
      while (j < before.size() && before.low(j) < now.low(i)) {
        j++;
      }
      boolean known = j < before.size() && before.low(j) == now.low(i);
      long more = now.count(i) - (known ? before.count(j) : 0);
      if (more > 0) {
        lows[n] = now.low(i);
        counts[n++] = more;
      }
    }
    return Distribution.of(
        Arrays.copyOf(lows, n), Arrays.copyOf(counts, n), 0, now.summary().max());
  }

  /** {@code history}: a column for each quantity. */
  void write(JsonGenerator g) throws IOException {
    g.writeObjectFieldStart("history");
    g.writeArrayFieldStart("at");
    for (Point point : points) {
      g.writeNumber(point.end.toEpochMilli());
    }
    g.writeEndArray();
    column(g, "executed_per_s", 1, p -> p.perSecond(p.executed));
    column(g, "dropped_per_s", 1, p -> p.perSecond(p.dropped));
    column(g, "pending", 0, p -> p.pending);
    column(g, "lag_p50_ms", 1, p -> p.lagMillis(50));
    column(g, "lag_p99_ms", 1, p -> p.lagMillis(99));
    g.writeEndObject();
  }

  private void column(JsonGenerator g, String name, int digits, ToDoubleFunction<Point> value)
      throws IOException {
    g.writeArrayFieldStart(name);
    double scale = Math.pow(10, digits);
    for (Point point : points) {
      double exact = value.applyAsDouble(point);
      long rounded = Math.round(exact * scale);
      if (Double.isNaN(exact)) {
        g.writeNull();
      } else if (rounded % (long) scale == 0) {
        g.writeNumber(rounded / (long) scale);
      } else {
        g.writeNumber(rounded / scale);
      }
    }
    g.writeEndArray();
  }
}
