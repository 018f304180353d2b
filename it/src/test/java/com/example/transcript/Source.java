package com.example.transcript;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where connections come from: the driver, or a pool. Either has one at a time, and keeps it while
 * it lives, so that all that is done is done in one session.
 */
interface Source extends AutoCloseable {
  Connection connect() throws SQLException;

  void giveBack(Connection connection) throws SQLException;

  @Override
  void close() throws Exception;

  /** Arguments: URL, user, password, and {@code pool} for HikariCP. */
  static Source open(String[] args) {
    if (List.of(args).contains("pool")) {
      return Pool.open(args[0], args[1], args[2]);
    }
    return new Source() {
      private Connection only;

      @Override
      public Connection connect() throws SQLException {
        if (only == null || only.isClosed()) {
          only = DriverManager.getConnection(args[0], args[1], args[2]);
        }
        return only;
      }

      @Override
      public void giveBack(Connection connection) {}

      @Override
      public void close() throws SQLException {
        only.close();
      }
    };
  }

  /** Reflective, as not every class path here has a pool. */
  final class Pool implements Source {
    private final DataSource pool;

    private Pool(DataSource pool) {
      this.pool = pool;
    }

    static Pool open(String url, String user, String password) {
      try {
        Class<?> config = Class.forName("com.zaxxer.hikari.HikariConfig");
        Object settings = config.getConstructor().newInstance();
        config.getMethod("setJdbcUrl", String.class).invoke(settings, url);
        config.getMethod("setUsername", String.class).invoke(settings, user);
        config.getMethod("setPassword", String.class).invoke(settings, password);
        config.getMethod("setMaximumPoolSize", int.class).invoke(settings, 1);
        // The pool asks a connection whether it lives when it has lain idle for a while.
        config.getMethod("setMaxLifetime", long.class).invoke(settings, 0L);
        return new Pool(
            (DataSource)
                Class.forName("com.zaxxer.hikari.HikariDataSource")
                    .getConstructor(config)
                    .newInstance(settings));
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Connection connect() throws SQLException {
      return pool.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
      connection.close();
    }

    @Override
    public void close() throws Exception {
      ((AutoCloseable) pool).close();
    }
  }
}
