package io.querymirror.rule;

import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.model.TableRef;
import io.querymirror.sql.SqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds executed statements for rules to judge; every part has a plain default. */
final class Statements {
  private String sql = "SELECT * FROM item WHERE id = 7";
  private String digestText = "select * from item where id = ?";
  private long digest = 0x12;
  private Kind kind = Kind.SELECT;
  private List<TableRef> tables = List.of(new TableRef(null, "item", false));
  private String schema = "shop";
  private String user = "app";
  private String host = "orders-db-1:3306";
  private Binds binds = Binds.NONE;
  private SourceEvent.Form form = SourceEvent.Form.PREPARED;
  private Outcome outcome = Outcome.ROWS;
  private long transaction;
  private long session = 1;
  private long sequence = 1;
  private SqlShape shape;
  private long nanos = 1_000_000;

  static Statements statement() {
    return new Statements();
  }

  /** Two targets, a and b; two host groups, orders and billing. */
  static Settings settings(String rules) {
    try {
      Path file = Files.createTempFile("querymirror", ".yaml");
      try {
        Files.writeString(
            file,
            "targets: {a: {hosts: db, username: u}, b: {hosts: db, username: u}}\n"
                + "host_groups: {orders: 'orders-*:3306', billing: ['pay-1', 'pay-2:*']}\n"
                + "rules:\n"
                + rules);
        return ConfigLoader.load(file, Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException | ConfigException e) {
      throw new AssertionError(e);
    }
  }

  Statements sql(String value) {
    sql = value;
    return this;
  }

  Statements digest(String text, long id) {
    digestText = text;
    digest = id;
    return this;
  }

  Statements kind(Kind value) {
    kind = value;
    return this;
  }

  /** Each {@code table} or {@code schema.table}. */
  Statements tables(String... names) {
    List<TableRef> refs = new ArrayList<>();
    for (String name : names) {
      int dot = name.indexOf('.');
      refs.add(
          new TableRef(dot < 0 ? null : name.substring(0, dot), name.substring(dot + 1), false));
    }
    tables = refs;
    return this;
  }

  Statements schema(String value) {
    schema = value;
    return this;
  }

  Statements user(String value) {
    user = value;
    return this;
  }

  Statements host(String value) {
    host = value;
    return this;
  }

  /** By setObject; null by setNull. */
  Statements binds(Object... values) {
    BindKind[] kinds = new BindKind[values.length];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = values[i] == null ? BindKind.NULL : BindKind.OBJECT;
    }
    return binds(new Binds(kinds, values, new Object[0], null));
  }

  Statements binds(Binds value) {
    binds = value;
    return this;
  }

  Statements outcome(Outcome value) {
    outcome = value;
    return this;
  }

  Statements inTransaction() {
    transaction = 9;
    return this;
  }

  Statements transaction(long id) {
    transaction = id;
    return this;
  }

  Statements session(long id) {
    session = id;
    return this;
  }

  Statements sequence(long value) {
    sequence = value;
    return this;
  }

  /** In place of digest, kind and tables. */
  Statements shape(SqlShape value) {
    shape = value;
    return this;
  }

  /** A text with the shape that it has. */
  Statements parsed(String value) {
    return sql(value).shape(SqlParser.parse(value));
  }

  Statements millis(long value) {
    nanos = value * 1_000_000;
    return this;
  }

  /** Sent as text, so that it is not known to come again. */
  Statements literal() {
    form = SourceEvent.Form.TEXT;
    return this;
  }

  Execution build() {
    SourceConnection connection =
        new SourceConnection(session, "connector-j", user, host, schema, Map.of(), 1, 1);
    StatementText text = new StatementText(sql);
    SqlShape is =
        shape != null
            ? shape
            : SqlShape.builder().digest(digestText, digest).kind(kind).tables(tables).build();
    SourceEvent event =
        SourceEvent.statement(connection, 1_000, 1_000 + nanos, form, text, binds, outcome);
    return new Execution(
        event,
        sequence,
        text,
        is,
        binds,
        outcome,
        schema,
        transaction == 0,
        transaction,
        0,
        false,
        null,
        null,
        null);
  }
}
