package io.querymirror.bench.digest;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Texts to parse; {@code #} in a pattern becomes a number, {@code $} a quoted word. */
final class Texts {
  private static final List<String> POINTS =
      List.of(
          "SELECT id, email, name, status FROM customers WHERE id = #",
          "SELECT c FROM sbtest1 WHERE id=# /* trace=# */ LIMIT 1",
          "select p.id, p.sku, p.price from product p where p.sku = $ and p.active = 1",
          "SELECT * FROM `orders` WHERE `orders`.`id` = # LIMIT 1",
          "select u1_0.id,u1_0.email,u1_0.name from users u1_0 where u1_0.id=#",
          "SELECT stock FROM inventory WHERE product_id = # AND warehouse_id = #",
          "UPDATE inventory SET stock = stock - # WHERE product_id = # AND stock >= #",
          "INSERT INTO cart_item (cart_id, product_id, quantity) VALUES (#, #, #)",
          "DELETE FROM session WHERE token = $ AND expires_at < $",
          "SELECT COUNT(*) FROM messages WHERE user_id = # AND seen = 0 AND folder = $",
          "update accounts set balance = balance + #.5 where id = # and version = #",
          "SELECT `users`.* FROM `users` WHERE `users`.`email` = $ ORDER BY `users`.`id` LIMIT 1",
          "SELECT name FROM shop.category WHERE parent_id IN (#, #, #, #)",
          "INSERT INTO audit_log (who, what, at) VALUES ($, $, NOW())");

  private static final List<String> JOINS =
      List.of(
          "SELECT o.id, o.created_at, o.total, c.name, c.email, COUNT(l.id) AS lines FROM orders o"
              + " INNER JOIN customers c ON c.id = o.customer_id LEFT JOIN order_line l ON"
              + " l.order_id = o.id WHERE o.status = $ AND o.created_at >= $ AND c.country IN ($, $)"
              + " GROUP BY o.id, c.name, c.email ORDER BY o.created_at DESC LIMIT #, 20",
          "select o1_0.id,o1_0.created_at,l1_0.order_id,l1_0.id,l1_0.quantity,p1_0.id,p1_0.name from"
              + " orders o1_0 left join order_line l1_0 on o1_0.id=l1_0.order_id left join product"
              + " p1_0 on p1_0.id=l1_0.product_id where o1_0.customer_id=# and o1_0.state<>$ and"
              + " o1_0.id in (#,#,#,#,#,#) order by o1_0.created_at desc limit #");

  /** What a text begins with and what then repeats; none of them is of any use. */
  private static final Map<String, List<String>> HOSTILE =
      Map.of(
          "quotes", List.of("select ", "'"),
          "comment openers", List.of("select ", "/* "),
          "parentheses", List.of("select ", "("),
          "IN list", List.of("select * from t where a in (f(), 0", ",12345"),
          "IN lists, each in another", List.of("select * from t where ", "a in (1, 2, "),
          "backslashes", List.of("select 'a", "\\\\"),
          "rows", List.of("insert into t values (now())", ", (1, 'a', now())"));

  private Texts() {}

  static List<String> hostile() {
    return HOSTILE.keySet().stream().sorted().toList();
  }

  static String[] hostile(String name, int size) {
    List<String> parts = HOSTILE.getOrDefault(name, List.of());
    String repeated = parts.get(1);
    return new String[] {parts.get(0) + repeated.repeat(size / repeated.length())};
  }

  static String[] mix(String name) {
    Random random = new Random(42);
    switch (name) {
      case "point":
        return filled(POINTS, 4096, random);
      case "join":
        return filled(JOINS, 1024, random);
      case "report":
        return filled(List.of(report()), 128, random);
      case "insert 20 KB":
        return filled(List.of(insert(20_000)), 16, random);
      case "insert 1 MB":
        return filled(List.of(insert(800_000)), 2, random);
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private static String report() {
    StringBuilder b =
        new StringBuilder(
            "WITH sales AS (SELECT p.category_id, DATE_FORMAT(o.created_at, '%Y-%m') AS month,"
                + " SUM(l.quantity * l.price) AS revenue FROM orders o JOIN order_line l ON"
                + " l.order_id = o.id JOIN product p ON p.id = l.product_id WHERE o.created_at"
                + " BETWEEN $ AND $ GROUP BY 1, 2)\nSELECT ");
    for (int i = 0; i < 16; i++) {
      b.append("SUM(CASE WHEN s.month = $ THEN s.revenue ELSE 0 END) AS m")
          .append(i)
          .append(",\n ");
    }
    return b.append(
            "c.name FROM sales s\n INNER JOIN category c ON c.id = s.category_id -- names\n")
        .append(
            " LEFT JOIN (SELECT category_id, AVG(score) AS score FROM review r WHERE r.score > #")
        .append(" GROUP BY category_id HAVING COUNT(*) > #) rv ON rv.category_id = c.id\n WHERE")
        .append(
            " c.active = 1 AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.category_id = c.id)\n")
        .append(" AND c.region IN ($, $, $, $, $, $) GROUP BY c.name ORDER BY m0 DESC LIMIT #")
        .toString();
  }

  private static String insert(int size) {
    String row = "(#, 3, $, 12.50, '2024-05-06 07:08:09', NULL)";
    return "INSERT INTO event (id, kind, name, amount, at, note) VALUES "
        + (row + ",").repeat(size / row.length())
        + row;
  }

  private static String[] filled(List<String> patterns, int count, Random random) {
    String[] all = new String[count];
    for (int i = 0; i < count; i++) {
      StringBuilder b = new StringBuilder();
      for (char c : patterns.get(random.nextInt(patterns.size())).toCharArray()) {
        if (c == '#') {
          b.append(random.nextInt(10_000_000));
        } else if (c == '$') {
          b.append('\'').append(Integer.toString(random.nextInt(), 36)).append('\'');
        } else {
          b.append(c);
        }
      }
      all[i] = b.toString();
    }
    return all;
  }
}
