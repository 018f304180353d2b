package io.querymirror.catalog;

import io.querymirror.catalog.Trigger.Event;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.order.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of one target, each read when it is first asked for and again after a definition has
 * run there. Names of schemas and tables are the target's. For any thread.
 */
public final class Catalogs {
  /** Where to read. */
  public interface Source {
    /**
     * A connection of the agent's own, that the caller closes; a SQLTransientConnectionException
     * where no host is up yet.
     */
    Connection open() throws SQLException;
  }

  private static final long PAUSE_NANOS = 1_000_000_000L;
  private static final long SHORT_PAUSE_NANOS = 20_000_000L;
  private static final long MISSING_NANOS = 5_000_000_000L;
  private static final int READS = 3;
  private static final long SLOW_NANOS = 2_000_000_000L;
  private static final long SLOW_PAUSE_NANOS = 60_000_000_000L;

  /**
   * For what another reads: on a full machine its few statements take seconds, and who went on
   * without would write what is not pinned. A host that does not answer ends it sooner.
   */
  private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

  private final Source source;
  private final Executor executor;
  private final Consumer<String> warn;

  /** Replaced whole, so that whoever drew conclusions from it can tell whether they hold. */
  private volatile Map<String, SchemaCatalog> known = Map.of();

  /** Definitions on their way to the target. */
  private volatile int defining;

  /** When each schema was last asked for; guarded by this. */
  private final Map<String, Long> asked = new HashMap<>();

  /** Guarded by this. */
  private final Set<String> underWay = new HashSet<>();

  /** Grows with each definition that has run; guarded by this. */
  private long changes;

  /** Those of which the last attempt failed, though a host was up. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  /** Guarded by this. */
  private boolean warned;

  /** {@code warn} takes a line of the log, for a schema that cannot be read. */
  public Catalogs(Source source, Executor executor, Consumer<String> warn) {
    this.source = source;
    this.executor = executor;
    this.warn = warn;
  }

  /** The table, or null where it is not known yet or not there. Never waits. */
  public @Nullable CatalogTable table(@Nullable String schema, String name) {
    SchemaCatalog found = schema(schema);
    return found == null ? null : found.table(name);
  }

  /** The table, or null where it is not there or cannot be had. May read, and so wait for it. */
  public @Nullable CatalogTable await(@Nullable String schema, String name) {
    if (schema == null) {
      return null;
    }
    SchemaCatalog found = known.get(schema);
    // A definition that ran meanwhile made what was read worthless.
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    for (int i = 0; i < READS && found == null && System.nanoTime() < end; i++) {
      if (ask(schema, PAUSE_NANOS)) {
        read(schema);
      } else {
        awaitReader(schema);
      }
      found = known.get(schema);
    }
    return found == null ? null : found.table(name);
  }

  /**
   * Tables of the target, as {@code schema.table}, that a statement may change beyond the one that
   * it names: by foreign keys, triggers, or as it is a view. As far as the schema is known already:
   * never waits, and asks for nothing.
   *
   * @param updates whether an INSERT is one that may update
   * @param columns that an UPDATE assigns, in lower case; null where that is not known
   */
  public Set<String> reached(
      Kind kind,
      boolean updates,
      @Nullable String schema,
      String name,
      @Nullable Set<String> columns) {
    SchemaCatalog there = schema == null ? null : known.get(schema);
    CatalogTable table = there == null ? null : there.table(name);
    if (schema == null || table == null) {
      return Set.of();
    }
    Closure closure = new Closure(this, Set.of());
    for (Event event : Event.of(kind, updates)) {
      closure.write(schema, name, event, event == Event.UPDATE ? columns : null, false);
    }
    Set<String> names = new LinkedHashSet<>();
    for (Access access : closure.accesses()) {
      if (access.mode() == Access.Mode.WRITE && !access.table().equals(table.fullName())) {
        names.add(access.table());
      }
    }
    return names;
  }

  private synchronized void awaitReader(String schema) {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    try {
      while (underWay.contains(schema) && System.nanoTime() < end) {
        wait(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Definitions have run on the target, or may have: everything is read anew. */
  public void changed() {
    synchronized (this) {
      changes++;
      asked.clear();
      // Another one than at the beginning, for those who tell by it whether something changed.
      known = new HashMap<>();
    }
  }

  /** A statement has run on the target. */
  public void ran(SqlShape shape) {
    if (shape.kind() == Kind.DDL && defines(shape)) {
      changed();
    }
  }

  /** Whether a data definition changes what others see of the schema. */
  static boolean defines(SqlShape shape) {
    return !shape.temporaryTable() && !shape.digestText().startsWith("truncate");
  }

  /** A definition is on its way to the target: until {@link #defined} nobody knows. */
  synchronized void defining() {
    defining++;
  }

  /** It ran, or was dropped. */
  synchronized void defined() {
    defining = Math.max(0, defining - 1);
    changed();
  }

  boolean uncertain() {
    return defining > 0;
  }

  /** What is known now; another object whenever something changed. */
  public Object state() {
    return known;
  }

  /** The schema, or null where it is not known yet. Never waits. */
  @Nullable SchemaCatalog schema(@Nullable String name) {
    if (name == null) {
      return null;
    }
    SchemaCatalog found = known.get(name);
    if (found == null) {
      request(name, PAUSE_NANOS);
      return known.get(name);
    }
    return found;
  }

  /** Whether there is no point in waiting for the schema: it is known, or cannot be read. */
  boolean isKnown(@Nullable String schema) {
    return schema == null
        || Names.isSystem(schema)
        || schema(schema) != null
        || unreadable.contains(schema);
  }

  /** A table that is not known may have been made by somebody else. */
  void missing(String schema) {
    request(schema, MISSING_NANOS);
  }

  private void request(String schema, long pause) {
    if (ask(schema, pause)) {
      executor.execute(() -> read(schema));
    }
  }

  /** Whether the caller has to read it; false where somebody does, or did a moment ago. */
  private synchronized boolean ask(String schema, long pause) {
    long now = System.nanoTime();
    Long last = asked.get(schema);
    if (underWay.contains(schema) || last != null && now - last < pause) {
      return false;
    }
    asked.put(schema, now);
    underWay.add(schema);
    return true;
  }

  private void read(String schema) {
    long before;
    synchronized (this) {
      before = changes;
    }
    SchemaCatalog found = null;
    long begun = System.nanoTime();
    try (Connection c = source.open()) {
      found = CatalogReader.read(c, schema);
    } catch (SQLException | RuntimeException e) {
      failed(schema, e, System.nanoTime() - begun);
    } finally {
      done(schema, found, before);
    }
  }

  private synchronized void done(String schema, @Nullable SchemaCatalog found, long before) {
    underWay.remove(schema);
    notifyAll();
    if (found == null) {
      return;
    }
    unreadable.remove(schema);
    if (before != changes) {
      asked.remove(schema);
      return;
    }
    Map<String, SchemaCatalog> next = new HashMap<>(known);
    next.put(schema, found);
    known = next;
  }

  private synchronized void failed(String schema, Exception e, long took) {
    if (e instanceof SQLTransientConnectionException) {
      asked.put(schema, System.nanoTime() - PAUSE_NANOS + SHORT_PAUSE_NANOS);
      return;
    }
    unreadable.add(schema);
    if (took > SLOW_NANOS) {
      // Whoever waits for it may not do so again and again.
      asked.put(schema, System.nanoTime() + SLOW_PAUSE_NANOS);
    }
    if (!warned) {
      warned = true;
      warn.accept(schema + ": " + e.getMessage());
    }
  }
}
