package com.example.noop;

import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** Answers every statement with the same empty result. */
final class NoopConnection extends RefusingConnection {
  private final DatabaseMetaData metaData;
  private boolean autocommit = true;
  private boolean closed;

  NoopConnection(String url) {
    metaData = nothing(DatabaseMetaData.class, url);
  }

  /** Answers null, zero and false; {@code text} where a text is asked for. */
  static <T> T nothing(Class<T> type, String text) {
    return type.cast(
        Proxy.newProxyInstance(
            NoopConnection.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Class<?> answer = method.getReturnType();
              if (answer == String.class) {
                return text;
              }
              if (answer == boolean.class) {
                return method.getName().equals("equals") && proxy == arguments[0];
              }
              return answer == int.class ? (Object) 0 : answer == long.class ? (Object) 0L : null;
            }));
  }

  static ResultSet emptyResult() {
    return nothing(ResultSet.class, "");
  }

  @Override
  public Statement createStatement() {
    return new NoopStatement(this);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) {
    return new NoopPreparedStatement(this);
  }

  @Override
  public DatabaseMetaData getMetaData() {
    return metaData;
  }

  @Override
  public boolean getAutoCommit() {
    return autocommit;
  }

  @Override
  public void setAutoCommit(boolean on) {
    autocommit = on;
  }

  @Override
  public void commit() {}

  @Override
  public void rollback() {}

  @Override
  public String getCatalog() {
    return "shop";
  }

  @Override
  public String getSchema() {
    return null;
  }

  @Override
  public SQLWarning getWarnings() {
    return null;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this);
  }
}
