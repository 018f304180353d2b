package com.mysql.cj.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

final class InstantStatement extends StatementImpl {
  private final ResultSet result;

  InstantStatement(JdbcConnection connection, String schema, ResultSet result) throws SQLException {
    super(connection, schema);
    this.result = result;
  }

  @Override
  public ResultSet executeQuery(String sql) {
    return result;
  }
}
