package io.querymirror.mirror.wire;

import com.mysql.cj.NativeSession;
import com.mysql.cj.PreparedQuery;
import com.mysql.cj.ServerPreparedQuery;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import com.mysql.cj.jdbc.exceptions.SQLExceptionsMapping;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.a.NativePacketPayload;
import io.querymirror.config.CompareSettings;
import io.querymirror.model.Binds;
import io.querymirror.model.CallResults;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Form;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs copies on one connection, in the form of their originals, and reads through all they return.
 * Texts and prepared statements go over the {@link Wire}; calls by the driver's own statements.
 */
public final class CopyRunner {
  /** What a socket takes without being read on the other side, by far. */
  private static final int AHEAD_BYTES = 16 << 10;

  private static final int NOT_PREPARABLE = 1295;
  private static final int UNKNOWN_STATEMENT = 1243;
  private static final int NEEDS_PREPARING = 1615;

  /** Follows copies that were sent at once and run one after the other. */
  public interface Turns {
    void begins();

    /**
     * False where the connection is of no use any more.
     *
     * @param outcome null for an error of the agent's own
     */
    boolean ended(@Nullable Outcome outcome);
  }

  private final JdbcConnection connection;
  private final CompareSettings kept;
  private final Wire wire;
  private final StatementCache prepared = new StatementCache();
  private final boolean escapes;
  private final Fractions fractions;
  private String own = "";
  private boolean keep;
  private boolean ownSent;

  /** What the last call returned. */
  private Returned called = Returned.UNSEEN;

  /**
   * @param kept how much of a result is kept where it is wanted
   */
  public CopyRunner(JdbcConnection connection, CompareSettings kept) {
    this.connection = connection;
    this.kept = kept;
    NativeSession session = (NativeSession) connection.getSession();
    this.wire = new Wire(session);
    this.fractions = new Fractions(connection);
    this.escapes =
        session.getPropertySet().getBooleanProperty(PropertyKey.enableEscapeProcessing).getValue();
  }

  /**
   * @param schema the connection's current schema
   * @param own a text of the agent's own to go before it; empty for none
   * @param keepRows of its first result; of a call all
   */
  public CopyResult run(
      Execution e, String sql, @Nullable String schema, String own, boolean keepRows) {
    this.own = own;
    this.ownSent = false;
    this.keep = keepRows;
    CopyResult result = run(e, sql, schema);
    this.own = "";
    this.keep = false;
    return refused() ? result.unpinned() : result;
  }

  /** Whether the last run came so far as to send the agent's own text. */
  public boolean ownSent() {
    return ownSent;
  }

  /** Whether the server did not take it. */
  public boolean refused() {
    return ownSent && wire.refusal() != null;
  }

  private CopyResult run(Execution e, String sql, @Nullable String schema) {
    Form form = e.event().form();
    long start = System.nanoTime();
    try {
      if (form == Form.TEXT) {
        Outcome outcome = text(Marker.COPY + sql, keep ? sink(e, false) : null);
        return CopyResult.ran(outcome, start, System.nanoTime() - start, wire.returned());
      }
      PreparedStatement statement = prepare(form, sql, schema);
      bind(statement, e);
      start = System.nanoTime();
      Outcome outcome = execute(e, statement);
      long nanos = System.nanoTime() - start;
      boolean wired = !(statement instanceof CallableStatement);
      return CopyResult.ran(outcome, start, nanos, wired ? wire.returned() : called);
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

  /**
   * Sends copies at once and then reads their answers. Stops early where one is too large to be
   * sent ahead, or where the connection breaks: there are fewer results then, and the rest is to be
   * run anew.
   *
   * @param turns is told of each of them, as the server sees it
   * @param keepRows of the first result of each; of a call all
   */
  public List<CopyResult> runAll(
      List<Execution> all,
      List<String> texts,
      @Nullable String schema,
      Turns turns,
      boolean keepRows) {
    // First of all, as preparing reads an answer of its own.
    List<@Nullable PreparedStatement> statements = prepareAll(all, texts, schema);
    List<@Nullable CopyResult> results = new ArrayList<>(statements.size());
    try {
      for (int i = 0, bytes = 0; i < statements.size() && bytes < AHEAD_BYTES; i++) {
        bytes += put(all.get(i), texts.get(i), statements.get(i), results);
      }
      wire.flush();
    } catch (SQLException ex) {
      Outcome outcome = Errors.outcome(ex);
      turns.ended(outcome);
      return List.of(CopyResult.ran(outcome, System.nanoTime(), 0));
    }
    return answers(all, results, statements, turns, keepRows);
  }

  private List<@Nullable PreparedStatement> prepareAll(
      List<Execution> all, List<String> texts, @Nullable String schema) {
    List<@Nullable PreparedStatement> statements = new ArrayList<>(all.size());
    try {
      for (int i = 0; i < all.size(); i++) {
        Form form = all.get(i).event().form();
        statements.add(form == Form.TEXT ? null : prepare(form, texts.get(i), schema));
      }
    } catch (SQLException e) {
      // It runs by itself then, and fails there.
    }
    return statements;
  }

  /** Answers its size; a result is noted where it is known without sending anything. */
  private int put(
      Execution e,
      String sql,
      @Nullable PreparedStatement statement,
      List<@Nullable CopyResult> results)
      throws SQLException {
    NativePacketPayload command;
    try {
      if (statement == null) {
        command = wire.command(Marker.COPY + sql);
      } else {
        bind(statement, e);
        command = command((PreparedQuery) ((JdbcStatement) statement).getQuery());
      }
    } catch (NotRepeatableException ex) {
      results.add(CopyResult.unsupported(String.valueOf(ex.getMessage())));
      return 0;
    } catch (SQLException ex) {
      results.add(CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0));
      return 0;
    }
    int size = command.getPosition();
    if (size >= Wire.LARGE) {
      return AHEAD_BYTES;
    }
    wire.put(command);
    results.add(null);
    return size;
  }

  private List<CopyResult> answers(
      List<Execution> all,
      List<@Nullable CopyResult> results,
      List<@Nullable PreparedStatement> statements,
      Turns turns,
      boolean keepRows) {
    List<CopyResult> answers = new ArrayList<>(results.size());
    for (int i = 0; i < results.size(); i++) {
      CopyResult known = results.get(i);
      if (known != null) {
        answers.add(known);
        continue;
      }
      turns.begins();
      long start = System.nanoTime();
      Outcome outcome;
      try {
        boolean binary = isBinary(statements.get(i));
        outcome = wire.answer(keepRows ? sink(all.get(i), binary) : null);
      } catch (SQLException ex) {
        outcome = Errors.outcome(ex);
      }
      long nanos = System.nanoTime() - start;
      answers.add(CopyResult.ran(outcome, start, nanos, wire.returned()));
      if (!turns.ended(outcome)) {
        break;
      }
    }
    return answers;
  }

  /**
   * Whether {@link #runAll} may be given it: the driver's own statements wait for their answers.
   */
  public static boolean goesAhead(Execution e) {
    Form form = e.event().form();
    return form != Form.CALL && (form != Form.TEXT || e.sql().indexOf('{') < 0);
  }

  public boolean sendsAhead() {
    return wire.sendsAhead();
  }

  public void run(String sql) throws SQLException {
    text(sql, null);
  }

  private Outcome text(String sql, @Nullable RowSink sink) throws SQLException {
    // A brace may be a JDBC escape, which the driver puts into the server's words.
    String plain = sql.indexOf('{') < 0 || !escapes ? sql : connection.nativeSQL(sql);
    return send(() -> wire.command(plain), sink);
  }

  private Outcome execute(Execution e, PreparedStatement statement) throws SQLException {
    if (statement instanceof CallableStatement) {
      sendOwn();
      return drain(statement, statement.execute());
    }
    PreparedQuery query = (PreparedQuery) ((JdbcStatement) statement).getQuery();
    return send(() -> command(query), keep ? sink(e, isBinary(statement)) : null);
  }

  private Outcome send(Wire.Commands command, @Nullable RowSink sink) throws SQLException {
    if (own.isEmpty()) {
      return wire.run(command.make(), sink);
    }
    ownSent = true;
    return wire.run(own, command, sink);
  }

  /** For all that a call returns, and for the first result of all else. */
  private RowSink sink(Execution e, boolean binary) {
    return new RowSink(binary, kept.rows(), kept.bytes(), CallResults.areOf(e.statementShape()));
  }

  private static boolean isBinary(@Nullable PreparedStatement statement) {
    return statement != null
        && ((JdbcStatement) statement).getQuery() instanceof ServerPreparedQuery;
  }

  /** Before what the driver sends by itself: a round trip of its own. */
  private void sendOwn() throws SQLException {
    if (!own.isEmpty()) {
      ownSent = true;
      wire.runOwn(own);
    }
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
          prepared.clear();
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

  private void bind(PreparedStatement statement, Execution e)
      throws NotRepeatableException, SQLException {
    Binds binds = e.binds();
    fractions.of(e.connection());
    statement.clearParameters();
    if (binds.callable() != null && !(statement instanceof CallableStatement)) {
      throw new NotRepeatableException(
          "named binds of a statement that is no call", new IllegalStateException());
    }
    BindApplier.apply(statement, binds, AsSent.by(e.connection()));
  }

  private Outcome drain(Statement statement, boolean rowsFirst) throws SQLException {
    OwnCall all = keep ? new OwnCall(kept) : null;
    called = Returned.UNSEEN;
    if (all != null) {
      all.parameters(statement);
    }
    long count = rowsFirst ? Outcome.NO_COUNT : statement.getLargeUpdateCount();
    boolean rows = rowsFirst;
    while (true) {
      if (rows) {
        try (ResultSet result = statement.getResultSet()) {
          if (all != null && result instanceof Resultset) {
            all.result((Resultset) result);
          }
          while (result != null && result.next()) {
            // Read, as the application would.
          }
        }
      } else if (statement.getLargeUpdateCount() == -1) {
        called = all == null ? called : all.returned();
        return Outcome.success(rowsFirst, count, Outcome.NO_KEY);
      }
      rows = statement.getMoreResults();
    }
  }
}
