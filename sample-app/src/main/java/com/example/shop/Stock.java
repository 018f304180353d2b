package com.example.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The store room: what is left, what comes in, and new price lists. */
final class Stock {
  private final Database database;

  Stock(Database database) {
    this.database = database;
  }

  record Level(long product, String sku, String name, int quantity, int reorderLevel) {}

  /** One entry of a price list. */
  record Offer(String sku, int category, String name, BigDecimal price, int quantity) {}

  /** What should be ordered soon, scarcest first. */
  List<Level> low() throws SQLException, ShopException {
    return database.run(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TEMPORARY TABLE IF EXISTS low_stock");
            statement.execute(
                "CREATE TEMPORARY TABLE low_stock"
                    + " (product_id BIGINT NOT NULL PRIMARY KEY, quantity INT NOT NULL, reorder_level INT NOT NULL)");
            statement.executeUpdate(
                "INSERT INTO low_stock SELECT product_id, quantity, reorder_level FROM stock"
                    + " WHERE quantity <= reorder_level");
            List<Level> levels = new ArrayList<>();
            try (ResultSet rows =
                statement.executeQuery(
                    "SELECT p.id, p.sku, p.name, l.quantity, l.reorder_level"
                        + " FROM low_stock l JOIN products p ON p.id = l.product_id"
                        + " ORDER BY l.quantity, p.id LIMIT 50")) {
              while (rows.next()) {
                levels.add(
                    new Level(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getInt(4),
                        rows.getInt(5)));
              }
            }
            statement.execute("DROP TEMPORARY TABLE low_stock");
            return levels;
          }
        });
  }

  /**
   * Adds to the stock, or takes from it, and writes down who did.
   *
   * @return the new quantity
   */
  int adjust(long product, int delta, String reason, String actor)
      throws SQLException, ShopException {
    return database.transaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement("SET @actor = ?")) {
            statement.setString(1, actor);
            statement.execute();
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE stock SET quantity = quantity + ? WHERE product_id = ?"
                      + " AND quantity + ? >= 0")) {
            statement.setInt(1, delta);
            statement.setLong(2, product);
            statement.setInt(3, delta);
            if (statement.executeUpdate() == 0) {
              throw new ShopException(409, "no such product, or not so much of it");
            }
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO stock_movements (product_id, delta, reason, actor)"
                      + " VALUES (?, ?, ?, @actor)")) {
            statement.setLong(1, product);
            statement.setInt(2, delta);
            statement.setString(3, reason);
            statement.executeUpdate();
          }
          return quantity(connection, product);
        });
  }

  private static int quantity(Connection connection, long product) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT quantity FROM stock WHERE product_id = ?")) {
      statement.setLong(1, product);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Takes over a price list: new products come in, known ones get its name and price. */
  int importOffers(List<Offer> offers) throws SQLException, ShopException {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO products (sku, category_id, name, description, price)"
                      + " VALUES (?, ?, ?, '', ?)"
                      + " ON DUPLICATE KEY UPDATE name = VALUES(name), price = VALUES(price)")) {
            for (Offer offer : offers) {
              statement.setString(1, offer.sku());
              statement.setInt(2, offer.category());
              statement.setString(3, offer.name());
              statement.setBigDecimal(4, offer.price());
              statement.addBatch();
            }
            statement.executeBatch();
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT IGNORE INTO stock (product_id, quantity)"
                      + " SELECT id, ? FROM products WHERE sku = ?")) {
            for (Offer offer : offers) {
              statement.setInt(1, offer.quantity());
              statement.setString(2, offer.sku());
              statement.addBatch();
            }
            statement.executeBatch();
          }
          return offers.size();
        });
  }
}
