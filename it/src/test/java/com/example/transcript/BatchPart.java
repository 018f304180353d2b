package com.example.transcript;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;

/** Batches of texts and of binds. */
final class BatchPart {
  private BatchPart() {}

  static void run(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.call("empty", s::executeBatch);
      s.addBatch(StatementPart.insert("b1"));
      s.addBatch("UPDATE item SET stock = stock + 1 WHERE name = 'b1'");
      s.addBatch("DELETE FROM item WHERE name = 'nobody'");
      out.sql("batch", 3, s::executeBatch);
      s.addBatch(StatementPart.insert("b2"));
      out.run("clear", s::clearBatch);
      out.call("cleared", s::executeBatch);
      s.addBatch(StatementPart.insert("b3"));
      s.addBatch(StatementPart.insert("b4"));
      out.sql("large", 2, s::executeLargeBatch);
      for (int i = 0; i < 6; i++) {
        s.addBatch("INSERT INTO log (what) VALUES ('text " + i + "')");
      }
      out.sql("six texts", 6, s::executeBatch);
    }
    try (PreparedStatement p = c.prepareStatement("INSERT INTO log (what) VALUES (?)")) {
      out.call("empty", p::executeBatch);
      for (int i = 0; i < 7; i++) {
        p.setString(1, "bind " + i);
        p.addBatch();
      }
      out.sql("prepared", 7, p::executeBatch);
      p.addBatch();
      p.setString(1, "other");
      p.addBatch();
      p.setNull(1, java.sql.Types.VARCHAR);
      p.addBatch();
      out.sql("values stay", 3, p::executeLargeBatch);
      p.setString(1, "never");
      p.addBatch();
      p.clearBatch();
      out.call("cleared", p::executeBatch);
      p.setString(1, "single after");
      out.sql("single", () -> p.executeUpdate());
    }
    try (PreparedStatement p =
        c.prepareStatement("UPDATE item SET stock = ? WHERE name = ? AND stock < ?")) {
      for (int i = 0; i < 5; i++) {
        p.setInt(1, 100 + i);
        p.setString(2, "b" + i);
        p.setInt(3, 1000);
        p.addBatch();
      }
      out.sql("updates", 5, p::executeBatch);
    }
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO item (name, price) VALUES (?, ?) ON DUPLICATE KEY UPDATE stock = stock + 1")) {
      for (String name : new String[] {"d1", "d2", "d1", "d3"}) {
        p.setString(1, name);
        p.setBigDecimal(2, new java.math.BigDecimal("3.10"));
        p.addBatch();
      }
      out.sql("on duplicate", 4, p::executeBatch);
    }
    try (PreparedStatement p = c.prepareStatement("DELETE FROM item WHERE name = ?")) {
      p.setString(1, "d3");
      p.addBatch();
      p.addBatch("DELETE FROM log WHERE id = -5");
      out.sql("mixed", 2, p::executeBatch);
    } catch (java.sql.SQLException e) {
      out.thrown("mixed refused", e);
    }
    try (Statement s = c.createStatement()) {
      out.sql("log", () -> s.executeQuery("SELECT id, what FROM log ORDER BY id"));
      out.sql("items", () -> s.executeQuery("SELECT name, price, stock FROM item ORDER BY name"));
    }
  }

  static void failing(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      s.addBatch("INSERT INTO parent VALUES (1, 'one')");
      s.addBatch("INSERT INTO parent VALUES (1, 'again')");
      s.addBatch("INSERT INTO parent VALUES (2, 'two')");
      out.sql("text", 3, s::executeBatch);
      out.sql("stands", () -> s.executeQuery("SELECT * FROM parent ORDER BY id"));
      out.sql("empty it", () -> s.executeUpdate("DELETE FROM parent"));
    }
    try (PreparedStatement p = c.prepareStatement("INSERT INTO parent VALUES (?, ?)")) {
      for (int id : new int[] {11, 12, 11, 13}) {
        p.setInt(1, id);
        p.setString(2, "p" + id);
        p.addBatch();
      }
      out.sql("prepared", 4, p::executeBatch);
      out.call("gone", p::executeBatch);
      p.setInt(1, 14);
      p.setString(2, "later");
      out.sql("goes on", () -> p.executeUpdate());
    }
    c.setAutoCommit(false);
    try (PreparedStatement p = c.prepareStatement("UPDATE parent SET id = ? WHERE id = ?")) {
      for (int id : new int[] {20, 14, 21}) {
        p.setInt(1, id);
        p.setInt(2, id == 14 ? 20 : 14);
        p.addBatch();
      }
      out.sql("in a transaction", 3, p::executeBatch);
    }
    c.rollback();
    c.setAutoCommit(true);
    try (Statement s = c.createStatement()) {
      out.sql("stands", () -> s.executeQuery("SELECT * FROM parent ORDER BY id"));
      out.sql("empty it", () -> s.executeUpdate("DELETE FROM parent"));
    }
  }

  static void keys(Connection c, Printer out) throws Exception {
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO item (name, price) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 0; i < 4; i++) {
        p.setString(1, "bk" + i);
        p.setDouble(2, i + 0.5);
        p.addBatch();
      }
      out.sql("prepared", 4, p::executeBatch);
      out.call("keys", p::getGeneratedKeys);
    }
    try (Statement s = c.createStatement()) {
      s.addBatch(StatementPart.insert("bt1"));
      s.addBatch(StatementPart.insert("bt2"));
      out.sql("text", 2, s::executeBatch);
      out.call("keys", s::getGeneratedKeys);
    }
  }
}
