package com.example.idle;

import com.p6spy.engine.common.ConnectionInformation;
import com.p6spy.engine.common.PreparedStatementInformation;
import com.p6spy.engine.wrapper.ConnectionWrapper;
import com.p6spy.engine.wrapper.PreparedStatementWrapper;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A database that does nothing, for {@code jdbc:idle://…}: a source whose statements cost only what
 * the agent makes of them. It has what the workloads call. The wrappers that it extends are only
 * there for all the other methods of JDBC's interfaces.
 */
public final class IdleDriver implements Driver {
  private static final String PREFIX = "jdbc:idle:";

  private static final ResultSet EMPTY = nothing(ResultSet.class);
  private static final PreparedStatementInformation INFORMATION =
      new PreparedStatementInformation(
          ConnectionInformation.fromTestConnection(nothing(Connection.class)), "");
  private static final PreparedStatement NO_STATEMENT = nothing(PreparedStatement.class);

  /** Answers no to all questions. */
  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            IdleDriver.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> method.getReturnType() == boolean.class ? false : null));
  }

  /** To be called before the first connection. */
  public static void register() throws SQLException {
    DriverManager.registerDriver(new IdleDriver());
  }

  @Override
  public Connection connect(String url, Properties properties) {
    return acceptsURL(url) ? new IdleConnection() : null;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  private static final class IdleConnection extends ConnectionWrapper {
    private boolean autocommit = true;

    IdleConnection() {
      super(nothing(Connection.class), null, null);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) {
      return new IdleStatement(this);
    }

    @Override
    public void setAutoCommit(boolean on) {
      autocommit = on;
    }

    @Override
    public boolean getAutoCommit() {
      return autocommit;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}

    @Override
    public void close() {}
  }

  private static final class IdleStatement extends PreparedStatementWrapper {
    private final Connection connection;

    IdleStatement(Connection connection) {
      super(NO_STATEMENT, INFORMATION, null);
      this.connection = connection;
    }

    @Override
    public Connection getConnection() {
      return connection;
    }

    @Override
    public ResultSet executeQuery() {
      return EMPTY;
    }

    @Override
    public int executeUpdate() {
      return 1;
    }

    @Override
    public int getUpdateCount() {
      return -1;
    }

    @Override
    public void setInt(int index, int value) {}

    @Override
    public void setLong(int index, long value) {}

    @Override
    public void setString(int index, String value) {}

    @Override
    public void setBigDecimal(int index, BigDecimal value) {}

    @Override
    public void close() {}
  }
}
