package io.querymirror.bench.macro;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements that an application might make; the same for the same session and seed. */
interface Workload {
  /** What one connection does. */
  interface Session {
    /** Does the next few statements and reads their results; answers how many. */
    int step() throws SQLException;
  }

  /**
   * @param session number of the session, from 0; sessions never write the same rows
   */
  Session open(Connection connection, int session) throws SQLException;

  /** By the name on the command line: {@code points}, {@code shop} or {@code digests}. */
  static Workload of(String name) {
    return switch (name) {
      case "points" -> PointSelects::new;
      case "shop" -> ShopMix::new;
      case "digests" -> Digests::new;
      default -> throw new IllegalArgumentException("no such workload: " + name);
    };
  }
}
