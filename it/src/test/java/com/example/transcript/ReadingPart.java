package com.example.transcript;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;

/** Result sets of all sorts. */
final class ReadingPart {
  private ReadingPart() {}

  private static final String ALL = "SELECT * FROM kinds WHERE id BETWEEN 100 AND 160 ORDER BY id";

  static void run(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.sql("text", () -> s.executeQuery(ALL));
    }
    try (PreparedStatement p = c.prepareStatement(ALL.replace("100", "?"))) {
      p.setInt(1, 100);
      out.sql("prepared", () -> p.executeQuery());
    }
    try (PreparedStatement p =
        c.prepareStatement("SELECT id, name, price FROM item WHERE id < ? ORDER BY id")) {
      p.setInt(1, 4);
      out.sql(
          "getters",
          () -> {
            ResultSet r = p.executeQuery();
            ResultSetMetaData m = r.getMetaData();
            out.call("table", () -> m.getTableName(1));
            out.call("catalog", () -> m.getCatalogName(1));
            out.call("class", () -> m.getColumnClassName(3));
            out.call("auto", () -> m.isAutoIncrement(1));
            out.call("nullable", () -> m.isNullable(2));
            out.call("precision", () -> m.getPrecision(3));
            out.call("scale", () -> m.getScale(3));
            r.next();
            out.call("string", () -> r.getString(1));
            out.call("int", () -> r.getInt("id"));
            out.call("long", () -> r.getLong(3));
            out.call("bytes", () -> r.getBytes(2));
            out.call("decimal", () -> r.getBigDecimal(3));
            out.call("typed", () -> r.getObject(3, Double.class));
            out.call("stream", () -> r.getBinaryStream(2));
            out.call("reader", () -> r.getCharacterStream(2));
            out.call("find", () -> r.findColumn("price"));
            out.call("wrong", () -> r.getDate(2));
            out.call("first", r::isFirst);
            out.call("statement", () -> r.getStatement() == p);
            out.call("concurrency", r::getConcurrency);
            out.call("type", r::getType);
            out.call("cursor", r::getCursorName);
            r.close();
            return r.isClosed();
          });
    }
  }

  static void streaming(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      out.run("row by row", () -> s.setFetchSize(Integer.MIN_VALUE));
      out.sql(
          "streamed",
          () -> {
            ResultSet r = s.executeQuery("SELECT id, what FROM log ORDER BY id");
            r.next();
            out.call("first", () -> r.getInt(1));
            out.perhaps("in between", () -> other(c));
            int n = 1;
            while (r.next()) {
              n++;
            }
            r.close();
            return n;
          });
      out.sql(
          "left early",
          () -> {
            ResultSet r = s.executeQuery("SELECT id FROM log ORDER BY id");
            r.next();
            r.close();
            return "closed";
          });
    }
    try (PreparedStatement p = c.prepareStatement("SELECT id FROM log WHERE id > ? ORDER BY id")) {
      out.run("row by row", () -> p.setFetchSize(Integer.MIN_VALUE));
      p.setInt(1, 3);
      out.sql("streamed", () -> p.executeQuery());
      out.sql("again", () -> p.executeQuery());
    }
    try (PreparedStatement p = c.prepareStatement("SELECT id FROM log WHERE id > ? ORDER BY id")) {
      p.setFetchSize(2);
      p.setInt(1, 2);
      out.sql("by two", () -> p.executeQuery());
      out.sql(
          "by two, left",
          () -> {
            ResultSet r = p.executeQuery();
            r.next();
            return r.getInt(1);
          });
    }
    try (Statement s = c.createStatement()) {
      s.setFetchSize(2);
      out.sql("text by two", () -> s.executeQuery("SELECT id FROM log ORDER BY id LIMIT 5"));
    }
  }

  private static int other(Connection c) throws Exception {
    try (Statement s = c.createStatement()) {
      return s.executeUpdate("UPDATE item SET stock = stock WHERE id = 1");
    }
  }

  static void updatable(Connection c, Printer out) throws Exception {
    try (Statement s =
        c.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      out.sql(
          "updatable",
          () -> {
            ResultSet r = s.executeQuery("SELECT id, label FROM parent ORDER BY id");
            out.call("concurrency", r::getConcurrency);
            out.run("to insert", r::moveToInsertRow);
            out.run("id", () -> r.updateInt(1, 70));
            out.run("label", () -> r.updateString(2, "inserted"));
            out.perhaps("insert", () -> done(r::insertRow));
            out.run("back", r::moveToCurrentRow);
            out.call("first", r::first);
            out.run("label", () -> r.updateString("label", "changed"));
            out.run("cancel", r::cancelRowUpdates);
            out.run("label", () -> r.updateString("label", "changed more"));
            out.perhaps("update", () -> done(r::updateRow));
            out.call("label", () -> r.getString(2));
            out.perhaps("refresh", () -> done(r::refreshRow));
            out.call("updated", r::rowUpdated);
            return "seen";
          });
      out.sql("stands", () -> c.createStatement().executeQuery("SELECT * FROM parent"));
      if (c.isClosed()) {
        return; // a pool that gave it up closes it, and its statements, in its own time
      }
      out.sql(
          "deleting",
          () -> {
            ResultSet r = s.executeQuery("SELECT id, label FROM parent WHERE id = 70");
            out.call("next", r::next);
            out.perhaps("delete", () -> done(r::deleteRow));
            return "seen";
          });
      out.sql(
          "without key",
          () -> {
            ResultSet r = s.executeQuery("SELECT label FROM parent");
            r.next();
            out.run("label", () -> r.updateString(1, "x"));
            return "seen";
          });
    }
    try (Statement s = c.createStatement()) {
      out.sql("stands", () -> s.executeQuery("SELECT * FROM parent"));
    }
  }

  private static String done(Printer.Action action) throws Exception {
    action.run();
    return "done";
  }
}
