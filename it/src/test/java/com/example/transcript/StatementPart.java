package com.example.transcript;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/** java.sql.Statement. */
final class StatementPart {
  private StatementPart() {}

  static void run(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.sql("executeUpdate", () -> s.executeUpdate(insert("a1")));
      out.sql(
          "executeUpdate int", () -> s.executeUpdate(insert("a2"), Statement.NO_GENERATED_KEYS));
      out.call("no keys", s::getGeneratedKeys);
      out.sql("execute insert", () -> s.execute(insert("a3")));
      out.call("count", s::getUpdateCount);
      out.call("large count", s::getLargeUpdateCount);
      out.call("result", s::getResultSet);
      out.call("more", s::getMoreResults);
      out.call("count after", s::getUpdateCount);
      out.sql("large", () -> s.executeLargeUpdate(insert("a4")));
      out.sql(
          "update", () -> s.executeUpdate("UPDATE item SET stock = stock + 5 WHERE name > 'a1'"));
      out.sql("update none", () -> s.executeUpdate("UPDATE item SET stock = 1 WHERE name = 'zz'"));
      out.sql("update same", () -> s.executeUpdate("UPDATE item SET stock = 5 WHERE name = 'a2'"));
      out.sql("delete", () -> s.executeUpdate("DELETE FROM item WHERE name = 'a4'"));
      out.sql(
          "replace",
          () -> s.executeUpdate("REPLACE INTO item (id, name, price) VALUES (2, 'a2r', 2.5)"));
      out.sql(
          "on duplicate",
          () ->
              s.executeUpdate(
                  "INSERT INTO item (name, price) VALUES ('a1', 9) ON DUPLICATE KEY UPDATE"
                      + " price = VALUES(price)"));
      out.sql(
          "ignore", () -> s.executeUpdate("INSERT IGNORE INTO item (name) VALUES ('a1'), ('a5')"));
      out.warnings("warnings", s.getWarnings());
      out.run("clear", s::clearWarnings);
      out.sql("query", () -> s.executeQuery("SELECT id, name, price, stock FROM item ORDER BY id"));
      out.sql("execute select", () -> s.execute("SELECT COUNT(*) FROM item"));
      out.call("its rows", s::getResultSet);
      out.call("its count", s::getUpdateCount);
      out.sql("leading comment", () -> s.executeQuery("/* hello */ SELECT 'é', '日本', '😀', ''''"));
      out.sql("blank", () -> s.executeQuery("  \n\t SELECT 1 -- end"));
      out.sql("hash", () -> s.executeQuery("# a comment\nSELECT 'a\\'b', \"c\"\"d\""));
    }
  }

  static void keys(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.sql(
          "executeUpdate keys",
          () -> s.executeUpdate(insert("k1"), Statement.RETURN_GENERATED_KEYS));
      out.call("keys", s::getGeneratedKeys);
      out.sql("executeUpdate int[]", () -> s.executeUpdate(insert("k2"), new int[] {1}));
      out.call("keys", s::getGeneratedKeys);
      out.sql("executeUpdate String[]", () -> s.executeUpdate(insert("k3"), new String[] {"id"}));
      out.call("keys", s::getGeneratedKeys);
      out.sql("execute keys", () -> s.execute(insert("k4"), Statement.RETURN_GENERATED_KEYS));
      out.call("keys", s::getGeneratedKeys);
      out.sql("execute int[]", () -> s.execute(insert("k5"), new int[] {1}));
      out.call("keys", s::getGeneratedKeys);
      out.sql("execute String[]", () -> s.execute(insert("k6"), new String[] {"id"}));
      out.call("keys", s::getGeneratedKeys);
      out.sql(
          "large keys", () -> s.executeLargeUpdate(insert("k7"), Statement.RETURN_GENERATED_KEYS));
      out.call("keys", s::getGeneratedKeys);
      out.sql("large int[]", () -> s.executeLargeUpdate(insert("k8"), new int[] {1}));
      out.call("keys", s::getGeneratedKeys);
      out.sql("large String[]", () -> s.executeLargeUpdate(insert("k9"), new String[] {"id"}));
      out.call("keys", s::getGeneratedKeys);
      out.sql(
          "many keys",
          () ->
              s.executeUpdate(
                  "INSERT INTO item (name) VALUES ('m1'), ('m2'), ('m3')",
                  Statement.RETURN_GENERATED_KEYS));
      out.call("keys", s::getGeneratedKeys);
      out.sql("last id", () -> s.executeQuery("SELECT LAST_INSERT_ID()"));
    }
  }

  static void results(Connection c, Printer out) throws Exception {
    try (Statement s =
        c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      out.run("max rows", () -> s.setMaxRows(2));
      out.sql("two", () -> s.executeQuery("SELECT id FROM item ORDER BY id"));
      out.run("large max rows", () -> s.setLargeMaxRows(0));
      out.run("max field", () -> s.setMaxFieldSize(100));
      out.run("fetch", () -> s.setFetchSize(3));
      out.run("direction", () -> s.setFetchDirection(ResultSet.FETCH_FORWARD));
      out.run("escape", () -> s.setEscapeProcessing(true));
      out.run("poolable", () -> s.setPoolable(true));
      out.call("get max rows", s::getMaxRows);
      out.call("get fetch", s::getFetchSize);
      out.call("get direction", s::getFetchDirection);
      out.call("get type", s::getResultSetType);
      out.call("get concurrency", s::getResultSetConcurrency);
      out.call("get holdability", s::getResultSetHoldability);
      out.call("is poolable", s::isPoolable);
      out.call("get timeout", s::getQueryTimeout);
      ResultSet r =
          out.sql(
              "scroll",
              () -> {
                ResultSet all = s.executeQuery("SELECT id, name FROM item ORDER BY id LIMIT 5");
                out.call("last", all::last);
                out.call("row", all::getRow);
                out.call("absolute", () -> all.absolute(2));
                out.call("name", () -> all.getString("name"));
                out.call("relative", () -> all.relative(-1));
                out.call("id", () -> all.getInt(1));
                out.call("previous", all::previous);
                out.call("before", all::isBeforeFirst);
                out.call("read nothing", () -> all.getInt(1));
                out.call("bad column", () -> all.getInt("nope"));
                return all;
              });
      out.call("statement of it", () -> r.getStatement() == s);
      out.sql("escapes", () -> s.executeQuery("SELECT {fn CONCAT('a', 'b')}, {d '2020-02-03'}"));
      out.call("first closed by second", r::isClosed);
      out.run("close on completion", s::closeOnCompletion);
      out.call("is", s::isCloseOnCompletion);
      out.sql("last query", () -> s.executeQuery("SELECT 1"));
      out.call("closed", s::isClosed);
    }
  }

  static void multi(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.sql(
          "multi",
          () ->
              s.execute("SELECT 1 AS a; UPDATE item SET stock = 7 WHERE id = 1; SELECT 2 AS b, 3"));
      for (int i = 0; i < 4; i++) {
        out.call("rows", s::getResultSet);
        out.call("count", s::getUpdateCount);
        out.call("more", s::getMoreResults);
      }
      out.sql(
          "multi update",
          () ->
              s.executeUpdate(
                  "UPDATE item SET stock = 8 WHERE id = 1; DELETE FROM item WHERE id = -1"));
      out.call("more", s::getMoreResults);
      out.call("count", s::getUpdateCount);
      out.sql(
          "multi failing",
          () ->
              s.execute("UPDATE item SET stock = 9 WHERE id = 1; SELECT * FROM nowhere; SELECT 5"));
      out.call("count", s::getUpdateCount);
      out.call("more", s::getMoreResults);
      out.call("keep", () -> s.getMoreResults(Statement.KEEP_CURRENT_RESULT));
      out.sql("after", () -> s.executeQuery("SELECT stock FROM item WHERE id = 1"));
    }
  }

  static void oddities(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.sql("syntax", () -> s.execute("SELEC 1"));
      out.sql("unknown table", () -> s.executeQuery("SELECT * FROM nowhere"));
      out.sql("duplicate", () -> s.executeUpdate(insert("a1")));
      out.sql("foreign key", () -> s.executeUpdate("INSERT INTO child VALUES (1, 99)"));
      out.sql("no default", () -> s.executeUpdate("INSERT INTO child (id) VALUES (1)"));
      out.sql(
          "too long", () -> s.executeUpdate("INSERT INTO item (name) VALUES (REPEAT('x', 99))"));
      out.sql("division", () -> s.executeQuery("SELECT 1/0"));
      out.warnings("warnings", s.getWarnings());
      out.sql("drop", () -> s.executeUpdate("DROP TABLE IF EXISTS nowhere"));
      out.warnings("warnings", s.getWarnings());
      out.perhaps(
          "update as query", () -> s.executeQuery("UPDATE item SET stock = 3 WHERE id = 1"));
      out.perhaps("query as update", () -> s.executeUpdate("SELECT 1"));
      out.perhaps("null", () -> s.execute(null));
      out.perhaps("empty", () -> s.execute(""));
      out.sql("signal", () -> s.execute("SIGNAL SQLSTATE '45001' SET MESSAGE_TEXT = 'mine'"));
      out.sql("variable", () -> s.execute("SET @a = 41"));
      out.sql("reads it", () -> s.executeQuery("SELECT @a + 1"));
      out.sql("temporary", () -> s.execute("CREATE TEMPORARY TABLE tmp (id INT)"));
      out.sql("fills it", () -> s.executeUpdate("INSERT INTO tmp VALUES (1), (2)"));
      out.sql("counts it", () -> s.executeQuery("SELECT COUNT(*) FROM tmp"));
      out.sql("show", () -> s.executeQuery("SHOW COLUMNS FROM parent"));
      out.sql("explain", () -> s.execute("DESCRIBE parent"));
      out.run("cancel nothing", s::cancel);
      out.call("enquote", () -> s.enquoteLiteral("it's"));
      out.call("identifier", () -> s.enquoteIdentifier("a b", false));
      out.call("simple", () -> s.isSimpleIdentifier("ab"));
      out.call("connection", () -> s.getConnection() == c);
      out.call("to string", () -> s.toString().replaceAll("@.*", ""));
    }
    Statement closed = c.createStatement();
    closed.close();
    out.run("close again", closed::close);
    out.perhaps("use closed", () -> closed.executeQuery("SELECT 1"));
    out.call("closed", closed::isClosed);
  }

  static String insert(String name) {
    return "INSERT INTO item (name, price) VALUES ('" + name + "', 1.25)";
  }
}
