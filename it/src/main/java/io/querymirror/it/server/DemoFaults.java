package io.querymirror.it.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Changes a schema of the demo as somebody would who takes it for harmless: an index less, and
 * another collation. Arguments: URL, user, password.
 */
public final class DemoFaults {
  private DemoFaults() {}

  public static void main(String[] args) throws SQLException {
    try (Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE orders DROP FOREIGN KEY order_customer, DROP KEY by_customer");
      statement.execute(
          "ALTER TABLE categories MODIFY name VARCHAR(60) COLLATE utf8mb4_bin NOT NULL");
    }
  }
}
