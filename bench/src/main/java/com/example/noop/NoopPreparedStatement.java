package com.example.noop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLWarning;

/** Keeps what is bound, as a driver does, and answers at once. */
final class NoopPreparedStatement extends RefusingPreparedStatement {
  private static final ResultSet RESULT = NoopConnection.emptyResult();

  private final NoopConnection connection;
  private final long[] numbers = new long[64];
  private final String[] texts = new String[64];
  private final BigDecimal[] decimals = new BigDecimal[64];

  NoopPreparedStatement(NoopConnection connection) {
    this.connection = connection;
  }

  @Override
  public void setInt(int position, int value) {
    numbers[position] = value;
  }

  @Override
  public void setLong(int position, long value) {
    numbers[position] = value;
  }

  @Override
  public void setString(int position, String value) {
    texts[position] = value;
  }

  @Override
  public void setBigDecimal(int position, BigDecimal value) {
    decimals[position] = value;
  }

  @Override
  public int executeUpdate() {
    return 1;
  }

  @Override
  public ResultSet executeQuery() {
    return RESULT;
  }

  @Override
  public boolean execute() {
    return true;
  }

  @Override
  public ResultSet getResultSet() {
    return RESULT;
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
