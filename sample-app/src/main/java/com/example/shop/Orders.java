package com.example.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a cart into an order: all of it in one transaction, or nothing. */
final class Orders {
  private final Database database;
  private final PaymentGateway bank;

  Orders(Database database, PaymentGateway bank) {
    this.database = database;
    this.bank = bank;
  }

  record Receipt(long order, BigDecimal total, BigDecimal discount, String payment) {}

  record Order(long id, String status, BigDecimal total, String placed, List<Line> lines) {}

  record Line(int line, long product, int quantity, BigDecimal price) {}

  /**
   * Buys what is in the cart.
   *
   * @param coupon a code, or empty; one that this customer has used up is passed over
   * @throws ShopException 400 when the cart is empty, 409 when stock lacks, 402 when the bank
   *     declines; the cart stays as it is
   */
  Receipt place(long customer, String card, String coupon) throws SQLException, ShopException {
    try {
      return database.transaction(connection -> place(connection, customer, card, coupon));
    } catch (ShopException e) {
      if (e.status() == 402) {
        note(customer, e.getMessage());
      }
      throw e;
    }
  }

  private Receipt place(Connection connection, long customer, String card, String coupon)
      throws SQLException, ShopException {
    List<Carts.Line> cart = Carts.lines(connection, customer);
    if (cart.isEmpty()) {
      throw new ShopException(400, "the cart is empty");
    }
    checkStock(connection, cart);
    boolean reduced = !coupon.isEmpty() && redeem(connection, customer, coupon);
    List<Pricing.Item> items = new ArrayList<>();
    for (Carts.Line line : cart) {
      items.add(new Pricing.Item(line.price(), line.quantity()));
    }
    Pricing.Quote quote = Pricing.quote(items, reduced);
    long order = insertOrder(connection, customer, quote);
    insertLines(connection, order, cart);
    takeStock(connection, cart);
    long payment = insertPayment(connection, order, quote.total());
    String reference = bank.charge(order, quote.total(), card);
    settle(connection, order, payment, reference);
    Carts.empty(connection, customer);
    return new Receipt(order, quote.total(), quote.discount(), reference);
  }

  /** Locks the stock of all products, in the order of their ids, so that buyers do not deadlock. */
  private static void checkStock(Connection connection, List<Carts.Line> cart)
      throws SQLException, ShopException {
    String marks = "?" + ", ?".repeat(cart.size() - 1);
    Map<Long, Integer> stock = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT product_id, quantity FROM stock WHERE product_id IN ("
                + marks
                + ") ORDER BY product_id FOR UPDATE")) {
      int index = 1;
      for (Carts.Line line : cart) {
        statement.setLong(index++, line.product());
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          stock.put(rows.getLong(1), rows.getInt(2));
        }
      }
    }
    for (Carts.Line line : cart) {
      if (stock.getOrDefault(line.product(), 0) < line.quantity()) {
        throw new ShopException(409, "out of stock: " + line.name());
      }
    }
  }

  /** A coupon counts once for each customer; the order goes on without it. */
  private static boolean redeem(Connection connection, long customer, String coupon)
      throws SQLException {
    Savepoint before = connection.setSavepoint("coupon");
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO coupon_uses (code, customer_id) VALUES (?, ?)")) {
      statement.setString(1, coupon);
      statement.setLong(2, customer);
      statement.executeUpdate();
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLIntegrityConstraintViolationException e) {
      connection.rollback(before);
      return false;
    }
  }

  private static long insertOrder(Connection connection, long customer, Pricing.Quote quote)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO orders (customer_id, status, net, discount, vat, total)"
                + " VALUES (?, 'new', ?, ?, ?, ?)",
            Statement.RETURN_GENERATED_KEYS)) {
      statement.setLong(1, customer);
      statement.setBigDecimal(2, quote.net());
      statement.setBigDecimal(3, quote.discount());
      statement.setBigDecimal(4, quote.vat());
      statement.setBigDecimal(5, quote.total());
      statement.executeUpdate();
      return key(statement);
    }
  }

  private static void insertLines(Connection connection, long order, List<Carts.Line> cart)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO order_lines (order_id, line, product_id, quantity, price)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      int number = 1;
      for (Carts.Line line : cart) {
        statement.setLong(1, order);
        statement.setInt(2, number++);
        statement.setLong(3, line.product());
        statement.setInt(4, line.quantity());
        statement.setBigDecimal(5, line.price());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void takeStock(Connection connection, List<Carts.Line> cart) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE stock SET quantity = quantity - ? WHERE product_id = ?")) {
      for (Carts.Line line : cart) {
        statement.setInt(1, line.quantity());
        statement.setLong(2, line.product());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static long insertPayment(Connection connection, long order, BigDecimal amount)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO payments (order_id, amount, status) VALUES (?, ?, 'pending')",
            Statement.RETURN_GENERATED_KEYS)) {
      statement.setLong(1, order);
      statement.setBigDecimal(2, amount);
      statement.executeUpdate();
      return key(statement);
    }
  }

  private static void settle(Connection connection, long order, long payment, String reference)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE payments SET status = 'paid', reference = ? WHERE id = ?")) {
      statement.setString(1, reference);
      statement.setLong(2, payment);
      statement.executeUpdate();
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE orders SET status = 'paid' WHERE id = " + order);
    }
  }

  /** What has to stay known although the order was rolled back. */
  private void note(long customer, String detail) throws SQLException, ShopException {
    database.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO audit_log (event, customer_id, detail) VALUES ('order', ?, ?)")) {
            statement.setLong(1, customer);
            statement.setString(2, detail);
            return statement.executeUpdate();
          }
        });
  }

  /** The customer's last orders, without their lines. */
  List<Order> list(long customer) throws SQLException, ShopException {
    return database.run(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, status, total, created_at FROM orders"
                      + " WHERE customer_id = ? ORDER BY id DESC LIMIT 10")) {
            statement.setLong(1, customer);
            try (ResultSet rows = statement.executeQuery()) {
              List<Order> orders = new ArrayList<>();
              while (rows.next()) {
                orders.add(order(rows, List.of()));
              }
              return orders;
            }
          }
        });
  }

  /** One order of this customer. */
  Order show(long customer, long order) throws SQLException, ShopException {
    return database.run(
        connection -> {
          List<Line> lines = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT line, product_id, quantity, price FROM order_lines"
                      + " WHERE order_id = ? ORDER BY line")) {
            statement.setLong(1, order);
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                lines.add(
                    new Line(
                        rows.getInt(1), rows.getLong(2), rows.getInt(3), rows.getBigDecimal(4)));
              }
            }
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT id, status, total, created_at FROM orders"
                      + " WHERE id = ? AND customer_id = ?")) {
            statement.setLong(1, order);
            statement.setLong(2, customer);
            try (ResultSet row = statement.executeQuery()) {
              if (!row.next()) {
                throw ShopException.notFound("order");
              }
              return order(row, lines);
            }
          }
        });
  }

  private static Order order(ResultSet row, List<Line> lines) throws SQLException {
    return new Order(
        row.getLong(1), row.getString(2), row.getBigDecimal(3), row.getString(4), lines);
  }

  private static long key(PreparedStatement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      keys.next();
      return keys.getLong(1);
    }
  }
}
