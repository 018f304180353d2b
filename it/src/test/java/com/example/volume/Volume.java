package com.example.volume;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Many reads that can be told apart: each says its session and its number as {@code
 * qSESSION-NUMBER}, and has one of so many digests, each as often. Sessions with an even number
 * read in transactions of five. Arguments: URL, user, password, sessions, statements of each,
 * digests.
 */
public final class Volume {
  public static final int TRANSACTION = 5;

  private Volume() {}

  public static void main(String[] args) throws Exception {
    int sessions = Integer.parseInt(args[3]);
    int statements = Integer.parseInt(args[4]);
    int digests = Integer.parseInt(args[5]);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      int session = i;
      // In this order, so that connection 1 is session 0.
      Connection c = DriverManager.getConnection(args[0], args[1], args[2]);
      Thread thread = new Thread(() -> read(c, session, sessions, statements, digests));
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("done");
  }

  private static void read(Connection c, int session, int sessions, int statements, int digests) {
    boolean transactions = session % 2 == 0;
    try (c;
        Statement statement = c.createStatement()) {
      c.setAutoCommit(!transactions);
      for (int n = 0; n < statements; n++) {
        statement
            .executeQuery(
                "SELECT 'q" + session + "-" + n + "' AS d" + (n * sessions + session) % digests)
            .close();
        if (transactions && n % TRANSACTION == TRANSACTION - 1) {
          c.commit();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
