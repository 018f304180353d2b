package com.example.noop;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/** What JDBC asks of a Connection and no benchmark calls. Long, but there is nothing in it. */
abstract class RefusingConnection implements Connection {
  static SQLException refused() {
    return new SQLFeatureNotSupportedException("does nothing");
  }

  @Override
  public void abort(Executor a) throws SQLException {
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
  public void commit() throws SQLException {
    throw refused();
  }

  @Override
  public Array createArrayOf(String a, Object[] b) throws SQLException {
    throw refused();
  }

  @Override
  public Blob createBlob() throws SQLException {
    throw refused();
  }

  @Override
  public Clob createClob() throws SQLException {
    throw refused();
  }

  @Override
  public NClob createNClob() throws SQLException {
    throw refused();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    throw refused();
  }

  @Override
  public Statement createStatement() throws SQLException {
    throw refused();
  }

  @Override
  public Statement createStatement(int a, int b) throws SQLException {
    throw refused();
  }

  @Override
  public Statement createStatement(int a, int b, int c) throws SQLException {
    throw refused();
  }

  @Override
  public Struct createStruct(String a, Object[] b) throws SQLException {
    throw refused();
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    throw refused();
  }

  @Override
  public String getCatalog() throws SQLException {
    throw refused();
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    throw refused();
  }

  @Override
  public String getClientInfo(String a) throws SQLException {
    throw refused();
  }

  @Override
  public int getHoldability() throws SQLException {
    throw refused();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    throw refused();
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    throw refused();
  }

  @Override
  public String getSchema() throws SQLException {
    throw refused();
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    throw refused();
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    throw refused();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isClosed() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    throw refused();
  }

  @Override
  public boolean isValid(int a) throws SQLException {
    throw refused();
  }

  @Override
  public boolean isWrapperFor(Class<?> a) throws SQLException {
    throw refused();
  }

  @Override
  public String nativeSQL(String a) throws SQLException {
    throw refused();
  }

  @Override
  public CallableStatement prepareCall(String a) throws SQLException {
    throw refused();
  }

  @Override
  public CallableStatement prepareCall(String a, int b, int c) throws SQLException {
    throw refused();
  }

  @Override
  public CallableStatement prepareCall(String a, int b, int c, int d) throws SQLException {
    throw refused();
  }

  @Override
  public PreparedStatement prepareStatement(String a) throws SQLException {
    throw refused();
  }

  @Override
  public PreparedStatement prepareStatement(String a, int[] b) throws SQLException {
    throw refused();
  }

  @Override
  public PreparedStatement prepareStatement(String a, String[] b) throws SQLException {
    throw refused();
  }

  @Override
  public PreparedStatement prepareStatement(String a, int b) throws SQLException {
    throw refused();
  }

  @Override
  public PreparedStatement prepareStatement(String a, int b, int c) throws SQLException {
    throw refused();
  }

  @Override
  public PreparedStatement prepareStatement(String a, int b, int c, int d) throws SQLException {
    throw refused();
  }

  @Override
  public void releaseSavepoint(Savepoint a) throws SQLException {
    throw refused();
  }

  @Override
  public void rollback() throws SQLException {
    throw refused();
  }

  @Override
  public void rollback(Savepoint a) throws SQLException {
    throw refused();
  }

  @Override
  public void setAutoCommit(boolean a) throws SQLException {
    throw refused();
  }

  @Override
  public void setCatalog(String a) throws SQLException {
    throw refused();
  }

  @Override
  public void setClientInfo(Properties a) throws SQLClientInfoException {
    throw new SQLClientInfoException();
  }

  @Override
  public void setClientInfo(String a, String b) throws SQLClientInfoException {
    throw new SQLClientInfoException();
  }

  @Override
  public void setHoldability(int a) throws SQLException {
    throw refused();
  }

  @Override
  public void setNetworkTimeout(Executor a, int b) throws SQLException {
    throw refused();
  }

  @Override
  public void setReadOnly(boolean a) throws SQLException {
    throw refused();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    throw refused();
  }

  @Override
  public Savepoint setSavepoint(String a) throws SQLException {
    throw refused();
  }

  @Override
  public void setSchema(String a) throws SQLException {
    throw refused();
  }

  @Override
  public void setTransactionIsolation(int a) throws SQLException {
    throw refused();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> a) throws SQLException {
    throw refused();
  }

  @Override
  public <T> T unwrap(Class<T> a) throws SQLException {
    throw refused();
  }
}
