package com.example.pace;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/**
 * A few reads, again and again at an easy pace, for so many seconds. Arguments: URL, user,
 * password, seconds, customers, orders.
 */
public final class Pace {
  private static final int PAUSE_MILLIS = 5;

  private Pace() {}

  public static void main(String[] args) throws Exception {
    long end = System.nanoTime() + Integer.parseInt(args[3]) * 1_000_000_000L;
    int customers = Integer.parseInt(args[4]);
    int orders = Integer.parseInt(args[5]);
    Random random = new Random(1);
    try (Connection c = DriverManager.getConnection(args[0], args[1], args[2])) {
      List<PreparedStatement> reads =
          List.of(
              c.prepareStatement("SELECT id, ref FROM orders WHERE id = ?"),
              c.prepareStatement("SELECT COUNT(*), MAX(total) FROM orders WHERE customer = ?"),
              c.prepareStatement("SELECT name FROM customer WHERE id = ?"),
              c.prepareStatement("SELECT SUM(total) FROM orders WHERE id BETWEEN ? AND ? + 2000"));
      while (System.nanoTime() - end < 0) {
        read(reads.get(0), 1 + random.nextInt(orders));
        read(reads.get(1), 1 + random.nextInt(customers));
        read(reads.get(2), 1 + random.nextInt(customers));
        PreparedStatement range = reads.get(3);
        range.setInt(2, 1);
        read(range, 1 + random.nextInt(orders));
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    System.out.println("done");
  }

  private static void read(PreparedStatement read, int id) throws SQLException {
    read.setInt(1, id);
    try (ResultSet rows = read.executeQuery()) {
      while (rows.next()) {
        rows.getString(1);
      }
    }
  }
}
