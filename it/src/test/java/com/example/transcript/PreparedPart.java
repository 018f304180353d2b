package com.example.transcript;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;

/** java.sql.PreparedStatement apart from its setters. */
final class PreparedPart {
  private PreparedPart() {}

  static void run(Connection c, Printer out) throws Exception {
    String select = "SELECT id, name FROM item WHERE name = ? OR id = ? ORDER BY id";
    try (PreparedStatement p = c.prepareStatement(select)) {
      for (int i = 1; i < 4; i++) {
        p.setString(1, "a" + i);
        p.setInt(2, i);
        out.sql("query", () -> p.executeQuery());
      }
      out.sql("execute", () -> p.execute());
      out.call("rows", p::getResultSet);
      out.call("more", p::getMoreResults);
      out.call("parameters", () -> p.getParameterMetaData().getParameterCount());
      out.call("columns", () -> p.getMetaData().getColumnCount());
    }
    // The same text again: caches of statements, on either side.
    for (int i = 0; i < 3; i++) {
      int id = i;
      try (PreparedStatement p = c.prepareStatement(select)) {
        p.setNull(1, Types.VARCHAR);
        p.setInt(2, id);
        out.sql("again", () -> p.executeQuery());
      }
    }
    try (PreparedStatement p =
        c.prepareStatement("INSERT INTO item (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      p.setString(1, "p1");
      out.sql("update", () -> p.executeUpdate());
      out.call("keys", p::getGeneratedKeys);
      p.setString(1, "p2");
      out.sql("large", () -> p.executeLargeUpdate());
      out.call("keys", p::getGeneratedKeys);
      p.setString(1, "p3");
      out.sql("execute", () -> p.execute());
      out.call("count", p::getUpdateCount);
      out.call("keys", p::getGeneratedKeys);
      out.sql("duplicate", () -> p.executeUpdate());
      p.setString(1, "p4");
      out.sql("goes on", () -> p.executeUpdate());
    }
    try (PreparedStatement p =
        c.prepareStatement("INSERT INTO item (name) VALUES (?)", new int[] {1})) {
      p.setString(1, "p5");
      out.sql("int[]", () -> p.executeUpdate());
      out.call("keys", p::getGeneratedKeys);
    }
    try (PreparedStatement p =
        c.prepareStatement("INSERT INTO item (name) VALUES (?)", new String[] {"id"})) {
      p.setString(1, "p6");
      out.sql("String[]", () -> p.executeUpdate());
      out.call("keys", p::getGeneratedKeys);
    }
    try (PreparedStatement p =
        c.prepareStatement(select, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      p.setString(1, "p1");
      p.setInt(2, 1);
      out.sql(
          "scroll",
          () -> {
            ResultSet r = p.executeQuery();
            r.last();
            return r.getRow();
          });
    }
    try (PreparedStatement p =
        c.prepareStatement(
            select,
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.CONCUR_READ_ONLY,
            ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
      p.setString(1, "p2");
      p.setInt(2, 2);
      out.sql("hold", () -> p.executeQuery());
    }
    try (PreparedStatement p =
        c.prepareStatement("SELECT '?', \"?\", `id` /* ? */ FROM item -- ?\n LIMIT 1")) {
      out.sql("no parameters", () -> p.executeQuery());
    }
    try (PreparedStatement p = c.prepareStatement("SELECT ? + 1; SELECT ? + 2")) {
      p.setInt(1, 10);
      p.setInt(2, 20);
      out.sql("multi", () -> p.execute());
      out.call("rows", p::getResultSet);
      out.call("more", p::getMoreResults);
      out.call("rows", p::getResultSet);
    } catch (java.sql.SQLException e) {
      out.thrown("multi", e);
    }
    try (PreparedStatement p = c.prepareStatement("CALL bump()")) {
      out.sql("call", () -> p.executeUpdate());
    }
    try (PreparedStatement p = c.prepareStatement("SET @b = ?")) {
      p.setInt(1, 5);
      out.sql("set", () -> p.execute());
    }
  }

  static void misuse(Connection c, Printer out) throws Exception {
    try (PreparedStatement p = c.prepareStatement("SELECT ?, ?")) {
      p.setInt(1, 1);
      out.perhaps("one missing", p::executeQuery);
      out.run("index 3", () -> p.setInt(3, 1));
      out.run("index 0", () -> p.setInt(0, 1));
      p.setInt(2, 2);
      out.sql("complete", () -> p.executeQuery());
      out.run("clear", p::clearParameters);
      out.perhaps("cleared", p::executeQuery);
      out.perhaps("text on it", () -> p.executeQuery("SELECT 1"));
      out.perhaps(
          "text update on it", () -> p.executeUpdate("UPDATE item SET stock = 0 WHERE id = -1"));
      p.setInt(1, 3);
      p.setInt(2, 4);
      out.perhaps("query as update", () -> p.executeUpdate());
      out.call("to string", () -> p.toString().replaceAll("@[0-9a-f]+", ""));
    }
    out.run(
        "syntax",
        () -> {
          try (PreparedStatement p = c.prepareStatement("SELEC ?")) {
            p.setInt(1, 1);
            out.perhaps("execute", p::execute);
          }
        });
    PreparedStatement closed = c.prepareStatement("SELECT ?");
    closed.setInt(1, 1);
    closed.close();
    out.perhaps("closed", closed::executeQuery);
  }

  /** Values that the application changes after it has handed them over. */
  static void mutable(Connection c, Printer out) throws Exception {
    byte[] bytes = {1, 2, 3};
    Timestamp time = Timestamp.valueOf("2021-05-06 07:08:09");
    java.util.Date date = new java.util.Date(time.getTime());
    try (PreparedStatement p =
        c.prepareStatement("REPLACE INTO kinds (id, vb, dt, dt6) VALUES (?, ?, ?, ?)")) {
      p.setInt(1, 900);
      p.setBytes(2, bytes);
      p.setTimestamp(3, time);
      p.setObject(4, date, Types.TIMESTAMP);
      out.sql("update", () -> p.executeUpdate());
      bytes[0] = 99;
      time.setTime(0);
      date.setTime(0);
      p.setInt(1, 901);
      out.sql("update of what was changed", () -> p.executeUpdate());
      bytes[1] = 98;
      p.setInt(1, 902);
      p.setBytes(2, bytes.clone());
      p.addBatch();
      p.setInt(1, 903);
      p.setBytes(2, new byte[0]);
      p.addBatch();
      out.sql("batch", 2, p::executeBatch);
    }
    java.util.Arrays.fill(bytes, (byte) 7);
    try (Statement s = c.createStatement()) {
      out.sql(
          "rows",
          () -> s.executeQuery("SELECT id, vb, dt, dt6 FROM kinds WHERE id >= 900 ORDER BY id"));
    }
  }
}
