package com.example.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The shop's two pools: one for the shop floor, and a small one for the back office, whose reports
 * are prepared on the server and whose imports are written in bulk.
 */
final class Database implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final HikariDataSource shop;
  private final HikariDataSource backOffice;

  Database(Settings settings) {
    HikariConfig shopConfig = config(settings, "shop", settings.poolSize());
    shopConfig.addDataSourceProperty("cachePrepStmts", "true");
    shop = new HikariDataSource(shopConfig);
    HikariConfig officeConfig = config(settings, "back-office", 2);
    officeConfig.addDataSourceProperty("useServerPrepStmts", "true");
    officeConfig.addDataSourceProperty("cachePrepStmts", "true");
    officeConfig.addDataSourceProperty("rewriteBatchedStatements", "true");
    backOffice = new HikariDataSource(officeConfig);
  }

  private static HikariConfig config(Settings settings, String name, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(10_000);
    return config;
  }

  /** Work on a connection; what it throws rolls a transaction back. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException, ShopException;
  }

  /** Each statement for itself. */
  <T> T run(Work<T> work) throws SQLException, ShopException {
    try (Connection connection = shop.getConnection()) {
      return work.on(connection);
    }
  }

  /** One transaction; begun again, three times in all, when the server chose it as a victim. */
  <T> T transaction(Work<T> work) throws SQLException, ShopException {
    return transaction(shop, work);
  }

  /** One transaction of the back office. */
  <T> T bulk(Work<T> work) throws SQLException, ShopException {
    return transaction(backOffice, work);
  }

  /** Reports: a read-only connection. */
  <T> T report(Work<T> work) throws SQLException, ShopException {
    try (Connection connection = backOffice.getConnection()) {
      connection.setReadOnly(true);
      return work.on(connection);
    }
  }

  private static <T> T transaction(HikariDataSource pool, Work<T> work)
      throws SQLException, ShopException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        try {
          T result = work.on(connection);
          connection.commit();
          return result;
        } catch (SQLException | ShopException | RuntimeException e) {
          connection.rollback();
          throw e;
        }
      } catch (SQLException e) {
        boolean victim = "40001".equals(e.getSQLState());
        if (!victim || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    backOffice.close();
    shop.close();
  }
}
