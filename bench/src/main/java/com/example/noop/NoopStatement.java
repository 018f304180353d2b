package com.example.noop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLWarning;

/** Answers any text at once. */
final class NoopStatement extends RefusingStatement {
  private final NoopConnection connection;
  private final ResultSet result = NoopConnection.emptyResult();

  NoopStatement(NoopConnection connection) {
    this.connection = connection;
  }

  @Override
  public ResultSet executeQuery(String sql) {
    return result;
  }

  @Override
  public boolean execute(String sql) {
    return true;
  }

  @Override
  public ResultSet getResultSet() {
    return result;
  }

  @Override
  public int getUpdateCount() {
    return -1;
  }

  @Override
  public SQLWarning getWarnings() {
    return null;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void close() {}
}
