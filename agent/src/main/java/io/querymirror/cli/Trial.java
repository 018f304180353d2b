package io.querymirror.cli;

import io.querymirror.capture.SessionTracker;
import io.querymirror.config.Numbers;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement as the dispatcher would see it, that no application ran. */
final class Trial {
  private static final String PORT = ":3306";

  private final SourceConnection connection;
  private final SessionTracker tracker = new SessionTracker();

  /**
   * @param host with or without its port; empty for none
   */
  Trial(String user, String host, @Nullable String schema) {
    String address =
        host.isEmpty() || host.lastIndexOf(':') > host.lastIndexOf(']') ? host : host + PORT;
    this.connection =
        new SourceConnection(1, "connector-j", user, address, schema, Map.of(), -1, -1);
  }

  Execution place(
      String sql, List<String> values, boolean inTransaction, Outcome outcome, Duration took) {
    if (inTransaction) {
      tracker.place(
          SourceEvent.control(
              SourceEvent.Type.AUTOCOMMIT, connection, 0, 0, 0, 0, false, Outcome.ROWS, null, 0),
          (e, missing) -> {});
    }
    SourceEvent event =
        SourceEvent.statement(
            connection,
            0,
            took.toNanos(),
            values.isEmpty() ? SourceEvent.Form.TEXT : SourceEvent.Form.PREPARED,
            new StatementText(sql),
            binds(values),
            outcome);
    List<Execution> placed = new ArrayList<>();
    tracker.place(
        event,
        (e, missing) -> {
          if (e.isStatement()) {
            placed.add(e);
          }
        });
    return placed.get(placed.size() - 1);
  }

  private static Binds binds(List<String> values) {
    if (values.isEmpty()) {
      return Binds.NONE;
    }
    @Nullable BindKind[] kinds = new BindKind[values.size()];
    @Nullable Object[] objects = new Object[values.size()];
    for (int i = 0; i < kinds.length; i++) {
      objects[i] = value(values.get(i));
      kinds[i] = objects[i] == null ? BindKind.NULL : BindKind.OBJECT;
    }
    return new Binds(kinds, objects, new Object[0], null);
  }

  /** Text in quotes is text; else NULL, a truth value, a number, or text. */
  private static @Nullable Object value(String word) {
    if (word.length() > 1 && word.startsWith("'") && word.endsWith("'")) {
      return word.substring(1, word.length() - 1);
    }
    if (word.equalsIgnoreCase("null")) {
      return null;
    }
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return Boolean.valueOf(word);
    }
    BigDecimal number = Numbers.parse(word);
    return number == null ? word : number;
  }
}
