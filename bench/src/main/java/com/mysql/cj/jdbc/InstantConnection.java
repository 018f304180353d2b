package com.mysql.cj.jdbc;

import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.jdbc.result.ResultSetInternalMethods;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A real connection but for the statements that it makes. */
final class InstantConnection extends ConnectionImpl {
  private static final long serialVersionUID = 1;
  private static final int ROWS = Integer.getInteger("querymirror.bench.rows", 0);

  private @Nullable ResultSetInternalMethods answer;

  InstantConnection(HostInfo host) throws SQLException {
    super(host);
  }

  @Override
  public Statement createStatement() throws SQLException {
    return new InstantStatement(this, getDatabase(), answer());
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return new InstantPreparedStatement(this, sql, getDatabase(), answer());
  }

  /** What a real statement of the real server answered; one for all. */
  private ResultSetInternalMethods answer() throws SQLException {
    ResultSetInternalMethods before = answer;
    if (before == null) {
      before = ask();
      answer = before;
    }
    return before;
  }

  private ResultSetInternalMethods ask() throws SQLException {
    StatementImpl real = new StatementImpl(this, getDatabase());
    String sql =
        ROWS == 0 ? "SELECT 1" : "SELECT seq, CONCAT('row ', seq) FROM mysql.seq_1_to_" + ROWS;
    return (ResultSetInternalMethods) real.executeQuery(sql);
  }
}
