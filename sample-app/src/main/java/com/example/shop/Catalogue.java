package com.example.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the shop sells: reads only. */
final class Catalogue {
  private static final int PAGE = 20;

  private final Database database;

  Catalogue(Database database) {
    this.database = database;
  }

  record Category(int id, String name) {}

  record Product(long id, String sku, String name, BigDecimal price) {}

  record ProductPage(
      long id,
      String sku,
      String name,
      String category,
      String description,
      BigDecimal price,
      int quantity) {}

  List<Category> categories() throws SQLException, ShopException {
    return database.run(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery("SELECT id, name FROM categories ORDER BY name")) {
            List<Category> categories = new ArrayList<>();
            while (rows.next()) {
              categories.add(new Category(rows.getInt(1), rows.getString(2)));
            }
            return categories;
          }
        });
  }

  /** One page of a category, by name; pages count from 0. */
  List<Product> list(int category, int page) throws SQLException, ShopException {
    return database.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, sku, name, price FROM products"
                      + " WHERE category_id = ? AND active = 1 ORDER BY name, id LIMIT ? OFFSET ?")) {
            statement.setInt(1, category);
            statement.setInt(2, PAGE);
            statement.setInt(3, page * PAGE);
            return products(statement);
          }
        });
  }

  /** Products whose name or description holds the words, cheapest first. */
  List<Product> search(String words) throws SQLException, ShopException {
    String pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%") + "%";
    return database.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, sku, name, price FROM products"
                      + " WHERE (name LIKE ? OR description LIKE ?) AND active = 1"
                      + " ORDER BY price, id LIMIT 20")) {
            statement.setString(1, pattern);
            statement.setString(2, pattern);
            return products(statement);
          }
        });
  }

  ProductPage product(long id) throws SQLException, ShopException {
    return database.run(connection -> product(connection, id));
  }

  private static ProductPage product(Connection connection, long id)
      throws SQLException, ShopException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT p.id, p.sku, p.name, c.name, p.description, p.price, s.quantity"
                + " FROM products p"
                + " JOIN categories c ON c.id = p.category_id"
                + " LEFT JOIN stock s ON s.product_id = p.id"
                + " WHERE p.id = ?")) {
      statement.setLong(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw ShopException.notFound("product");
        }
        return new ProductPage(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getBigDecimal(6),
            row.getInt(7));
      }
    }
  }

  private static List<Product> products(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      List<Product> products = new ArrayList<>();
      while (rows.next()) {
        products.add(
            new Product(
                rows.getLong("id"),
                rows.getString("sku"),
                rows.getString("name"),
                rows.getBigDecimal("price")));
      }
      return products;
    }
  }
}
