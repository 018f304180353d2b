package io.querymirror.mirror.wire;

import io.querymirror.model.Outcome;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.Mask;
import java.sql.SQLException;

/** What an error of a server or driver means for what to do next. */
public final class Errors {
  static final int DEADLOCK = 1213;
  private static final int LOCK_WAIT = 1205;

  private Errors() {}

  public static Outcome outcome(SQLException e) {
    return Outcome.error(e.getSQLState(), e.getErrorCode(), e.getMessage());
  }

  /** For the log: a server's words quote the application's values. */
  public static String words(Exception e) {
    String words = Mask.words(e.getMessage());
    return e instanceof SQLException
        ? ((SQLException) e).getSQLState() + "/" + ((SQLException) e).getErrorCode() + " " + words
        : e.getClass().getName() + " " + words;
  }

  /** Whether a statement that ended so at the source says nothing about the statement itself. */
  public static boolean notToRepeat(Outcome source) {
    return !source.ok() && (source.vendorCode() == 0 || ErrorClass.isEnvironment(source));
  }

  /** Whether the connection is gone, and with it its session and its transaction. */
  public static boolean lost(Outcome outcome) {
    String state = outcome.sqlState();
    if (state == null) {
      return false;
    }
    switch (outcome.vendorCode()) {
      case 1053: // server shutdown in progress
      case 1152: // aborted connection
      case 1184:
      case 1927: // connection killed (MariaDB)
      case 2006: // server has gone away
      case 2013: // lost connection during query
      case 2055:
      case 4031: // disconnected for inactivity
        return true;
      default:
        // 1047 comes with 08S01 and a connection in good health: a Galera node that is not ready.
        return state.startsWith("08") && outcome.vendorCode() != 1047;
    }
  }

  public static boolean deadlock(Outcome outcome) {
    return outcome.vendorCode() == DEADLOCK;
  }

  /** Whether it did not get a lock: chosen to break a deadlock, or waited for too long. */
  public static boolean locked(Outcome outcome) {
    return outcome.vendorCode() == DEADLOCK || outcome.vendorCode() == LOCK_WAIT;
  }

  /** Whether a kill or the server's own clock ended the statement. */
  public static boolean interrupted(Outcome outcome) {
    int code = outcome.vendorCode();
    return code == 1317 || code == 1969 || code == 3024;
  }

  /** Whether the server refused a write because the session or the server is read-only. */
  public static boolean readOnly(Outcome outcome) {
    switch (outcome.vendorCode()) {
      case 1792: // read-only transaction
      case 1836: // read-only mode
        return true;
      case 1290: // any option that prevents a statement
        return outcome.message().contains("read-only") || outcome.message().contains("read_only");
      default:
        return false;
    }
  }

  /** Whether the server is well and merely has no connection to give. */
  public static boolean tooManyConnections(SQLException e) {
    switch (e.getErrorCode()) {
      case 1040: // too many connections
      case 1203: // max_user_connections
      case 1226: // a resource limit of the user
        return true;
      default:
        return false;
    }
  }

  /** Whether a failed log-in will not get better by trying again soon. */
  public static boolean refusedLogin(SQLException e) {
    switch (e.getErrorCode()) {
      case 1044:
      case 1045:
      case 1130: // host not allowed
      case 1251:
      case 1698:
      case 1820:
      case 3118: // account locked
      case 4151:
        return true;
      default:
        return false;
    }
  }
}
