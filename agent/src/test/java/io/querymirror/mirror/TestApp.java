package io.querymirror.mirror;

import io.querymirror.capture.SessionTracker;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An application whose calls reach one target by the real session tracker. */
public final class TestApp {
  private final SessionTracker tracker = new SessionTracker();
  private final Consumer<Execution> statements;
  private final Consumer<Execution> controls;
  private final Consumer<Execution> passed;
  private final Set<SourceConnection> live = ConcurrentHashMap.newKeySet();
  private Predicate<String> taken = sql -> !sql.contains("untaken");
  private boolean takesControl;
  private long connections;

  TestApp(Target target) {
    this(target::statement, target::control, target::passed);
  }

  TestApp(Consumer<Execution> statements, Consumer<Execution> controls) {
    this(statements, controls, e -> {});
  }

  private TestApp(
      Consumer<Execution> statements, Consumer<Execution> controls, Consumer<Execution> passed) {
    this.statements = statements;
    this.controls = controls;
    this.passed = passed;
  }

  /** A statement as a target is given it, in the schema {@code shop}. */
  public static Execution execution(String sql) {
    List<Execution> seen = new ArrayList<>();
    new TestApp(seen::add, seen::add).connect().run(sql);
    return seen.get(0);
  }

  Set<SourceConnection> live() {
    return live;
  }

  /** Where it stands, for a target that joins now. */
  synchronized Joining joining() {
    return new Joining(tracker.lastTransaction(), System.nanoTime(), tracker.sessions());
  }

  /** Rules take the text forms of session control too. */
  TestApp takesControl() {
    takesControl = true;
    return this;
  }

  TestApp takes(Predicate<String> predicate) {
    taken = predicate;
    return this;
  }

  Session connect() {
    return connect("shop");
  }

  Session connect(String schema) {
    return connect(
        new SourceConnection(
            ++connections, "connector-j", "app", "source:3306", schema, Map.of(), -1, -1));
  }

  Session connect(SourceConnection c) {
    live.add(c);
    return new Session(c);
  }

  private synchronized void place(SourceEvent event) {
    tracker.place(
        event,
        (e, missing) -> {
          boolean control = e.control() != null;
          if (e.isStatement() && (control ? takesControl : taken.test(e.sql()))) {
            statements.accept(e);
          } else if (control) {
            controls.accept(e);
          } else if (MirrorTargets.leavesState(e.statementShape())) {
            passed.accept(e);
          }
        });
  }

  /** One of the application's connections. */
  final class Session {
    private final SourceConnection connection;
    private int lost;
    private boolean joined;

    Session(SourceConnection connection) {
      this.connection = connection;
    }

    SourceConnection connection() {
      return connection;
    }

    Session run(String... texts) {
      for (String sql : texts) {
        run(sql, Outcome.success(true, -1, Outcome.NO_KEY));
      }
      return this;
    }

    Session run(String sql, Outcome outcome) {
      return send(Form.TEXT, sql, Binds.NONE, outcome, null);
    }

    Session prepared(Form form, String sql, Object... values) {
      return send(form, sql, binds(values), Outcome.ROWS, null);
    }

    /** A read, with the rows that production got. */
    Session reads(String sql, HeldRows rows) {
      return answered(sql, Outcome.ROWS, rows);
    }

    /** A call without rows, with the OUT parameters that production got. */
    Session sets(String sql, HeldRows out) {
      return answered(sql, Outcome.success(false, 0, Outcome.NO_KEY), out);
    }

    private Session answered(String sql, Outcome outcome, HeldRows rows) {
      long now = System.nanoTime();
      place(
          SourceEvent.statement(
              connection,
              now,
              now,
              0,
              lost(),
              joined(),
              Form.TEXT,
              new StatementText(sql),
              Binds.NONE,
              outcome,
              null,
              null,
              rows));
      return this;
    }

    Session unsupported(String sql, String why) {
      return send(Form.PREPARED, sql, Binds.NONE, Outcome.ROWS, why);
    }

    Session send(Form form, String sql, Binds binds, Outcome outcome, String unsupported) {
      long now = System.nanoTime();
      place(
          SourceEvent.statement(
              connection,
              now - 1000,
              now,
              0,
              lost(),
              joined(),
              form,
              new StatementText(sql),
              binds,
              outcome,
              unsupported,
              null,
              null));
      return this;
    }

    /** A read whose rows its driver holds; the dispatcher's own hold ends with it. */
    Session held(String sql, HeldRows rows) {
      long now = System.nanoTime();
      SourceEvent event =
          SourceEvent.statement(
              connection,
              now - 1000,
              now,
              0,
              lost(),
              joined(),
              Form.TEXT,
              new StatementText(sql),
              Binds.NONE,
              Outcome.ROWS,
              null,
              null,
              rows);
      place(event);
      event.releaseRows();
      return this;
    }

    /** The next event comes after one that found the ring full. */
    Session loses() {
      lost = 1;
      return this;
    }

    private int lost() {
      int n = lost;
      lost = 0;
      return n;
    }

    private boolean joined() {
      boolean was = joined;
      joined = false;
      return was;
    }

    Session call(Type type, String argument, int number, Outcome outcome) {
      long now = System.nanoTime();
      place(
          SourceEvent.control(
              type, connection, now - 1000, now, 0, lost(), joined(), outcome, argument, number));
      return this;
    }

    Session call(Type type) {
      return call(type, null, 0, Outcome.ROWS);
    }

    Session autocommit(boolean on) {
      return call(Type.AUTOCOMMIT, null, on ? 1 : 0, Outcome.ROWS);
    }

    Session commit() {
      return call(Type.COMMIT);
    }

    Session rollback() {
      return call(Type.ROLLBACK);
    }

    void close() {
      live.remove(connection);
      call(Type.CLOSE);
    }
  }

  static Binds binds(Object... values) {
    BindKind[] kinds = new BindKind[values.length];
    for (int i = 0; i < values.length; i++) {
      kinds[i] = values[i] instanceof Integer ? BindKind.INT : BindKind.STRING;
    }
    return new Binds(kinds, values, new Object[0], null);
  }

  static Outcome error(int code) {
    return Outcome.error("HY000", code, "error " + code);
  }

  static List<String> texts(List<Execution> all) {
    return all.stream().map(Execution::sql).toList();
  }
}
