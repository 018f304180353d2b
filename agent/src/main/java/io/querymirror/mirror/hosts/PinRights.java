package io.querymirror.mirror.hosts;

import io.querymirror.mirror.wire.Marker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which of the variables that pin a statement an account may set; immutable. */
final class PinRights {
  static final PinRights ALL = new PinRights(true, true, true, "");

  private static final int DENIED = 1227;

  /** MariaDB's option secure_timestamp prevents it, whoever asks. */
  private static final int PREVENTED = 1290;

  private final boolean clock;
  private final boolean key;
  private final boolean seed;
  private final String remedy;

  private PinRights(boolean clock, boolean key, boolean seed, String remedy) {
    this.clock = clock;
    this.key = key;
    this.seed = seed;
    this.remedy = remedy;
  }

  /** Tries each on a connection that is of no use for copies afterwards. */
  static PinRights of(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      String clock = remedy(s, "timestamp=1.5");
      String key = remedy(s, "insert_id=1");
      String seed = remedy(s, "rand_seed1=1,rand_seed2=1");
      Set<String> remedies = new LinkedHashSet<>(List.of(clock, key, seed));
      remedies.remove("");
      return new PinRights(
          clock.isEmpty(), key.isEmpty(), seed.isEmpty(), String.join(", and ", remedies));
    }
  }

  /** What would let the account; empty where it may. */
  private static String remedy(Statement s, String assignment) throws SQLException {
    try {
      s.execute(Marker.OWN + "SET " + assignment);
      return "";
    } catch (SQLException e) {
      if (e.getErrorCode() == PREVENTED) {
        return "the server's option secure_timestamp=NO lets it";
      }
      if (e.getErrorCode() != DENIED) {
        throw e;
      }
      boolean mariaDb = String.valueOf(e.getMessage()).contains("BINLOG REPLAY");
      return "GRANT "
          + (mariaDb ? "BINLOG REPLAY" : "SESSION_VARIABLES_ADMIN")
          + " ON *.* to the account lets it";
    }
  }

  boolean clock() {
    return clock;
  }

  boolean key() {
    return key;
  }

  boolean seed() {
    return seed;
  }

  boolean all() {
    return clock && key && seed;
  }

  /** What cannot be set and what it takes, in a sentence; for one that lacks something. */
  String advice() {
    List<String> names = new ArrayList<>();
    if (!clock) {
      names.add("timestamp");
    }
    if (!key) {
      names.add("insert_id");
    }
    if (!seed) {
      names.add("rand_seed1 and rand_seed2");
    }
    return "the account may not set "
        + String.join(", ", names)
        + ": statements that need it are counted unpinned; "
        + remedy;
  }
}
