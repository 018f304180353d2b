package io.querymirror.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one host of a target had to do: its status counters by time, beside what was mirrored to it.
 * Bounded: once there are 240 points, two become one, and each covers twice the time. All methods
 * from any thread.
 */
public final class ResourceSeries {
  private static final int POINTS = 240;
  private static final String UPTIME = "Uptime";

  /** Counters whose sum is one series: rows that the server's engines were asked for. */
  private static final String HANDLER_READS = "Handler_read_";

  /** Values that are no counters. */
  private static final List<String> GAUGES = List.of("Threads_running", "Threads_connected");

  /** Status variables that are asked for; a server may lack some. */
  public static final List<String> NAMES =
      List.of(
          UPTIME,
          "Threads_running",
          "Threads_connected",
          "Questions",
          "Com_select",
          "Com_insert",
          "Com_update",
          "Com_delete",
          "Com_replace",
          "Com_commit",
          "Com_rollback",
          "Innodb_rows_read",
          "Rows_read",
          "Innodb_rows_inserted",
          "Innodb_rows_updated",
          "Innodb_rows_deleted",
          "Innodb_buffer_pool_read_requests",
          "Innodb_buffer_pool_reads",
          "Innodb_row_lock_time",
          "Handler_read_first",
          "Handler_read_key",
          "Handler_read_last",
          "Handler_read_next",
          "Handler_read_prev",
          "Handler_read_rnd",
          "Handler_read_rnd_next",
          "Created_tmp_tables",
          "Created_tmp_disk_tables",
          "Sort_merge_passes",
          "Sort_rows",
          "Select_full_join",
          "Select_scan",
          "Slow_queries",
          "Bytes_sent",
          "Bytes_received");

  /** Those of them that are kept by time. */
  private static final List<String> CHARTED =
      List.of(
          "Threads_running",
          "Questions",
          "Innodb_rows_read",
          "Rows_read", // MariaDB has it in place of the one before.
          "Innodb_buffer_pool_read_requests",
          "Innodb_buffer_pool_reads",
          HANDLER_READS,
          "Created_tmp_disk_tables",
          "Bytes_sent",
          "Bytes_received");

  /** One stretch of time. */
  private static final class Point {
    double seconds;
    double mirrored;

    /** By {@link #CHARTED}: how much counters grew, and gauges times seconds. */
    final double[] values = new double[CHARTED.size()];

    void add(Point other) {
      seconds += other.seconds;
      mirrored += other.mirrored;
      for (int i = 0; i < values.length; i++) {
        values[i] += other.values[i];
      }
    }
  }

  private final List<Point> points = new ArrayList<>();
  private final Map<String, Long> sums = new LinkedHashMap<>();
  private int stride = 1;
  private int inLast;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private Map<String, Long> lastValues = Map.of();
  private long lastMirrored;
  private long mirrored;
  private long samples;
  private long failures;

  /**
   * Takes note of the counters as they are now.
   *
   * @param values by the server's names
   * @param ran copies that ran there so far
   */
  public synchronized void sample(Instant at, Map<String, Long> values, long ran) {
    Instant before = last;
    boolean restarted = values.getOrDefault(UPTIME, 0L) < lastValues.getOrDefault(UPTIME, 0L);
    if (before != null && !restarted && at.isAfter(before)) {
      add(point(Duration.between(before, at), values, ran));
      for (String name : NAMES) {
        Long now = values.get(name);
        Long then = lastValues.get(name);
        if (now != null && then != null && !GAUGES.contains(name) && !name.equals(UPTIME)) {
          sums.merge(name.toLowerCase(Locale.ROOT), Math.max(0, now - then), Long::sum);
        }
      }
      mirrored += ran - lastMirrored;
      samples++;
    }
    first = first == null ? at : first;
    last = at;
    lastValues = Map.copyOf(values);
    lastMirrored = ran;
  }

  /** The counters could not be read. */
  public synchronized void failed() {
    failures++;
  }

  private Point point(Duration time, Map<String, Long> values, long ran) {
    Point p = new Point();
    p.seconds = time.toMillis() / 1000.0;
    p.mirrored = ran - lastMirrored;
    for (int i = 0; i < CHARTED.size(); i++) {
      String name = CHARTED.get(i);
      if (GAUGES.contains(name)) {
        p.values[i] = values.getOrDefault(name, 0L) * p.seconds;
      } else if (name.equals(HANDLER_READS)) {
        for (String handler : NAMES) {
          p.values[i] += handler.startsWith(HANDLER_READS) ? grown(handler, values) : 0;
        }
      } else {
        p.values[i] = grown(name, values);
      }
    }
    return p;
  }

  private double grown(String name, Map<String, Long> values) {
    Long now = values.get(name);
    Long then = lastValues.get(name);
    return now == null || then == null ? 0 : Math.max(0, now - then);
  }

  private void add(Point p) {
    if (!points.isEmpty() && inLast < stride) {
      points.get(points.size() - 1).add(p);
      inLast++;
      return;
    }
    if (points.size() == POINTS) {
      for (int i = 0; i < POINTS / 2; i++) {
        points.get(i).add(points.remove(i + 1));
      }
      stride *= 2;
    }
    points.add(p);
    inLast = 1;
  }

  // For reports --------------------------------------------------------------------------------

  public synchronized @Nullable Instant from() {
    return first;
  }

  public synchronized @Nullable Instant to() {
    return last;
  }

  /** Times that counters were read, but for the first. */
  public synchronized long samples() {
    return samples;
  }

  public synchronized long failures() {
    return failures;
  }

  /** Copies that ran there in this time. */
  public synchronized long mirrored() {
    return mirrored;
  }

  /** How much each counter grew in this time, by its name in lower case. */
  public synchronized Map<String, Long> counts() {
    return new LinkedHashMap<>(sums);
  }

  /**
   * By time: {@code seconds} that each point covers, {@code mirrored_per_s}, and for each charted
   * value that the server has its rate, or its mean where it is no counter. All of one length, the
   * oldest first.
   */
  public synchronized Map<String, double[]> series() {
    Map<String, double[]> all = new LinkedHashMap<>();
    int n = points.size();
    double[] seconds = new double[n];
    double[] rate = new double[n];
    for (int i = 0; i < n; i++) {
      seconds[i] = points.get(i).seconds;
      rate[i] = points.get(i).mirrored / seconds[i];
    }
    all.put("seconds", seconds);
    all.put("mirrored_per_s", rate);
    for (int k = 0; k < CHARTED.size(); k++) {
      if (!CHARTED.get(k).equals(HANDLER_READS) && !lastValues.containsKey(CHARTED.get(k))) {
        continue; // The server does not count it.
      }
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = points.get(i).values[k] / seconds[i];
      }
      all.put(key(CHARTED.get(k)), values);
    }
    return Collections.unmodifiableMap(all);
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (GAUGES.contains(name)) {
      return lower;
    }
    return (lower.endsWith("_") ? lower.substring(0, lower.length() - 1) : lower) + "_per_s";
  }
}
