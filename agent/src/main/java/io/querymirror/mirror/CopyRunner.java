package io.querymirror.mirror;

import com.mysql.cj.NativeSession;
import com.mysql.cj.PreparedQuery;
import com.mysql.cj.ServerPreparedQuery;
import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import com.mysql.cj.jdbc.exceptions.SQLExceptionsMapping;
import com.mysql.cj.protocol.a.NativePacketPayload;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Form;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs copies on one connection, in the form of their originals, and reads through all they return.
 * Texts and prepared statements go over the {@link Wire}; calls, and texts with JDBC escapes, by
 * the driver's own statements.
 */
final class CopyRunner {
  private static final int NOT_PREPARABLE = 1295;
  private static final int UNKNOWN_STATEMENT = 1243;
  private static final int NEEDS_PREPARING = 1615;

  private final JdbcConnection connection;
  private final Wire wire;
  private final StatementCache prepared = new StatementCache();
  private @Nullable Statement plain;

  CopyRunner(JdbcConnection connection) {
    this.connection = connection;
    this.wire = new Wire((NativeSession) connection.getSession());
  }

  /**
   * @param schema the connection's current schema
   */
  CopyResult run(Execution e, String sql, @Nullable String schema) {
    Form form = e.event().form();
    long start = System.nanoTime();
    try {
      if (form == Form.TEXT) {
        Outcome outcome = text(Marker.COPY + sql);
        return CopyResult.ran(outcome, start, System.nanoTime() - start);
      }
      PreparedStatement statement = prepare(form, sql, schema);
      bind(statement, e.binds());
      start = System.nanoTime();
      Outcome outcome = execute(statement);
      return CopyResult.ran(outcome, start, System.nanoTime() - start);
    } catch (NotRepeatableException ex) {
      return CopyResult.unsupported(String.valueOf(ex.getMessage()));
    } catch (SQLException ex) {
      long nanos = System.nanoTime() - start;
      if (form == Form.CALL
          || ex.getErrorCode() == UNKNOWN_STATEMENT
          || ex.getErrorCode() == NEEDS_PREPARING) {
        prepared.remove(form, schema, sql);
      }
      return CopyResult.ran(Errors.outcome(ex), start, nanos);
    }
  }

  void run(String sql) throws SQLException {
    text(sql);
  }

  private Outcome text(String sql) throws SQLException {
    if (sql.indexOf('{') < 0) {
      return wire.query(sql);
    }
    Statement statement = plain();
    return drain(statement, statement.execute(sql));
  }

  private Outcome execute(PreparedStatement statement) throws SQLException {
    if (statement instanceof CallableStatement) {
      return drain(statement, statement.execute());
    }
    return wire.run(command((PreparedQuery) ((JdbcStatement) statement).getQuery()));
  }

  private static NativePacketPayload command(PreparedQuery query) throws SQLException {
    try {
      return query instanceof ServerPreparedQuery
          ? ((ServerPreparedQuery) query).prepareExecutePacket()
          : query.fillSendPacket(query.getQueryBindings());
    } catch (CJException e) {
      throw SQLExceptionsMapping.translateException(e);
    }
  }

  private Statement plain() throws SQLException {
    if (plain == null) {
      plain = connection.createStatement();
      plain.setFetchSize(Integer.MIN_VALUE);
    }
    return plain;
  }

  private PreparedStatement prepare(Form form, String sql, @Nullable String schema)
      throws SQLException {
    PreparedStatement found = prepared.get(form, schema, sql);
    if (found == null) {
      String marked = Marker.COPY + sql;
      if (form == Form.CALL) {
        // It looks for the routine's parameters in the schema that it believes to be the current
        // one, and a USE by text has not told it.
        if (schema != null && !Objects.equals(schema, connection.getDatabase())) {
          // A statement leads back to the schema that the driver believed in when it was made, and
          // fails where that was none: "No database selected". None may outlive the change.
          forgetStatements();
          connection.setDatabase(schema);
        }
        found = connection.prepareCall(marked);
      } else {
        found =
            form == Form.SERVER_PREPARED
                ? server(marked)
                : connection.clientPrepareStatement(marked);
      }
      prepared.put(form, schema, sql, found);
    }
    return found;
  }

  private void forgetStatements() throws SQLException {
    prepared.clear();
    if (plain != null) {
      plain.close();
      plain = null;
    }
  }

  private PreparedStatement server(String sql) throws SQLException {
    try {
      return connection.serverPrepareStatement(sql);
    } catch (SQLException e) {
      if (e.getErrorCode() == NOT_PREPARABLE) {
        // Another server, another list: the source's could prepare it.
        return connection.clientPrepareStatement(sql);
      }
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, Binds binds)
      throws NotRepeatableException, SQLException {
    statement.clearParameters();
    if (binds.callable() != null && !(statement instanceof CallableStatement)) {
      throw new NotRepeatableException(
          "named binds of a statement that is no call", new IllegalStateException());
    }
    BindApplier.apply(statement, binds);
  }

  private static Outcome drain(Statement statement, boolean rowsFirst) throws SQLException {
    long count = rowsFirst ? Outcome.NO_COUNT : statement.getLargeUpdateCount();
    boolean rows = rowsFirst;
    while (true) {
      if (rows) {
        try (ResultSet result = statement.getResultSet()) {
          while (result != null && result.next()) {
            // Read, as the application would.
          }
        }
      } else if (statement.getLargeUpdateCount() == -1) {
        return Outcome.success(rowsFirst, count, Outcome.NO_KEY, false);
      }
      rows = statement.getMoreResults();
    }
  }
}
