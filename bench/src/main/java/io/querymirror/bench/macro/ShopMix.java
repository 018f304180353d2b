package io.querymirror.bench.macro;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/**
 * The shop's own statements as often as its load driver brings them about, each prepared anew as
 * the shop does it. Nothing depends on a result, so that a source without a database can make it
 * too: keys that the shop has generated are counted here. The reports are left out: one of them
 * takes the server as long as a hundred others.
 */
final class ShopMix implements Workload.Session {
  private static final int SESSIONS = 16;
  private static final int PRODUCTS = 2_000;

  private final Connection connection;
  private final Random random;
  private final int session;
  private final long base;
  private long orders;

  ShopMix(Connection connection, int session) {
    this.connection = connection;
    this.session = session;
    this.random = new Random(session);
    // No two runs and no two sessions use the same order ids.
    this.base = (System.nanoTime() & 0xFFFF_FFFFL) * 1_000_000L + session * 50_000_000_000_000_000L;
  }

  @Override
  public int step() throws SQLException {
    int dice = random.nextInt(930);
    if (dice < 300) {
      return browse();
    } else if (dice < 550) {
      return product();
    } else if (dice < 580) {
      // The load driver searches more; each search reads all products and would drown the rest.
      return search();
    } else if (dice < 780) {
      return add();
    } else if (dice < 850) {
      return cart(customer());
    } else if (dice < 910) {
      return order();
    }
    return orders();
  }

  private int customer() {
    return 1 + session % SESSIONS + SESSIONS * random.nextInt(60);
  }

  private int ownProduct() {
    return 1 + session % SESSIONS + SESSIONS * random.nextInt(120);
  }

  private int browse() throws SQLException {
    return query(
        "SELECT id, sku, name, price FROM products"
            + " WHERE category_id = ? AND active = 1 ORDER BY name, id LIMIT ? OFFSET ?",
        1 + random.nextInt(12),
        20,
        random.nextInt(4) * 20);
  }

  private int product() throws SQLException {
    return query(
        "SELECT p.id, p.sku, p.name, c.name, p.description, p.price, s.quantity"
            + " FROM products p JOIN categories c ON c.id = p.category_id"
            + " LEFT JOIN stock s ON s.product_id = p.id WHERE p.id = ?",
        1 + random.nextInt(PRODUCTS));
  }

  private int search() throws SQLException {
    return query(
        "SELECT id, sku, name, price FROM products"
            + " WHERE (name LIKE ? OR description LIKE ?) AND active = 1"
            + " ORDER BY price, id LIMIT 20",
        "%oak%",
        "%oak%");
  }

  private int add() throws SQLException {
    return query("SELECT quantity FROM stock WHERE product_id = ?", ownProduct())
        + update(
            "INSERT INTO cart_lines (customer_id, product_id, quantity) VALUES (?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE quantity = LEAST(99, quantity + VALUES(quantity))",
            customer(),
            ownProduct(),
            1 + random.nextInt(4));
  }

  private int cart(int customer) throws SQLException {
    return query(
        "SELECT c.product_id, p.name, p.price, c.quantity"
            + " FROM cart_lines c JOIN products p ON p.id = c.product_id"
            + " WHERE c.customer_id = ? ORDER BY c.product_id",
        customer);
  }

  private int order() throws SQLException {
    long order = base + ++orders;
    int customer = customer();
    int first = ownProduct();
    connection.setAutoCommit(false);
    int done =
        cart(customer)
            + query(
                "SELECT product_id, quantity FROM stock WHERE product_id IN (?, ?)"
                    + " ORDER BY product_id FOR UPDATE",
                first,
                ownProduct())
            + update(
                "INSERT INTO orders (id, customer_id, status, net, discount, vat, total)"
                    + " VALUES (?, ?, 'new', ?, ?, ?, ?)",
                order,
                customer,
                new BigDecimal("40.00"),
                new BigDecimal("0.00"),
                new BigDecimal("7.60"),
                new BigDecimal("47.60"));
    for (int line = 1; line <= 2; line++) {
      done +=
          update(
              "INSERT INTO order_lines (order_id, line, product_id, quantity, price)"
                  + " VALUES (?, ?, ?, ?, ?)",
              order,
              line,
              first,
              1,
              new BigDecimal("20.00"));
    }
    done += update("UPDATE stock SET quantity = quantity - ? WHERE product_id = ?", 1, first);
    done +=
        update(
            "INSERT INTO payments (id, order_id, amount, status) VALUES (?, ?, ?, 'pending')",
            order,
            order,
            new BigDecimal("47.60"));
    done += update("UPDATE payments SET status = 'paid', reference = ? WHERE id = ?", "x", order);
    done += update("UPDATE orders SET status = 'paid' WHERE id = ?", order);
    done += update("DELETE FROM cart_lines WHERE customer_id = ?", customer);
    connection.commit();
    connection.setAutoCommit(true);
    return done;
  }

  private int orders() throws SQLException {
    return query(
        "SELECT id, status, total, created_at FROM orders"
            + " WHERE customer_id = ? ORDER BY id DESC LIMIT 10",
        customer());
  }

  private int query(String sql, Object... binds) throws SQLException {
    try (PreparedStatement statement = prepare(sql, binds);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        rows.getString(1);
      }
      return 1;
    }
  }

  private int update(String sql, Object... binds) throws SQLException {
    try (PreparedStatement statement = prepare(sql, binds)) {
      statement.executeUpdate();
      return 1;
    }
  }

  private PreparedStatement prepare(String sql, Object... binds) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < binds.length; i++) {
      Object bind = binds[i];
      if (bind instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else if (bind instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (bind instanceof BigDecimal number) {
        statement.setBigDecimal(i + 1, number);
      } else {
        statement.setString(i + 1, bind.toString());
      }
    }
    return statement;
  }
}
