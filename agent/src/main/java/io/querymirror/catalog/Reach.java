package io.querymirror.catalog;

import io.querymirror.catalog.Trigger.Event;
import io.querymirror.model.DigestKey;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which tables of a target a statement sees, and which ones a change of a table reaches: behind
 * views, by triggers and by foreign keys. Names are the target's, as {@code schema.table} in lower
 * case. Never waits; for any thread.
 */
public final class Reach {
  /** In place of names: any table, for all that is known. */
  public static final Set<String> EVERY = Set.of("*");

  private static final int MOST = 5_000;

  private final Catalogs catalogs;
  private final UnaryOperator<@Nullable String> schemas;
  private final Calls calls;
  private volatile Seen seen;

  /** What was found of statements, as long as the schema is known to be so. */
  private static final class Seen {
    final Object state;
    final Map<DigestKey, Set<String>> tables = new ConcurrentHashMap<>();
    final Map<DigestKey, Set<String>> changed = new ConcurrentHashMap<>();

    Seen(Object state) {
      this.state = state;
    }
  }

  /**
   * @param schemas the target's name of a source schema; null for null
   */
  public Reach(Catalogs catalogs, UnaryOperator<@Nullable String> schemas) {
    this.catalogs = catalogs;
    this.schemas = schemas;
    this.calls = new Calls(catalogs, schemas);
    this.seen = new Seen(catalogs.state());
  }

  /** Another object whenever the answers may be others. */
  public Object state() {
    return catalogs.state();
  }

  /**
   * The same, and {@link #EVERY} as long as a schema is being read: there may be views among them.
   */
  public Set<String> surely(Execution e) {
    for (TableRef table : e.statementShape().tables()) {
      String schema = table.schema() == null ? e.schema() : table.schema();
      if (!catalogs.isKnown(schemas.apply(schema))) {
        return EVERY;
      }
    }
    return of(e);
  }

  /** Tables that a statement names, and those behind the views among them, as far as is known. */
  public Set<String> of(Execution e) {
    return known(now().tables, e.statementShape(), e.schema(), this::find);
  }

  /**
   * Tables that may change with a write; {@link #EVERY} for one that does not name them, none for a
   * CALL that is known to read alone.
   */
  public Set<String> changedBy(SqlShape shape, @Nullable String schema) {
    return known(now().changed, shape, schema, this::findChanged);
  }

  private Seen now() {
    Object state = catalogs.state();
    Seen known = seen;
    if (known.state != state) {
      known = new Seen(state);
      seen = known;
    }
    return known;
  }

  private interface Finder {
    Set<String> find(SqlShape shape, @Nullable String current);
  }

  private Set<String> known(
      Map<DigestKey, Set<String>> all, SqlShape shape, @Nullable String schema, Finder finder) {
    Object state = catalogs.state();
    DigestKey key = shape.key(schema);
    Set<String> found = all.get(key);
    if (found == null) {
      found = finder.find(shape, schema);
      if (all.size() < MOST && catalogs.state() == state) {
        all.put(key, found);
      }
    }
    return found;
  }

  private Set<String> findChanged(SqlShape shape, @Nullable String current) {
    Set<String> all = new HashSet<>();
    if (calls.of(shape, current).reads()) {
      return all;
    }
    for (TableRef table : shape.tables()) {
      if (table.written()) {
        Set<String> some =
            ofChange(table.schema() == null ? current : table.schema(), table.name());
        if (some == EVERY) {
          return EVERY;
        }
        all.addAll(some);
      }
    }
    return all.isEmpty() ? EVERY : all;
  }

  private Set<String> find(SqlShape shape, @Nullable String current) {
    Set<String> all = new HashSet<>(calls.of(shape, current).tables());
    Closure closure = new Closure(catalogs, Set.of());
    for (TableRef table : shape.tables()) {
      String schema = schemas.apply(table.schema() == null ? current : table.schema());
      all.add(name(schema, table.name()));
      if (schema != null) {
        closure.read(schema, table.name(), Mode.READ, false);
      }
    }
    if (closure.everything()) {
      // A view that may not be looked into.
      return EVERY;
    }
    add(closure, false, all);
    return all;
  }

  /**
   * Tables that may change where this one does, itself among them.
   *
   * @param schema the source's name
   */
  public Set<String> ofChange(@Nullable String schema, String table) {
    String there = schemas.apply(schema);
    Set<String> all = new HashSet<>();
    all.add(name(there, table));
    if (there != null) {
      Closure closure = new Closure(catalogs, Set.of());
      for (Event event : Event.values()) {
        closure.write(there, table, event, null, false);
      }
      if (closure.everything()) {
        return EVERY;
      }
      add(closure, true, all);
    }
    return all;
  }

  /**
   * Whether a column that holds a moment is named behind the first FROM, or an UPDATE's WHERE,
   * where it may pick or sort rows.
   */
  public boolean namesMoments(Execution e) {
    String text = e.statementShape().digestText().toLowerCase(Locale.ROOT);
    int from = text.indexOf(text.startsWith("update") ? " where " : " from ");
    if (from < 0) {
      return false;
    }
    for (TableRef table : e.statementShape().tables()) {
      String schema = schemas.apply(table.schema() == null ? e.schema() : table.schema());
      CatalogTable known = catalogs.table(schema, table.name());
      if (known == null) {
        return true;
      }
      for (CatalogColumn column : known.columns()) {
        boolean moment = column.type().startsWith("date") || column.type().startsWith("time");
        if (moment && text.indexOf(column.name().toLowerCase(Locale.ROOT), from) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void add(Closure closure, boolean written, Set<String> to) {
    for (Access access : closure.accesses()) {
      if (!written || access.mode() == Mode.WRITE) {
        to.add(access.table().toLowerCase(Locale.ROOT));
      }
    }
  }

  private static String name(@Nullable String schema, String table) {
    String full = schema == null ? table : Closure.full(schema, table);
    return full.toLowerCase(Locale.ROOT);
  }

  /** Whether two such sets have a table in common. */
  public static boolean meet(Set<String> a, Set<String> b) {
    if (a == EVERY) {
      return !b.isEmpty();
    }
    if (b == EVERY) {
      return !a.isEmpty();
    }
    Set<String> fewer = a.size() < b.size() ? a : b;
    Set<String> more = fewer == a ? b : a;
    for (String table : fewer) {
      if (more.contains(table)) {
        return true;
      }
    }
    return false;
  }
}
