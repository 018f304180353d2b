package io.querymirror.stats;

import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import java.util.Map;

/** Executed statements, made by hand. */
public final class Executions {
  private static final SourceConnection CONNECTION =
      new SourceConnection(1, "connector-j", "app", "db:3306", "shop", Map.of(), 7, 40000);

  private Executions() {}

  public static Execution of(long digest, String digestText, Outcome source, long sourceMicros) {
    return of(digest, digestText, "shop", source, sourceMicros);
  }

  public static Execution of(
      long digest, String digestText, String schema, Outcome source, long sourceMicros) {
    return of(digest, digestText, schema, source, sourceMicros, null);
  }

  public static Execution of(
      long digest,
      String digestText,
      String schema,
      Outcome source,
      long sourceMicros,
      HeldRows rows) {
    StatementText text = new StatementText(digestText);
    SqlShape shape = SqlShape.builder().digest(digestText, digest).kind(Kind.SELECT).build();
    SourceEvent event =
        SourceEvent.statement(
            CONNECTION,
            0,
            sourceMicros * 1000,
            0,
            0,
            false,
            SourceEvent.Form.TEXT,
            text,
            Binds.NONE,
            source,
            null,
            null,
            rows);
    return new Execution(
        event, 1, text, shape, Binds.NONE, source, schema, true, 0, 0, false, null, null, null);
  }
}
