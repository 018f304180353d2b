package io.querymirror.it.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample does what a shop does, on both servers, without the agent. */
class ShopIT {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void sellsAndRollsBackAndReports(ServerKind kind) throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(kind)) {
      server.execute("CREATE DATABASE shop");
      ShopProcess.loadSchema(server, directory);
      server.execute(
          "UPDATE shop.stock SET quantity = 100 WHERE product_id = 1",
          "UPDATE shop.stock SET quantity = 5 WHERE product_id = 2",
          "UPDATE shop.products SET price = 10 WHERE id IN (1, 2)");
      try (Connection db = server.connect("shop");
          ShopProcess shop = ShopProcess.start(server, directory)) {
        browses(shop);
        buysOnceWithTheCoupon(shop, db);
        leavesNoTraceOfWhatTheBankDeclined(shop, db);
        sellsNoMoreThanThereIs(shop, db);
        restocksAndImports(shop, db);
        assertEquals(12, shop.get("/admin/reports/sales").size());
        assertEquals(10, shop.get("/admin/reports/customers").size());
        assertEquals(0, shop.drive(4, 3), "errors under load");
      }
    }
  }

  private static void browses(ShopProcess shop) throws Exception {
    assertEquals(12, shop.get("/categories").size());
    assertEquals(20, shop.get("/products?category=3&page=1").size());
    assertEquals(20, shop.get("/search?q=caf%C3%A9").size());
    assertEquals(0, shop.get("/search?q=100%25").size());
    assertEquals("SKU-000001", shop.get("/products/1").get("sku").asText());
  }

  private static void buysOnceWithTheCoupon(ShopProcess shop, Connection db) throws Exception {
    shop.post(201, "/customers", register("ada@example.com"));
    shop.post(409, "/customers", register("ada@example.com"));
    assertEquals("Köln", text(db, "SELECT city FROM addresses ORDER BY customer_id DESC LIMIT 1"));
    shop.post(201, "/cart", "{'product': 1, 'quantity': 10}");
    shop.post(201, "/cart", "{'product': 2, 'quantity': 1}");

    var receipt = shop.post(201, "/orders", "{'card': '4000-0001', 'coupon': 'SPRING'}");

    // 110 less 5 for the ten, less a tenth, and 19 % on it.
    assertEquals("15.50", money(receipt.get("discount").asText()));
    assertEquals("112.46", money(receipt.get("total").asText()));
    long order = receipt.get("order").asLong();
    assertEquals(2, shop.get("/orders/" + order).get("lines").size());
    assertEquals("paid", shop.get("/orders").get(0).get("status").asText());
    assertEquals(0, shop.get("/cart").size());
    assertEquals("90", text(db, "SELECT quantity FROM stock WHERE product_id = 1"));

    shop.post(201, "/cart", "{'product': 2, 'quantity': 1}");
    var second = shop.post(201, "/orders", "{'card': '4000-0001', 'coupon': 'SPRING'}");
    assertEquals("11.90", money(second.get("total").asText()));
    assertEquals(2, shop.get("/account").get("orders").asInt());
    assertEquals("124.36", money(shop.get("/account").get("spent").asText()));
  }

  private static void leavesNoTraceOfWhatTheBankDeclined(ShopProcess shop, Connection db)
      throws Exception {
    String orders = text(db, "SELECT COUNT(*) FROM orders");
    shop.post(201, "/cart", "{'product': 1, 'quantity': 3}");
    shop.post(402, "/orders", "{'card': '4000-0002'}");

    assertEquals(orders, text(db, "SELECT COUNT(*) FROM orders"));
    assertEquals("90", text(db, "SELECT quantity FROM stock WHERE product_id = 1"));
    assertEquals(1, shop.get("/cart").size());
    assertEquals("payment declined", text(db, "SELECT detail FROM audit_log"));
  }

  private static void sellsNoMoreThanThereIs(ShopProcess shop, Connection db) throws Exception {
    shop.post(201, "/cart", "{'product': 2, 'quantity': 4}");
    var refusal = shop.post(409, "/orders", "{'card': '4000-0001'}");

    assertTrue(refusal.get("error").asText().startsWith("out of stock"), refusal.toString());
    assertEquals("3", text(db, "SELECT quantity FROM stock WHERE product_id = 2"));
  }

  private static void restocksAndImports(ShopProcess shop, Connection db) throws Exception {
    String delivery = "{'delta': 7, 'reason': 'delivery', 'actor': 'grace'}";
    assertEquals(10, shop.post(200, "/admin/stock/2", delivery).get("quantity").asInt());
    shop.post(409, "/admin/stock/2", delivery.replace("7", "-77"));
    assertEquals("grace", text(db, "SELECT actor FROM stock_movements"));
    assertTrue(shop.get("/admin/stock/low").size() > 0);

    String offers =
        "[{'sku': 'SKU-000001', 'category': 1, 'name': 'Known', 'price': '9.99', 'quantity': 1},"
            + "{'sku': 'NEW-1', 'category': 2, 'name': 'New', 'price': '1.50', 'quantity': 8}]";
    assertEquals(2, shop.post(200, "/admin/import", offers).get("imported").asInt());
    assertEquals("9.99", text(db, "SELECT price FROM products WHERE id = 1"));
    assertEquals(
        "8",
        text(
            db, "SELECT quantity FROM stock JOIN products ON id = product_id WHERE sku = 'NEW-1'"));
  }

  private static String register(String email) {
    return "{'email': '" + email + "', 'name': 'Ada', 'street': 'Main St. 1', 'city': 'Köln'}";
  }

  private static String money(String amount) {
    return new BigDecimal(amount).setScale(2).toString();
  }

  private static String text(Connection db, String sql) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next(), sql);
      return row.getString(1);
    }
  }
}
