package com.mysql.cj.jdbc;

import com.mysql.cj.jdbc.result.ResultSetInternalMethods;
import java.sql.ResultSet;
import java.sql.SQLException;

final class InstantStatement extends StatementImpl {
  InstantStatement(JdbcConnection connection, String schema, ResultSetInternalMethods result)
      throws SQLException {
    super(connection, schema);
    this.results = result;
  }

  @Override
  public ResultSet executeQuery(String sql) {
    return results;
  }
}
