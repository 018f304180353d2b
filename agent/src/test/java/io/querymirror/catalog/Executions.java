package io.querymirror.catalog;

import io.querymirror.capture.SessionTracker;
import io.querymirror.model.BatchEntries;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.sql.SqlParser;
import java.util.List;
import java.util.Map;

/** Statements as the dispatcher hands them over. */
final class Executions {
  private static final SourceConnection CONNECTION =
      new SourceConnection(1, "connector-j", "app", "source:3306", "shop", Map.of(), -1, -1);

  private Executions() {}

  static Execution of(String sql, Outcome outcome, Object... binds) {
    return execution("shop", new StatementText(sql), outcome, 0, binds(binds));
  }

  static Execution in(String schema, String sql, Outcome outcome) {
    return execution(schema, new StatementText(sql), outcome, 0, Binds.NONE);
  }

  static Execution inTransaction(String sql, Outcome outcome) {
    return execution("shop", new StatementText(sql), outcome, 1, Binds.NONE);
  }

  /** The first of two entries, of which the driver holds the key of the second alone. */
  static Execution first(String sql, long key, Object bind) {
    StatementText text = new StatementText(sql);
    Outcome unknown = Outcome.success(false, 1, Outcome.NO_KEY);
    Outcome known = Outcome.success(false, 1, key);
    Binds binds = binds(bind);
    SourceEvent event =
        SourceEvent.batch(
            CONNECTION,
            1,
            2,
            0,
            0,
            false,
            SourceEvent.Form.PREPARED,
            text,
            new BatchEntries(null, List.of(binds, binds), List.of(unknown, known)),
            null,
            null);
    Execution[] first = new Execution[1];
    new SessionTracker().place(event, (e, missing) -> first[0] = first[0] == null ? e : first[0]);
    return first[0];
  }

  private static Execution execution(
      String schema, StatementText text, Outcome outcome, long transaction, Binds binds) {
    SqlShape shape = text.shape();
    if (shape == null) {
      shape = SqlParser.parse(text.sql());
      text.shape(shape);
    }
    SourceEvent event =
        SourceEvent.statement(CONNECTION, 1, 2, SourceEvent.Form.PREPARED, text, binds, outcome);
    return new Execution(
        event,
        1,
        text,
        shape,
        binds,
        outcome,
        schema,
        transaction == 0,
        transaction,
        0,
        false,
        shape.control(),
        shape.argument(),
        null);
  }

  static Binds binds(Object... values) {
    BindKind[] kinds = new BindKind[values.length];
    Object[] extras = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      kinds[i] = values[i] == null ? BindKind.NULL : BindKind.OBJECT;
      extras[i] = values[i] == null ? (Object) java.sql.Types.BIGINT : null;
    }
    return new Binds(kinds, values, extras, null);
  }
}
