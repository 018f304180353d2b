package com.example.shop;

import java.util.Locale;

/**
 * Where the shop listens and where its data are. Each value is a system property, {@code
 * shop.db.url}, or else an environment variable, {@code SHOP_DB_URL}.
 *
 * @param url JDBC URL of the shop's schema
 * @param port HTTP port; 0 takes a free one
 * @param poolSize connections for the shop itself; the back office has two more
 */
public record Settings(String url, String user, String password, int port, int poolSize) {

  /** Reads the settings of this process. */
  public static Settings read() {
    return new Settings(
        value("db.url", "jdbc:mysql://127.0.0.1:3306/shop"),
        value("db.user", "shop"),
        value("db.password", "shop"),
        Integer.parseInt(value("port", "8080")),
        Integer.parseInt(value("pool", "8")));
  }

  private static String value(String name, String otherwise) {
    String property = System.getProperty("shop." + name);
    if (property != null) {
      return property;
    }
    String variable = System.getenv("SHOP_" + name.toUpperCase(Locale.ROOT).replace('.', '_'));
    return variable != null ? variable : otherwise;
  }
}
