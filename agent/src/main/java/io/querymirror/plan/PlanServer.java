package io.querymirror.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server can tell of its plans, by the version that it gave when it was connected to. */
public final class PlanServer {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");
  private static final String LIMIT_SECONDS = "3";
  private static final String LIMIT_MILLIS = LIMIT_SECONDS + "000";

  private final String name;
  private final boolean mariaDb;
  private final int version;

  public PlanServer(String version) {
    this.mariaDb = version.contains("MariaDB");
    // Some versions of MariaDB say that they are 5.5.5 first.
    Matcher m = VERSION.matcher(version.startsWith("5.5.5-") ? version.substring(6) : version);
    boolean known = m.find();
    this.version =
        known ? number(m.group(1)) * 10_000 + number(m.group(2)) * 100 + number(m.group(3)) : 0;
    this.name = (mariaDb ? "MariaDB " : "MySQL ") + (known ? m.group() : version);
  }

  private static int number(String digits) {
    return digits.length() > 4 ? 99 : Math.min(99, Integer.parseInt(digits));
  }

  public static PlanServer of(Connection c) throws SQLException {
    return new PlanServer(c.getMetaData().getDatabaseProductVersion());
  }

  public boolean isMariaDb() {
    return mariaDb;
  }

  public boolean explains() {
    return version >= (mariaDb ? 100_100 : 50_600);
  }

  public boolean analyzes() {
    return version >= (mariaDb ? 100_100 : 80_018);
  }

  /** Whether one statement tells both the plan and what it did. */
  public boolean analyzesInJson() {
    return mariaDb;
  }

  /** Why nothing is analyzed. */
  public String lacksAnalyze() {
    return "analyze needs MySQL 8.0.18 or MariaDB 10.1, this is " + name + ": explain";
  }

  /**
   * What a session is told so that it waits for nobody and works for a short time only; any of it
   * may be refused.
   */
  public List<String> limits() {
    List<String> all = new ArrayList<>();
    all.add("SET SESSION lock_wait_timeout=1");
    all.add("SET SESSION innodb_lock_wait_timeout=1");
    if (mariaDb) {
      all.add("SET SESSION max_statement_time=" + LIMIT_SECONDS);
    } else if (version >= 50_708) {
      all.add("SET SESSION max_execution_time=" + LIMIT_MILLIS);
    }
    if (!mariaDb && version >= 80_300) {
      all.add("SET SESSION explain_json_format_version=1");
    }
    return all;
  }

  @Override
  public String toString() {
    return name;
  }
}
