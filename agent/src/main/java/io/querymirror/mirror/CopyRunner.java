package io.querymirror.mirror;

import com.mysql.cj.jdbc.JdbcConnection;
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
 *
 * <p>Rows are streamed: one at a time is in memory, however large the result, and the server sees
 * the same statement. Only calls are buffered: Connector/J reads OUT parameters and a function's
 * value by a second statement, which it refuses while a streaming result is open.
 */
final class CopyRunner {
  private static final int NOT_PREPARABLE = 1295;

  private final JdbcConnection connection;
  private final StatementCache prepared = new StatementCache();
  private @Nullable Statement plain;

  CopyRunner(JdbcConnection connection) {
    this.connection = connection;
  }

  /**
   * @param schema the connection's current schema
   */
  CopyResult run(Execution e, String sql, @Nullable String schema) {
    Form form = e.event().form();
    String marked = Marker.COPY + sql;
    long start = System.nanoTime();
    try {
      if (form == Form.TEXT) {
        Statement statement = plain();
        start = System.nanoTime();
        Outcome outcome = drain(statement, statement.execute(marked));
        return CopyResult.ran(outcome, start, System.nanoTime() - start);
      }
      PreparedStatement statement = prepare(form, marked, schema);
      bind(statement, e.binds());
      start = System.nanoTime();
      Outcome outcome = drain(statement, statement.execute());
      return CopyResult.ran(outcome, start, System.nanoTime() - start);
    } catch (NotRepeatableException ex) {
      prepared.remove(form, schema, marked);
      return CopyResult.unsupported(String.valueOf(ex.getMessage()));
    } catch (SQLException ex) {
      long nanos = System.nanoTime() - start;
      prepared.remove(form, schema, marked);
      return CopyResult.ran(Errors.outcome(ex), start, nanos);
    }
  }

  void run(String sql) throws SQLException {
    Statement statement = plain();
    drain(statement, statement.execute(sql));
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
      if (form == Form.CALL) {
        // It looks for the routine's parameters in the schema that it believes to be the current
        // one, and a USE by text has not told it.
        if (schema != null && !Objects.equals(schema, connection.getDatabase())) {
          // A statement leads back to the schema that the driver believed in when it was made, and
          // fails where that was none: "No database selected". None may outlive the change.
          forgetStatements();
          connection.setDatabase(schema);
        }
        found = connection.prepareCall(sql);
      } else {
        found = form == Form.SERVER_PREPARED ? server(sql) : connection.clientPrepareStatement(sql);
        found.setFetchSize(Integer.MIN_VALUE);
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
