package com.example.shop.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Counts and times of requests, by endpoint. */
final class Endpoints {
  private final Map<String, Times> times = new TreeMap<>();

  /** One request that was answered, or not, after so many nanoseconds. */
  synchronized void add(String endpoint, long nanos, Result result) {
    times.computeIfAbsent(endpoint, name -> new Times()).add(nanos, result);
  }

  /** How a request ended. */
  enum Result {
    OK,
    /** The shop said no: out of stock, declined, already there. */
    REFUSED,
    ERROR
  }

  synchronized long requests() {
    return times.values().stream().mapToLong(t -> t.count).sum();
  }

  synchronized long errors() {
    return times.values().stream().mapToLong(t -> t.errors).sum();
  }

  /** A table, one line for each endpoint. */
  synchronized String table() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                "%-34s %9s %8s %8s %9s %9s%n",
                "endpoint", "requests", "refused", "errors", "p50 ms", "p99 ms"));
    times.forEach((name, t) -> table.append(t.line(name)));
    return table.toString();
  }

  private static final class Times {
    private long[] nanos = new long[256];
    private int count;
    private int refused;
    private int errors;

    void add(long duration, Result result) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = duration;
      if (result == Result.REFUSED) {
        refused++;
      } else if (result == Result.ERROR) {
        errors++;
      }
    }

    String line(String name) {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return String.format(
          "%-34s %9d %8d %8d %9.2f %9.2f%n",
          name, count, refused, errors, quantile(sorted, 0.50), quantile(sorted, 0.99));
    }

    private static double quantile(long[] sorted, double share) {
      return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
  }
}
