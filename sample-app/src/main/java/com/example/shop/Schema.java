package com.example.shop;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes the shop's tables and fills them. Same seed, same rows, on whatever server: dates too are
 * fixed. Tables of an earlier run are dropped.
 */
public final class Schema {
  static final int CATEGORIES = 12;
  private static final int CHUNK = 500;
  private static final List<String> THINGS =
      List.of(
          "Lamp",
          "Chair",
          "Kettle",
          "Bicycle",
          "Notebook",
          "Backpack",
          "Clock",
          "e-Reader",
          "Teapot",
          "Blanket",
          "Camera",
          "Drill",
          "Mirror",
          "Basket",
          "Candle",
          "Hammock");
  private static final List<String> LOOKS =
      List.of(
          "red",
          "green",
          "oak",
          "steel",
          "small",
          "large",
          "folding",
          "Danish",
          "quiet",
          "bright",
          "light",
          "sturdy",
          "wool",
          "café",
          "everyday");

  private final Connection connection;
  private final Random random;

  private Schema(Connection connection, long seed) {
    this.connection = connection;
    this.random = new Random(seed);
  }

  /** {@code Schema URL USER PASSWORD}: creates and fills, then says how much. */
  public static void main(String[] args) throws SQLException, IOException {
    if (args.length != 3) {
      System.err.println("usage: Schema JDBC-URL USER PASSWORD");
      System.exit(2);
    }
    load(args[0], args[1], args[2], 2_000, 1_000, 42);
    System.out.println("loaded 2000 products, 1000 customers, 1000 orders");
  }

  /** Creates all tables; one past order for each customer comes with them. */
  public static void load(
      String url, String user, String password, int products, int customers, long seed)
      throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      Schema schema = new Schema(connection, seed);
      schema.drop();
      schema.create();
      connection.setAutoCommit(false);
      schema.categories();
      schema.products(products);
      schema.customers(customers);
      schema.orders(customers, products);
      connection.commit();
    }
  }

  private void drop() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("SHOW TABLES")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      statement.execute("SET foreign_key_checks = 0");
      for (String table : tables) {
        statement.execute("DROP TABLE `" + table + "`");
      }
      statement.execute("SET foreign_key_checks = 1");
      statement.execute("DROP PROCEDURE IF EXISTS customer_summary");
    }
  }

  private void create() throws SQLException, IOException {
    try (InputStream in = Schema.class.getResourceAsStream("/shop/schema.sql");
        Statement statement = connection.createStatement()) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String sql : statements(script)) {
        statement.execute(sql);
      }
    }
  }

  /** The statements of a script, which an empty line separates; comment lines are left out. */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    for (String block : script.replaceAll("(?m)^--.*\\R?", "").split("\\R{2,}")) {
      String sql = block.strip();
      if (!sql.isEmpty()) {
        statements.add(sql);
      }
    }
    return statements;
  }

  private void categories() throws SQLException {
    Rows rows = rows("INSERT INTO categories (id, name) VALUES (?, ?)");
    for (int id = 1; id <= CATEGORIES; id++) {
      rows.add(id, THINGS.get(id - 1) + "s and more");
    }
    rows.finish();
  }

  private void products(int count) throws SQLException {
    Rows products =
        rows(
            "INSERT INTO products (id, sku, category_id, name, description, price, updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, '2026-01-01 00:00:00')");
    Rows stock = rows("INSERT INTO stock (product_id, quantity, reorder_level) VALUES (?, ?, ?)");
    for (int id = 1; id <= count; id++) {
      int category = 1 + random.nextInt(CATEGORIES);
      String name = capital(pick(LOOKS)) + " " + THINGS.get(category - 1) + " " + id;
      String description =
          "A " + pick(LOOKS) + ", " + pick(LOOKS) + " one; goes well with a " + pick(THINGS) + ".";
      products.add(
          id,
          String.format("SKU-%06d", id),
          category,
          name,
          description,
          BigDecimal.valueOf(199 + random.nextInt(20_000), 2));
      // A few are nearly gone, so that some orders fail.
      stock.add(id, random.nextInt(30) == 0 ? random.nextInt(6) : 50 + random.nextInt(400), 10);
    }
    products.finish();
    stock.finish();
  }

  private void customers(int count) throws SQLException {
    Rows customers =
        rows(
            "INSERT INTO customers (id, email, name, created_at)"
                + " VALUES (?, ?, ?, '2026-01-01 00:00:00')");
    for (int id = 1; id <= count; id++) {
      customers.add(id, email(id), "Customer " + id);
    }
    customers.finish();
  }

  private void orders(int count, int products) throws SQLException {
    Rows orders =
        rows(
            "INSERT INTO orders (id, customer_id, status, net, discount, vat, total, created_at)"
                + " VALUES (?, ?, 'paid', ?, 0, ?, ?, '2026-01-02 12:00:00')");
    Rows lines =
        rows(
            "INSERT INTO order_lines (order_id, line, product_id, quantity, price)"
                + " VALUES (?, 1, ?, ?, ?)");
    for (int id = 1; id <= count; id++) {
      BigDecimal price = BigDecimal.valueOf(199 + random.nextInt(20_000), 2);
      int quantity = 1 + random.nextInt(3);
      Pricing.Quote quote = Pricing.quote(List.of(new Pricing.Item(price, quantity)), false);
      orders.add(id, 1 + random.nextInt(count), quote.net(), quote.vat(), quote.total());
      lines.add(id, 1 + random.nextInt(products), quantity, price);
    }
    orders.finish();
    lines.finish();
  }

  /** The address of a seeded customer; they count from 1. */
  public static String email(int customer) {
    return "customer" + customer + "@example.com";
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private Rows rows(String sql) throws SQLException {
    return new Rows(connection.prepareStatement(sql));
  }

  /** Rows of one table on their way in, a chunk at a time. */
  private static final class Rows {
    private final PreparedStatement statement;
    private int waiting;

    Rows(PreparedStatement statement) {
      this.statement = statement;
    }

    void add(Object... values) throws SQLException {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.addBatch();
      if (++waiting == CHUNK) {
        statement.executeBatch();
        waiting = 0;
      }
    }

    void finish() throws SQLException {
      statement.executeBatch();
      statement.close();
    }
  }
}
