package io.querymirror.bench.jmh;

import com.example.noop.NoopDriver;
import com.mysql.cj.jdbc.InstantDriver;
import com.mysql.cj.jdbc.MysqlDataSource;
import com.p6spy.engine.spy.P6DataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;

/** The application's data sources, by what the fork's properties name. */
final class Sources {
  /** Connector/J's objects with statements that answer at once; connects to a real server. */
  static final String CONNECTOR_J = "connector-j";

  /** A driver that the agent knows nothing of, which does nothing. */
  static final String OTHER = "other";

  /** Connector/J and a real server. */
  static final String REAL = "real";

  private Sources() {}

  /**
   * @param driver one of the above
   * @param via {@code p6spy}, {@code datasource-proxy}, or anything else for the driver alone
   */
  static Connection open(String driver, String via, String url) throws SQLException {
    return through(via, plain(driver, url)).getConnection();
  }

  private static DataSource plain(String driver, String url) {
    switch (driver) {
      case CONNECTOR_J:
        return new OfDriver(new InstantDriver(), url);
      case OTHER:
        return new OfDriver(new NoopDriver(), "jdbc:noop://db:3306/shop");
      default:
        MysqlDataSource real = new MysqlDataSource();
        real.setUrl(url);
        return real;
    }
  }

  private static DataSource through(String via, DataSource driver) {
    switch (via) {
      case "p6spy":
        return new P6DataSource(driver);
      case "datasource-proxy":
        return ProxyDataSourceBuilder.create(driver).build();
      default:
        return driver;
    }
  }

  /** The least that a data source can be. */
  private record OfDriver(Driver driver, String url) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return driver.connect(url, new Properties());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
