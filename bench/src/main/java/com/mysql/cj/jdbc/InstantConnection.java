package com.mysql.cj.jdbc;

import com.mysql.cj.conf.HostInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real connection but for the statements that it makes. */
final class InstantConnection extends ConnectionImpl {
  private static final long serialVersionUID = 1;

  InstantConnection(HostInfo host) throws SQLException {
    super(host);
  }

  @Override
  public Statement createStatement() throws SQLException {
    return new InstantStatement(this, getDatabase(), oneRow());
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return new InstantPreparedStatement(this, sql, getDatabase(), oneRow());
  }

  /** What a real statement of the real server answered. */
  private ResultSet oneRow() throws SQLException {
    StatementImpl real = new StatementImpl(this, getDatabase());
    return real.executeQuery("SELECT 1");
  }
}
