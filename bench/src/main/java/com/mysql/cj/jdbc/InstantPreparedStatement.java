package com.mysql.cj.jdbc;

import com.mysql.cj.jdbc.result.ResultSetInternalMethods;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Its binds are kept by the driver's own code. */
final class InstantPreparedStatement extends ClientPreparedStatement {
  InstantPreparedStatement(
      JdbcConnection connection, String sql, String schema, ResultSetInternalMethods result)
      throws SQLException {
    super(connection, sql, schema);
    this.results = result;
  }

  @Override
  public ResultSet executeQuery() {
    return results;
  }
}
