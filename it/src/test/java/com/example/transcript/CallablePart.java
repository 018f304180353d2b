package com.example.transcript;

import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Types;

/** Stored procedures and functions. */
final class CallablePart {
  private CallablePart() {}

  static void run(Connection c, Printer out) throws Exception {
    try (CallableStatement p = c.prepareCall("{call add_item(?, ?, ?, ?)}")) {
      p.setString(1, "c1");
      p.setBigDecimal(2, new BigDecimal("5.50"));
      p.registerOutParameter(3, Types.INTEGER);
      p.setInt(4, 7);
      p.registerOutParameter(4, Types.INTEGER);
      out.sql("by position", p::execute);
      out.call("new id", () -> p.getInt(3) > 0);
      out.call("total", () -> p.getInt(4));
      out.call("was null", p::wasNull);
      p.setString(1, "c2");
      p.setInt(4, 8);
      out.sql("again", p::executeUpdate);
      out.call("total", () -> p.getObject(4));
      out.sql("duplicate", p::execute);
      p.setString(1, "c3");
      out.sql("large", p::executeLargeUpdate);
    }
    try (CallableStatement p = c.prepareCall("{call add_item(?, ?, ?, ?)}")) {
      out.run("n", () -> p.setString("n", "c4"));
      out.run("p", () -> p.setBigDecimal("p", new BigDecimal("6.50")));
      out.run("new_id", () -> p.registerOutParameter("new_id", Types.INTEGER));
      out.run("total", () -> p.setInt("total", 40));
      out.run("total out", () -> p.registerOutParameter("total", Types.INTEGER));
      out.sql("by name", p::execute);
      out.call("total", () -> p.getInt("total"));
      out.call("unknown", () -> p.getInt("nope"));
      out.run("unknown in", () -> p.setInt("nope", 1));
    }
    try (CallableStatement p = c.prepareCall("{? = call twice(?)}")) {
      p.registerOutParameter(1, Types.INTEGER);
      p.setInt(2, 21);
      out.sql("function", p::execute);
      out.call("twice", () -> p.getInt(1));
      p.setNull(2, Types.INTEGER);
      out.sql("of null", p::execute);
      out.call("twice", () -> p.getInt(1));
      out.call("was null", p::wasNull);
    }
    try (CallableStatement p = c.prepareCall("CALL two_results(?)")) {
      p.setInt(1, 3);
      out.sql("results", p::execute);
      for (int i = 0; i < 4; i++) {
        out.call("rows", p::getResultSet);
        out.call("count", p::getUpdateCount);
        out.call("more", p::getMoreResults);
      }
      p.setInt(1, 4);
      out.sql("query", p::executeQuery);
    }
    try (CallableStatement p = c.prepareCall("{call bump()}")) {
      out.sql("none", p::execute);
      out.call("count", p::getUpdateCount);
      p.addBatch();
      p.addBatch();
      out.sql("batch", 2, p::executeBatch);
    }
    try (CallableStatement p = c.prepareCall("{call two_results(?)}")) {
      for (int i = 0; i < 3; i++) {
        p.setInt(1, i);
        p.addBatch();
      }
      out.sql("batch of results", 3, p::executeBatch);
    }
    out.run(
        "missing",
        () -> {
          try (CallableStatement p = c.prepareCall("{call nowhere(?)}")) {
            p.setInt(1, 1);
            out.perhaps("execute", p::execute);
          }
        });
    try (CallableStatement p = c.prepareCall("{call add_item(?, ?, ?, ?)}")) {
      p.setString(1, "c5");
      out.perhaps("incomplete", p::execute);
      out.call("out before", () -> p.getInt(3));
    }
  }
}
