package io.querymirror.inspect;

import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** How far the server's clock is from this machine's, and whether it knows zones by name. */
final class ClockCheck implements Check {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);

  /** The agent promises that columns filled from the clock agree within this. */
  private static final Duration CLOCK = Duration.ofSeconds(1);

  private final Server server;

  ClockCheck(Server server) {
    this.server = server;
  }

  @Override
  public void look(Consumer<Point> found) throws SQLException {
    Duration best = null;
    long trip = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = System.nanoTime();
      long at = System.currentTimeMillis();
      String said = server.ask("SELECT UTC_TIMESTAMP(6)");
      long took = System.nanoTime() - before;
      if (said != null && took < trip) {
        trip = took;
        long there = LocalDateTime.parse(said, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
        best = Duration.ofMillis(there - at - took / 2_000_000);
      }
    }
    if (best != null) {
      found.accept(distance(best));
    }
    zones(found);
  }

  private static Point distance(Duration best) {
    boolean near = best.abs().compareTo(CLOCK) < 0;
    return Point.of(
        near ? Level.OK : Level.WARNING,
        "clock",
        best.toMillis() + " ms from this machine's",
        "what a server's clock fills by itself (SYSDATE(), events) differs by as much",
        "let both synchronize their clocks (NTP)");
  }

  private void zones(Consumer<Point> found) throws SQLException {
    boolean loaded =
        server.ask("SELECT CONVERT_TZ('2024-07-01 12:00:00', 'UTC', 'Europe/Berlin')") != null;
    found.accept(
        Point.of(
            loaded ? Level.OK : Level.WARNING,
            "time_zones",
            loaded ? "named zones are known" : "named zones are not known",
            "CONVERT_TZ with a name is NULL, and SET time_zone with a name fails",
            "mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql mysql, if the source has them"));
  }
}
