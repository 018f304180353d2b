package io.querymirror.catalog;

import io.querymirror.catalog.ForeignKey.Rule;
import io.querymirror.catalog.Trigger.Event;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import io.querymirror.sql.BodyTables;
import io.querymirror.sql.CallText;
import io.querymirror.sql.RoutineBody;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects whole tables, and with each what a change of it reaches: the other sides of its foreign
 * keys, what its triggers do, what its view is made of.
 */
final class Closure {
  private final Catalogs catalogs;
  private final Set<String> temporary;

  /** The strongest for each table. */
  private final Map<String, Mode> modes = new LinkedHashMap<>();

  private final Set<String> unlockedReads = new LinkedHashSet<>();
  private final Set<String> unlockedWrites = new HashSet<>();
  private final Set<String> visited = new HashSet<>();
  private final Set<CatalogTable> written = new LinkedHashSet<>();
  private boolean everything;
  private boolean unknown;
  private boolean own;
  private int routineBits;
  private boolean picks;
  private boolean routines;

  /** {@code temporary} are the tables of sessions of their own, by {@link #full}. */
  Closure(Catalogs catalogs, Set<String> temporary) {
    this.catalogs = catalogs;
    this.temporary = temporary;
  }

  static String full(String schema, String name) {
    return schema + '.' + name;
  }

  /** It may reach any table. */
  boolean everything() {
    return everything;
  }

  /** As {@link #everything}, until the schema is known. */
  boolean unknown() {
    return unknown;
  }

  /** Whether it has tables that transactions see by their snapshot, of its session's own or not. */
  boolean hasTables() {
    return own || !modes.isEmpty() || !unlockedReads.isEmpty();
  }

  boolean has(CatalogTable table) {
    return modes.containsKey(table.fullName());
  }

  /** Base tables that are written. */
  Set<CatalogTable> written() {
    return written;
  }

  List<Access> accesses() {
    List<Access> all = new ArrayList<>(modes.size() + unlockedReads.size());
    modes.forEach(
        (table, mode) -> {
          Access access = Access.of(table, null, mode);
          all.add(unlockedWrites.contains(table) ? access.unlocked() : access);
        });
    for (String table : unlockedReads) {
      all.add(Access.of(table, null, Mode.READ).unlocked());
    }
    return all;
  }

  /** Whether a stored routine was met. */
  boolean hasRoutines() {
    return routines;
  }

  /** Bits of {@link io.querymirror.model.Volatile} of the routines that were met. */
  int routineBits() {
    return routineBits;
  }

  /** Whether a routine that was met depends on the order in which it meets rows. */
  boolean picks() {
    return picks;
  }

  /**
   * The functions are called in a session of this schema.
   *
   * @param mode in which they read; but for a plain read it is not known which rows they lock
   */
  void calls(@Nullable String schema, Collection<String> names, Mode mode) {
    if (names.isEmpty()) {
      return;
    }
    SchemaCatalog catalog = schema == null ? null : catalogs.schema(schema);
    for (String name : names) {
      boolean qualified = name.indexOf('.') >= 0;
      if (qualified || name.equals("nextval") || name.equals("setval")) {
        everything = true;
      } else if (catalog != null && schema != null) {
        Routine function = catalog.function(name);
        if (function != null && mode != Mode.READ) {
          everything = true;
        } else if (function != null && visited.add("function " + full(schema, name))) {
          routine(schema, function, mode);
        }
      }
    }
    if (schema != null && catalog == null && !Names.isSystem(schema)) {
      unknown = true;
    }
  }

  /**
   * A procedure of one schema is called in a session of another, or of the same.
   *
   * @param mode in which it reads
   */
  void call(@Nullable String schema, @Nullable String session, CallText call, Mode mode) {
    procedure(schema, call.name(), mode);
    calls(session, call.functions(), mode);
  }

  private void procedure(@Nullable String schema, String name, Mode mode) {
    if (schema == null || Names.isSystem(schema)) {
      everything = true;
      return;
    }
    SchemaCatalog catalog = catalogs.schema(schema);
    if (catalog == null) {
      unknown = true;
      return;
    }
    Routine procedure = catalog.procedure(name);
    if (procedure == null) {
      catalogs.missing(schema);
      everything = true;
    } else if (visited.add("procedure " + mode + ' ' + full(schema, name))) {
      routine(schema, procedure, mode);
    }
  }

  private void routine(String schema, Routine routine, Mode mode) {
    RoutineBody body = routine.body;
    if (!body.reads()) {
      everything = true;
      return;
    }
    routines = true;
    routineBits |= routine.bits;
    picks |= routine.picks;
    for (TableRef ref : body.tables()) {
      read(ref.schema() == null ? schema : ref.schema(), ref.name(), mode, false);
    }
    calls(schema, body.functions(), mode);
    for (String name : body.procedures()) {
      int dot = name.lastIndexOf('.');
      procedure(dot < 0 ? schema : name.substring(0, dot), name.substring(dot + 1), mode);
    }
  }

  /** The table, or null where it cannot be told or needs no place. */
  @Nullable CatalogTable find(@Nullable String schema, String name) {
    if (schema == null) {
      everything = true;
      return null;
    }
    if (Names.isSystem(schema)) {
      return null;
    }
    SchemaCatalog catalog = catalogs.schema(schema);
    if (catalog == null) {
      unknown = true;
      return null;
    }
    CatalogTable table = catalog.table(name);
    if (table == null && temporary.contains(full(schema, name))) {
      own = true;
    } else if (table == null) {
      catalogs.missing(schema);
      unknown = true;
    }
    return table;
  }

  /** The rows of a table, or of a view's tables, are read. */
  void read(@Nullable String schema, String name, Mode mode, boolean unlocked) {
    CatalogTable table = find(schema, name);
    if (table == null) {
      return;
    }
    BodyTables view = view(table, mode);
    if (view == null) {
      if (unlocked) {
        unlockedReads.add(table.fullName());
      } else {
        put(table, mode);
      }
    } else if (visited.add(mode + " " + unlocked + " " + table.fullName())) {
      for (TableRef ref : view.tables()) {
        read(schemaOf(ref, table), ref.name(), mode, unlocked);
      }
    }
  }

  /**
   * Rows of a table, or of a view's tables, are written.
   *
   * @param columns that an UPDATE assigns, in lower case; null: any
   * @param unlocked they were found without a lock
   */
  void write(
      @Nullable String schema,
      String name,
      Event event,
      @Nullable Set<String> columns,
      boolean unlocked) {
    CatalogTable table = find(schema, name);
    if (table == null) {
      return;
    }
    BodyTables view = view(table, Mode.WRITE);
    if (view == null) {
      put(table, Mode.WRITE);
      if (unlocked) {
        unlockedWrites.add(table.fullName());
      }
      effects(table, event, columns, true);
    } else if (visited.add(event + " " + table.fullName())) {
      for (TableRef ref : view.tables()) {
        write(schemaOf(ref, table), ref.name(), event, null, unlocked);
      }
    }
  }

  /** What a change of a table reaches beyond it. */
  void effects(CatalogTable table, Event event, @Nullable Set<String> columns, boolean parents) {
    written.add(table);
    if (!visited.add(event + " " + (columns == null ? "" : columns) + " " + table.fullName())) {
      return;
    }
    for (Trigger trigger : table.triggers()) {
      if (trigger.event == event) {
        triggered(table, trigger.body);
      }
    }
    for (ForeignKey key : table.parents()) {
      if (parents && (event == Event.INSERT || changes(event, columns, key.childColumns))) {
        read(key.parentSchema, key.parentTable, Mode.SHARE, false);
      }
    }
    for (ForeignKey key : table.children()) {
      if (event == Event.DELETE) {
        child(key, key.onDelete, key.onDelete == Rule.CASCADE ? Event.DELETE : Event.UPDATE);
      } else if (changes(event, columns, key.parentColumns)) {
        child(key, key.onUpdate, Event.UPDATE);
      }
    }
  }

  static boolean changes(Event event, @Nullable Set<String> columns, List<String> of) {
    return event == Event.UPDATE && (columns == null || !Collections.disjoint(columns, of));
  }

  private void child(ForeignKey key, Rule rule, Event event) {
    if (rule == Rule.REFUSE) {
      read(key.childSchema, key.childTable, Mode.SHARE, false);
      return;
    }
    CatalogTable table = find(key.childSchema, key.childTable);
    if (table != null) {
      Set<String> columns = event == Event.UPDATE ? new HashSet<>(key.childColumns) : null;
      put(table, Mode.WRITE);
      effects(table, event, columns, sharesColumns(table, key));
    }
  }

  /** Whether what follows a parent must fit another one, too. */
  private static boolean sharesColumns(CatalogTable table, ForeignKey key) {
    int keys = 0;
    for (ForeignKey other : table.parents()) {
      keys += Collections.disjoint(other.childColumns, key.childColumns) ? 0 : 1;
    }
    return keys > 1;
  }

  private void triggered(CatalogTable table, BodyTables body) {
    everything |= !body.known();
    calls(table.schema(), body.calls(), Mode.SHARE);
    for (TableRef ref : body.tables()) {
      if (ref.written()) {
        for (Event event : Event.values()) {
          write(schemaOf(ref, table), ref.name(), event, null, false);
        }
      } else {
        read(schemaOf(ref, table), ref.name(), Mode.SHARE, false);
      }
    }
  }

  /** What a view is made of; null for a table. */
  private @Nullable BodyTables view(CatalogTable table, Mode mode) {
    if (table.base()) {
      return null;
    }
    BodyTables view = table.view();
    if (view == null || !view.known()) {
      everything = true;
      return BodyTables.UNKNOWN;
    }
    calls(table.schema(), view.calls(), mode);
    return view;
  }

  private static String schemaOf(TableRef ref, CatalogTable table) {
    String named = ref.schema();
    return named == null ? table.schema() : named;
  }

  private void put(CatalogTable table, Mode mode) {
    modes.merge(table.fullName(), mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }
}
