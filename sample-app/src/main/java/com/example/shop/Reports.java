package com.example.shop;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the management wants to see. A report is a list of rows, each by its column names. */
final class Reports {
  private final Database database;

  Reports(Database database) {
    this.database = database;
  }

  /** Sales of each category. */
  List<Map<String, Object>> sales() throws SQLException, ShopException {
    return rows(
        "SELECT c.name AS category, COUNT(DISTINCT o.id) AS orders, SUM(l.quantity) AS pieces,"
            + " SUM(l.quantity * l.price) AS net"
            + " FROM orders o"
            + " JOIN order_lines l ON l.order_id = o.id"
            + " JOIN products p ON p.id = l.product_id"
            + " JOIN categories c ON c.id = p.category_id"
            + " WHERE o.status = ?"
            + " GROUP BY c.id, c.name HAVING SUM(l.quantity) > 0 ORDER BY net DESC, c.name",
        "paid");
  }

  /** The customers who spent most. */
  List<Map<String, Object>> customers() throws SQLException, ShopException {
    return rows(
        "WITH spending AS (SELECT customer_id, COUNT(*) AS orders, SUM(total) AS spent"
            + " FROM orders WHERE status = ? GROUP BY customer_id)"
            + " SELECT RANK() OVER (ORDER BY s.spent DESC) AS position, c.name, c.email, s.orders,"
            + " s.spent FROM spending s JOIN customers c ON c.id = s.customer_id"
            + " ORDER BY s.spent DESC, c.id LIMIT 10",
        "paid");
  }

  /**
   * Every category with one of its products as an example. It leaves it to the server which one:
   * servers that insist on ONLY_FULL_GROUP_BY refuse that.
   */
  List<Map<String, Object>> categorySheet() throws SQLException, ShopException {
    return rows(
        "SELECT c.name AS category, p.name AS example, COUNT(*) AS products, MIN(p.price) AS low,"
            + " MAX(p.price) AS high FROM categories c JOIN products p ON p.category_id = c.id"
            + " WHERE p.active = ? GROUP BY c.id ORDER BY c.id",
        1);
  }

  private List<Map<String, Object>> rows(String sql, Object argument)
      throws SQLException, ShopException {
    return database.report(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
              ResultSetMetaData columns = rows.getMetaData();
              List<Map<String, Object>> report = new ArrayList<>();
              while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                  row.put(columns.getColumnLabel(i), rows.getObject(i));
                }
                report.add(row);
              }
              return report;
            }
          }
        });
  }
}
