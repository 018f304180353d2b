package com.example.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a customer is about to buy. */
final class Carts {
  private final Database database;

  Carts(Database database) {
    this.database = database;
  }

  record Line(long product, String name, BigDecimal price, int quantity) {}

  List<Line> show(long customer) throws SQLException, ShopException {
    return database.run(connection -> lines(connection, customer));
  }

  /** The cart, by product id. */
  static List<Line> lines(Connection connection, long customer) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT c.product_id, p.name, p.price, c.quantity"
                + " FROM cart_lines c JOIN products p ON p.id = c.product_id"
                + " WHERE c.customer_id = ? ORDER BY c.product_id")) {
      statement.setLong(1, customer);
      try (ResultSet rows = statement.executeQuery()) {
        List<Line> lines = new ArrayList<>();
        while (rows.next()) {
          lines.add(
              new Line(rows.getLong(1), rows.getString(2), rows.getBigDecimal(3), rows.getInt(4)));
        }
        return lines;
      }
    }
  }

  void add(long customer, long product, int quantity) throws SQLException, ShopException {
    if (quantity < 1 || quantity > 99) {
      throw new ShopException(400, "quantity: 1 to 99");
    }
    database.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO cart_lines (customer_id, product_id, quantity) VALUES (?, ?, ?)"
                      + " ON DUPLICATE KEY UPDATE quantity = LEAST(99, quantity + VALUES(quantity))")) {
            statement.setLong(1, customer);
            statement.setLong(2, product);
            statement.setInt(3, quantity);
            return statement.executeUpdate();
          }
        });
  }

  void remove(long customer, long product) throws SQLException, ShopException {
    int removed =
        database.run(
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      "DELETE FROM cart_lines WHERE customer_id = ? AND product_id = ?")) {
                statement.setLong(1, customer);
                statement.setLong(2, product);
                return statement.executeUpdate();
              }
            });
    if (removed == 0) {
      throw ShopException.notFound("product in the cart");
    }
  }

  static void empty(Connection connection, long customer) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM cart_lines WHERE customer_id = ?")) {
      statement.setLong(1, customer);
      statement.executeUpdate();
    }
  }
}
