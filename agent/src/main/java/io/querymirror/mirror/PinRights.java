package io.querymirror.mirror;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Which of the variables that pin a statement an account may set; immutable. */
final class PinRights {
  static final PinRights ALL = new PinRights(true, true, true);

  private static final int DENIED = 1227;

  private final boolean clock;
  private final boolean key;
  private final boolean seed;

  private PinRights(boolean clock, boolean key, boolean seed) {
    this.clock = clock;
    this.key = key;
    this.seed = seed;
  }

  /** Tries each on a connection that is of no use for copies afterwards. */
  static PinRights of(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      return new PinRights(
          may(s, "timestamp=1.5"), may(s, "insert_id=1"), may(s, "rand_seed1=1,rand_seed2=1"));
    }
  }

  private static boolean may(Statement s, String assignment) throws SQLException {
    try {
      s.execute(Marker.OWN + "SET " + assignment);
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == DENIED) {
        return false;
      }
      throw e;
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
        + ": statements that need it are counted unpinned;"
        + " GRANT SESSION_VARIABLES_ADMIN ON *.* to the account lets it";
  }
}
