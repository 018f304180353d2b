package com.example.transcript;

import java.sql.Connection;
import java.sql.Statement;

/** The ends of connections. */
final class ClosingPart {
  private ClosingPart() {}

  static void run(Connection c, Printer out) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    out.sql("open at close", () -> s.executeUpdate("INSERT INTO log (what) VALUES ('lost')"));
    out.run("rollback", c::rollback);
    out.sql("open again", () -> s.executeUpdate("INSERT INTO log (what) VALUES ('lost too')"));
    out.run("close", c::close);
    out.run("close again", c::close);
    out.call("closed", c::isClosed);
    out.call("statement closed", s::isClosed);
    out.perhaps("statement", () -> s.executeQuery("SELECT 1"));
    out.run("create", c::createStatement);
    out.run("commit", c::commit);
    out.run("autocommit", () -> c.setAutoCommit(true));
    out.call("valid", () -> c.isValid(1));
    out.call("catalog", c::getCatalog);
  }

  static void abort(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      out.sql("lost?", () -> s.executeQuery("SELECT what FROM log WHERE what LIKE 'lost%'"));
      out.run("abort", () -> c.abort(Runnable::run));
      out.call("closed", c::isClosed);
      out.perhaps("statement", () -> s.executeQuery("SELECT 1"));
    }
    out.run("abort again", () -> c.abort(Runnable::run));
  }
}
