package io.querymirror.capture;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Versions of drivers whose rows may be read while the application reads them: the stress test of
 * the integration tests ran with both ends of each range, and with 8.0.19, 8.0.28, 8.0.33, 8.1.0,
 * 8.4.0, 9.0.0, 9.4.0, 9.7.0 and 3.5.6 between them. One that is built otherwise is found by its
 * fields.
 */
final class VerifiedDrivers {
  private static final Map<String, List<Range>> RANGES =
      Map.of(
          "connector-j-5", List.of(range("5.1.44", "5.1.49")),
          "connector-j", List.of(range("8.0.11", "26.10.0")),
          "mariadb", List.of(range("3.3.3", "4.0.0")),
          "mariadb-2", List.of(range("2.7.0", "2.7.12")));

  private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

  private static final class Range {
    final long from;
    final long to;

    Range(long from, long to) {
      this.from = from;
      this.to = to;
    }
  }

  private VerifiedDrivers() {}

  private static Range range(String from, String to) {
    return new Range(number(from), number(to));
  }

  static boolean has(String driver, @Nullable String version) {
    long number = number(version);
    for (Range r : RANGES.getOrDefault(driver, List.of())) {
      if (r.from <= number && number <= r.to) {
        return true;
      }
    }
    return false;
  }

  /** Three parts of a version as one number; -1 where it is none. */
  private static long number(@Nullable String version) {
    if (version == null) {
      return -1;
    }
    String[] parts = version.split("[^0-9]+", 4);
    if (parts.length < 3) {
      return -1;
    }
    try {
      long all = 0;
      for (int i = 0; i < 3; i++) {
        all = all * 10_000 + Integer.parseInt(parts[i]);
      }
      return all;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Once for each version; {@code version} null: it is built in another way. */
  static void tell(String driver, @Nullable String version) {
    if (TOLD.add(driver + " " + version)) {
      Log.of(VerifiedDrivers.class)
          .later(
              Message.DRIVER_ROWS_UNREAD,
              driver,
              version == null ? "of an unknown build" : version);
    }
  }
}
