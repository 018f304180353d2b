package com.example.noop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** What JDBC asks of a Statement and no benchmark calls. Long, but there is nothing in it. */
abstract class RefusingStatement implements Statement {
  static SQLException refused() {
    return new SQLFeatureNotSupportedException("does nothing");
  }

  @Override
  public void addBatch(String a) throws SQLException {
    throw refused();
  }

  @Override
  public void cancel() throws SQLException {
    throw refused();
  }

  @Override
  public void clearBatch() throws SQLException {
    throw refused();
  }

  @Override
  public void clearWarnings() throws SQLException {
    throw refused();
  }

  @Override
  public void close() throws SQLException {
    throw refused();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    throw refused();
  }

  @Override
  public boolean execute(String a) throws SQLException {
    throw refused();
  }

  @Override
  public boolean execute(String a, int[] b) throws SQLException {
    throw refused();
  }

  @Override
  public boolean execute(String a, String[] b) throws SQLException {
    throw refused();
  }

  @Override
  public boolean execute(String a, int b) throws SQLException {
    throw refused();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    throw refused();
  }

  @Override
  public ResultSet executeQuery(String a) throws SQLException {
    throw refused();
  }

  @Override
  public int executeUpdate(String a) throws SQLException {
    throw refused();
  }

  @Override
  public int executeUpdate(String a, int[] b) throws SQLException {
    throw refused();
  }

  @Override
  public int executeUpdate(String a, String[] b) throws SQLException {
    throw refused();
  }

  @Override
  public int executeUpdate(String a, int b) throws SQLException {
    throw refused();
  }

  @Override
  public Connection getConnection() throws SQLException {
    throw refused();
  }

  @Override
  public int getFetchDirection() throws SQLException {
    throw refused();
  }

  @Override
  public int getFetchSize() throws SQLException {
    throw refused();
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    throw refused();
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    throw refused();
  }

  @Override
  public int getMaxRows() throws SQLException {
    throw refused();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    throw refused();
  }

  @Override
  public boolean getMoreResults(int a) throws SQLException {
    throw refused();
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    throw refused();
  }

  @Override
  public ResultSet getResultSet() throws SQLException {
    throw refused();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    throw refused();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    throw refused();
  }

  @Override
  public int getResultSetType() throws SQLException {
    throw refused();
  }

  @Override
  public int getUpdateCount() throws SQLException {
    throw refused();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isClosed() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isPoolable() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isWrapperFor(Class<?> a) throws SQLException {
    throw refused();
  }

  @Override
  public void setCursorName(String a) throws SQLException {
    throw refused();
  }

  @Override
  public void setEscapeProcessing(boolean a) throws SQLException {
    throw refused();
  }

  @Override
  public void setFetchDirection(int a) throws SQLException {
    throw refused();
  }

  @Override
  public void setFetchSize(int a) throws SQLException {
    throw refused();
  }

  @Override
  public void setMaxFieldSize(int a) throws SQLException {
    throw refused();
  }

  @Override
  public void setMaxRows(int a) throws SQLException {
    throw refused();
  }

  @Override
  public void setPoolable(boolean a) throws SQLException {
    throw refused();
  }

  @Override
  public void setQueryTimeout(int a) throws SQLException {
    throw refused();
  }

  @Override
  public <T> T unwrap(Class<T> a) throws SQLException {
    throw refused();
  }
}
