package com.mysql.cj.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Its binds are kept by the driver's own code. */
final class InstantPreparedStatement extends ClientPreparedStatement {
  private final ResultSet result;

  InstantPreparedStatement(JdbcConnection connection, String sql, String schema, ResultSet result)
      throws SQLException {
    super(connection, sql, schema);
    this.result = result;
  }

  @Override
  public ResultSet executeQuery() {
    return result;
  }
}
