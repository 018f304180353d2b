package com.example.first;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * Connects, runs one statement, and ends when it is told to: {@code OneStatement URL USER
 * PASSWORD}.
 */
public final class OneStatement {
  private OneStatement() {}

  public static void main(String[] args) throws Exception {
    double before = Self.cpu();
    long start = System.nanoTime();
    Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
    long connected = System.nanoTime();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT name, amount FROM points WHERE id = ? AND shard = ?")) {
      select.setInt(1, 17);
      select.setInt(2, 1);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
      }
    }
    long done = System.nanoTime();
    System.out.println("?");
    System.in.read();
    System.out.println(
        "@ before="
            + before
            + " connect="
            + (connected - start) / 1e6
            + " statement="
            + (done - connected) / 1e6
            + " peak="
            + Self.peak());
    connection.close();
  }
}
