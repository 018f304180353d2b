package com.example.compare;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs statements, one after the other, and that several times. Arguments: URL, user, password,
 * times, then the statements; one that begins with {@code ?} is prepared. Prints {@code done} and
 * how many it ran, then keeps its connection until its input ends.
 */
public final class Statements {
  private Statements() {}

  public static void main(String[] args) throws Exception {
    int ran = 0;
    try (Connection c = DriverManager.getConnection(args[0], args[1], args[2])) {
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        for (int s = 4; s < args.length; s++) {
          run(c, args[s]);
          ran++;
        }
      }
      System.out.println("done statements=" + ran);
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    }
    System.out.println("bye");
  }

  private static void run(Connection c, String sql) throws SQLException {
    if (sql.startsWith("?")) {
      try (PreparedStatement statement = c.prepareStatement(sql.substring(1))) {
        read(statement, statement.execute());
      }
      return;
    }
    try (Statement statement = c.createStatement()) {
      read(statement, statement.execute(sql));
    }
  }

  private static void read(Statement statement, boolean rows) throws SQLException {
    if (rows) {
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          result.getString(1);
        }
      }
    }
  }
}
