package io.querymirror.catalog;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlAccess;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.sql.AccessParser;
import io.querymirror.sql.CallText;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rows of a target's tables a statement concerns. Where text, binds, outcome and schema
 * leave a doubt, more of them: the whole table, or everything. Never waits: what the schema is not
 * known for yet concerns everything. For the dispatcher's thread; {@link #done} for any.
 */
public final class Concern {
  private static final int PLANS = 1 << 10;
  private static final int TEXTS = 1 << 9;
  private static final int FRAMES = 1 << 8;
  private static final int LONGEST_TEXT = 1 << 11;
  private static final int MOST_TEMPORARY = 10_000;

  /** Isolation as it matters here. */
  enum Reads {
    /** REPEATABLE READ. */
    SNAPSHOT,
    /** READ COMMITTED, READ UNCOMMITTED: what is read for a write is not locked. */
    COMMITTED,
    /** SERIALIZABLE: plain reads lock. */
    LOCKING;

    static Reads of(int isolation, boolean inTransaction) {
      switch (isolation) {
        case java.sql.Connection.TRANSACTION_READ_UNCOMMITTED:
        case java.sql.Connection.TRANSACTION_READ_COMMITTED:
          return COMMITTED;
        case java.sql.Connection.TRANSACTION_SERIALIZABLE:
          return inTransaction ? LOCKING : SNAPSHOT;
        default:
          return SNAPSHOT;
      }
    }
  }

  private static final class Known {
    final SqlAccess access;
    final @Nullable String schema;
    final Reads reads;
    final Object state;
    final Plan plan;

    Known(SqlAccess access, @Nullable String schema, Reads reads, Object state, Plan plan) {
      this.access = access;
      this.schema = schema;
      this.reads = reads;
      this.state = state;
      this.plan = plan;
    }
  }

  private static final class Text {
    final String sql;
    final SqlAccess access;

    Text(String sql, SqlAccess access) {
      this.sql = sql;
      this.access = access;
    }
  }

  private final Catalogs catalogs;
  private final UnaryOperator<@Nullable String> schemas;
  private final Consumer<String> warn;
  private final @Nullable Known[] plans = new @Nullable Known[PLANS];
  private final @Nullable Text[] texts = new @Nullable Text[TEXTS];
  private final @Nullable Frame[] frames = new @Nullable Frame[FRAMES];
  private final Set<String> temporary = new HashSet<>();
  private final Set<String> warned = new HashSet<>();

  /** When the last definition ended at the source. */
  private long defined = Long.MIN_VALUE;

  /**
   * @param schemas the target's name of a source schema; null for null
   * @param warn takes a line of the log
   */
  public Concern(
      Catalogs catalogs, UnaryOperator<@Nullable String> schemas, Consumer<String> warn) {
    this.catalogs = catalogs;
    this.schemas = schemas;
    this.warn = warn;
  }

  /**
   * What a statement, or a method of the connection, concerns. A data definition must be told
   * {@link #done} once it has run or will not.
   *
   * @param isolation of the session, a constant of java.sql.Connection
   */
  public Concerned of(Execution e, int isolation) {
    SqlShape shape = e.shape();
    if (shape == null || shape.unsupported() != null) {
      return Concerned.NOTHING;
    }
    if (!shape.tokenizable()) {
      return Concerned.EVERYTHING_READ;
    }
    switch (shape.kind()) {
      case SHOW:
      case USE:
      case TRANSACTION:
        return Concerned.NOTHING;
      case SET:
        return shape.several() || !shape.tables().isEmpty() ? rows(e, shape, isolation) : set(e);
      case SELECT:
      case INSERT:
      case UPDATE:
      case DELETE:
      case REPLACE:
      case LOAD:
      case CALL:
        return rows(e, shape, isolation);
      case DDL:
        return define(e, shape, isolation);
      default:
        return Concerned.EVERYTHING_READ;
    }
  }

  /**
   * Whether it began before a definition ended that was asked for: the definition may have to wait
   * for it, so it must not wait for what the definition makes.
   */
  public boolean overlapsDefinition(Execution e) {
    return e.event().startNanos() <= defined;
  }

  /**
   * False while a schema that it takes is being read: soon {@link #of} will tell more. Asks for it.
   */
  public boolean isKnown(Execution e) {
    SqlShape shape = e.shape();
    if (shape == null || shape.unsupported() != null) {
      return true;
    }
    if (shape.kind() == Kind.DDL && !shape.temporaryTable()) {
      return true;
    }
    if (!shape.isRead() && !shape.isWrite() && shape.tables().isEmpty()) {
      return true;
    }
    if (catalogs.uncertain() || !catalogs.isKnown(schemas.apply(e.schema()))) {
      return false;
    }
    CallText call = CallText.of(shape);
    if (call != null && call.schema() != null && !catalogs.isKnown(schemas.apply(call.schema()))) {
      return false;
    }
    for (TableRef table : shape.tables()) {
      if (!catalogs.isKnown(schema(e, table))) {
        return false;
      }
    }
    return true;
  }

  /** It ran on the target, or was dropped; of interest for data definitions, once for each. */
  public void done(Execution e) {
    SqlShape shape = e.shape();
    if (shape != null && shape.unsupported() == null && isDefinition(shape)) {
      catalogs.defined();
    }
  }

  private static boolean isDefinition(SqlShape shape) {
    return shape.tokenizable() && shape.kind() == Kind.DDL && Catalogs.defines(shape);
  }

  private Concerned define(Execution e, SqlShape shape, int isolation) {
    if (isDefinition(shape)) {
      defined = Math.max(defined, e.event().finishNanos());
      catalogs.defining();
      return Concerned.EVERYTHING;
    }
    if (!shape.temporaryTable()) {
      return Concerned.EVERYTHING;
    }
    boolean copies = false;
    for (TableRef table : shape.tables()) {
      String schema = schema(e, table);
      copies |= !table.written();
      if (table.written() && schema != null && temporary.size() < MOST_TEMPORARY) {
        temporary.add(Closure.full(schema, table.name()));
      }
    }
    return copies ? rows(e, shape, isolation) : Concerned.NOTHING;
  }

  private @Nullable String schema(Execution e, TableRef table) {
    return schemas.apply(table.schema() == null ? e.schema() : table.schema());
  }

  /** SET without a query: a function in it may still do anything. */
  private Concerned set(Execution e) {
    SqlAccess access = access(e);
    if (access.calls().isEmpty()) {
      return Concerned.NOTHING;
    }
    Closure closure = new Closure(catalogs, temporary);
    closure.calls(schemas.apply(e.schema()), access.calls(), Access.Mode.WRITE);
    return closure.everything() || closure.unknown() ? Concerned.EVERYTHING : Concerned.NOTHING;
  }

  private Concerned rows(Execution e, SqlShape shape, int isolation) {
    if (catalogs.uncertain()) {
      return Concerned.EVERYTHING_READ;
    }
    SqlAccess access = access(e);
    Reads reads = Reads.of(isolation, e.inTransaction() || !e.autocommit());
    Object state = catalogs.state();
    int at = System.identityHashCode(access) & PLANS - 1;
    Known known = plans[at];
    if (known != null
        && known.access == access
        && known.state == state
        && known.reads == reads
        && Objects.equals(known.schema, e.schema())) {
      return known.plan.of(e);
    }
    Frame frame = frame(shape, access, e.schema(), reads, state);
    PlanMaker maker =
        new PlanMaker(catalogs, schemas, temporary, shape, access, reads, e.schema(), frame);
    Plan plan = maker.make();
    warn(maker);
    if (maker.unknown() || catalogs.state() != state) {
      frames[System.identityHashCode(shape) & FRAMES - 1] = null;
    } else {
      plans[at] = new Known(access, e.schema(), reads, state, plan);
    }
    return plan.of(e);
  }

  private Frame frame(
      SqlShape shape, SqlAccess access, @Nullable String schema, Reads reads, Object state) {
    int at = System.identityHashCode(shape) & FRAMES - 1;
    Frame frame = frames[at];
    if (frame == null || !frame.is(shape, access.form(), schema, reads, state)) {
      frame = new Frame(shape, access.form(), schema, reads, state);
      frames[at] = frame;
    }
    return frame;
  }

  private void warn(PlanMaker maker) {
    for (CatalogTable table : maker.written()) {
      if (table.base() && !table.innodb() && warned.add(table.fullName())) {
        warn.accept(table.fullName() + " is " + table.engine());
      }
    }
  }

  private SqlAccess access(Execution e) {
    StatementText text = Objects.requireNonNull(e.text());
    SqlAccess found = text.access();
    if (found == null) {
      found = access(text.sql());
      text.access(found);
    }
    return found;
  }

  private SqlAccess access(String sql) {
    if (sql.length() > LONGEST_TEXT) {
      return AccessParser.parse(sql);
    }
    int hash = sql.hashCode();
    int at = (hash ^ hash >>> 16) & TEXTS - 1;
    Text known = texts[at];
    if (known == null || !known.sql.equals(sql)) {
      known = new Text(sql, AccessParser.parse(sql));
      texts[at] = known;
    }
    return known.access;
  }
}
