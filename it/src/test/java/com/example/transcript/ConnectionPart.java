package com.example.transcript;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** java.sql.Connection. */
final class ConnectionPart {
  private ConnectionPart() {}

  static void run(Connection c, Printer out) throws Exception {
    String schema = c.getCatalog();
    out.call("catalog", c::getCatalog);
    out.call("schema", c::getSchema);
    out.run("set catalog", () -> c.setCatalog("information_schema"));
    out.call("catalog", c::getCatalog);
    out.sql("there", () -> one(c, "SELECT DATABASE()"));
    out.run("and back", () -> c.setCatalog(schema));
    out.run("same again", () -> c.setCatalog(schema));
    out.run("set schema", () -> c.setSchema("information_schema"));
    out.call("schema", c::getSchema);
    out.sql("where", () -> one(c, "SELECT DATABASE()"));
    out.run("back", () -> c.setCatalog(schema));
    out.sql("use", () -> one(c, "USE information_schema /* said */"));
    out.call("catalog", c::getCatalog);
    out.run("back", () -> c.setCatalog(schema));
    out.sql("home", () -> one(c, "SELECT DATABASE() = '" + schema + "'"));
    out.run("unknown catalog", () -> c.setCatalog("no_such_schema"));
    out.call("isolation", c::getTransactionIsolation);
    for (int level : new int[] {1, 2, 4, 8}) {
      out.run("set isolation", () -> c.setTransactionIsolation(level));
      out.call("isolation", c::getTransactionIsolation);
    }
    out.run("no isolation", () -> c.setTransactionIsolation(Connection.TRANSACTION_NONE));
    out.run("back", () -> c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ));
    out.call("read-only", c::isReadOnly);
    out.run("set read-only", () -> c.setReadOnly(true));
    out.call("read-only", c::isReadOnly);
    out.sql("reads", () -> one(c, "SELECT COUNT(*) FROM item"));
    out.perhaps("refused write", () -> one(c, "UPDATE item SET stock = 0 WHERE id = -1"));
    out.run("writable", () -> c.setReadOnly(false));
    out.sql("writes", () -> one(c, "UPDATE item SET stock = 0 WHERE id = -1"));
    out.call("holdability", c::getHoldability);
    out.run("set holdability", () -> c.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT));
    out.call("native", () -> c.nativeSQL("SELECT {fn NOW()}, {d '2020-01-01'}"));
    out.call("valid", () -> c.isValid(5));
    out.call("network", c::getNetworkTimeout);
    out.run("set network", () -> c.setNetworkTimeout(Runnable::run, 30_000));
    out.call("network", c::getNetworkTimeout);
    out.run("client info", () -> c.setClientInfo("ApplicationName", "transcript"));
    out.call("client info", () -> c.getClientInfo("ApplicationName"));
    out.run("client infos", () -> c.setClientInfo(new Properties()));
    out.call("type map", c::getTypeMap);
    out.run("set type map", () -> c.setTypeMap(Map.of()));
    out.run("array", () -> c.createArrayOf("INT", new Object[] {1}));
    out.run("struct", () -> c.createStruct("S", new Object[0]));
    out.run("begin request", c::beginRequest);
    out.run("end request", c::endRequest);
    out.warnings("warnings", c.getWarnings());
    out.run("clear", c::clearWarnings);
    out.call("closed", c::isClosed);
    out.call("autocommit", c::getAutoCommit);
    out.run("commit under autocommit", c::commit);
    out.run("rollback under autocommit", c::rollback);
    out.run("savepoint under autocommit", c::setSavepoint);
  }

  static void transactions(Connection c, Printer out) throws Exception {
    out.run("off", () -> c.setAutoCommit(false));
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t1')"));
    out.run("commit", c::commit);
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t2')"));
    out.run("rollback", c::rollback);
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t3')"));
    Savepoint first = out.call("savepoint", () -> c.setSavepoint("first"));
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t4')"));
    Savepoint second = out.call("savepoint", () -> c.setSavepoint());
    out.call("name", first::getSavepointName);
    out.call("no id", first::getSavepointId);
    out.call("id", () -> second.getSavepointId() >= 0);
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t5')"));
    out.run("rollback to second", () -> c.rollback(second));
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t6')"));
    out.run("rollback to first", () -> c.rollback(first));
    out.run("second is gone", () -> c.rollback(second));
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t7')"));
    out.run("release", () -> c.releaseSavepoint(first));
    out.run("released", () -> c.rollback(first));
    out.sql("switch commits", () -> one(c, "INSERT INTO log (what) VALUES ('t8')"));
    out.run("on", () -> c.setAutoCommit(true));
    out.run("on again", () -> c.setAutoCommit(true));
    out.run("off", () -> c.setAutoCommit(false));
    out.sql("fails in it", () -> one(c, "INSERT INTO item (name) VALUES ('a1')"));
    out.sql("goes on", () -> one(c, "INSERT INTO log (what) VALUES ('t9')"));
    out.sql("definition commits", () -> one(c, "CREATE TABLE IF NOT EXISTS ddl_here (id INT)"));
    out.sql("insert", () -> one(c, "INSERT INTO log (what) VALUES ('t10')"));
    out.run("rollback", c::rollback);
    out.run("empty commit", c::commit);
    out.run("empty rollback", c::rollback);
    out.run("read-only in it", () -> c.setReadOnly(true));
    out.sql("reads", () -> one(c, "SELECT COUNT(*) FROM log"));
    out.run("isolation in it", () -> c.setTransactionIsolation(2));
    out.run("commit", c::commit);
    out.run("writable", () -> c.setReadOnly(false));
    out.run("back", () -> c.setTransactionIsolation(4));
    out.run("on", () -> c.setAutoCommit(true));
    out.sql("log", () -> one(c, "SELECT COUNT(*), MAX(what) FROM log WHERE what LIKE 't%'"));
    out.sql("drop", () -> one(c, "DROP TABLE ddl_here"));
  }

  static void text(Connection c, Printer out) throws Exception {
    String[] statements = {
      "BEGIN",
      "INSERT INTO log (what) VALUES ('x1')",
      "ROLLBACK",
      "START TRANSACTION",
      "INSERT INTO log (what) VALUES ('x2')",
      "SAVEPOINT s",
      "INSERT INTO log (what) VALUES ('x3')",
      "ROLLBACK TO SAVEPOINT s",
      "RELEASE SAVEPOINT s",
      "COMMIT",
      "SET autocommit = 0",
      "INSERT INTO log (what) VALUES ('x4')",
      "ROLLBACK",
      "INSERT INTO log (what) VALUES ('x5')",
      "COMMIT WORK",
      "SET autocommit = 1",
      "SET SESSION sql_mode = 'ANSI_QUOTES'",
      "SELECT \"id\" FROM \"item\" WHERE \"id\" = 1",
      "SET SESSION sql_mode = DEFAULT",
      "START TRANSACTION READ ONLY",
      "SELECT COUNT(*) FROM log",
      "INSERT INTO log (what) VALUES ('x6')",
      "COMMIT",
      "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
      "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
      "SELECT what FROM log WHERE what LIKE 'x%' ORDER BY id",
    };
    for (String sql : statements) {
      out.sql(sql, () -> one(c, sql + " /* said */"));
    }
    out.call("autocommit", c::getAutoCommit);
  }

  static void wrappers(Connection c, Printer out) throws Exception {
    out.call("class", c::getClass);
    out.call("to string", () -> c.toString().replaceAll("[@#]\\S*", ""));
    out.call("is connection", () -> c.isWrapperFor(Connection.class));
    out.call("unwrap", () -> c.unwrap(Connection.class).getClass());
    out.call("unwrap wrong", () -> c.unwrap(String.class));
    out.call("equals", () -> c.equals(c));
    try (Statement s = c.createStatement()) {
      out.call("class", s::getClass);
      out.call("is statement", () -> s.isWrapperFor(Statement.class));
      out.call("unwrap", () -> s.unwrap(Statement.class).getClass());
      out.sql("class of rows", () -> s.executeQuery("SELECT 1").getClass());
      out.call("class of metadata", () -> c.getMetaData().getClass());
      out.call("same connection", () -> s.getConnection() == c);
      out.call("class of text", () -> c.prepareStatement("SELECT 1").getClass());
      out.call("class of call", () -> c.prepareCall("{call bump()}").getClass());
    }
  }

  static Object one(Connection c, String sql) throws Exception {
    try (Statement s = c.createStatement()) {
      if (s.execute(sql)) {
        ResultSet rows = s.getResultSet();
        StringBuilder text = new StringBuilder();
        while (rows.next()) {
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            text.append(rows.getString(i)).append(' ');
          }
        }
        return text;
      }
      return s.getUpdateCount();
    }
  }
}
