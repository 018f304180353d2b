package com.example.transcript;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/** Statements that are stopped. */
final class TimeOutPart {
  private TimeOutPart() {}

  static void run(Connection c, Printer out) throws Exception {
    try (Statement s = c.createStatement()) {
      s.setQueryTimeout(1);
      out.sql("timed out", () -> s.executeQuery("SELECT SLEEP(5)"));
      s.setQueryTimeout(30);
      out.sql("in time", () -> s.executeQuery("SELECT 1"));
    }
    try (PreparedStatement p = c.prepareStatement("SELECT SLEEP(?)")) {
      p.setQueryTimeout(1);
      p.setInt(1, 5);
      out.sql("timed out", () -> p.executeQuery());
      p.setInt(1, 0);
      out.sql("in time", () -> p.executeQuery());
    }
    try (Statement s = c.createStatement()) {
      CountDownLatch sent = new CountDownLatch(1);
      Thread canceller =
          new Thread(
              () -> {
                try {
                  sent.await();
                  // The statement must have reached the server before it can be stopped there.
                  Thread.sleep(500);
                  s.cancel();
                } catch (Exception e) {
                  out.thrown("cancel", e);
                }
              });
      canceller.start();
      out.sql(
          "cancelled",
          () -> {
            sent.countDown();
            try {
              // Short, as its copy sleeps to the end, and the exit would wait for it.
              s.executeQuery("SELECT SLEEP(2)").close();
            } catch (SQLException e) {
              // Which of three ends it takes is a race inside the driver.
            }
            return "ended";
          });
      canceller.join();
      out.sql("goes on", () -> s.executeQuery("SELECT 2"));
    }
  }
}
