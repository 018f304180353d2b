package io.querymirror.catalog;

import io.querymirror.catalog.Concern.Reads;
import io.querymirror.catalog.Trigger.Event;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlAccess;
import io.querymirror.model.SqlAccess.Form;
import io.querymirror.model.SqlShape;
import io.querymirror.model.SqlValue;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import io.querymirror.sql.CallText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Works out for one text how to tell what it concerns, by the schema as it is known. */
final class PlanMaker {
  private final Catalogs catalogs;
  private final UnaryOperator<@Nullable String> schemas;
  private final Set<String> temporary;
  private final SqlShape shape;
  private final SqlAccess access;
  private final Reads reads;
  private final @Nullable String current;
  private final Frame frame;
  private final Set<CatalogTable> written = new LinkedHashSet<>();
  private boolean unknown;

  PlanMaker(
      Catalogs catalogs,
      UnaryOperator<@Nullable String> schemas,
      Set<String> temporary,
      SqlShape shape,
      SqlAccess access,
      Reads reads,
      @Nullable String current,
      Frame frame) {
    this.catalogs = catalogs;
    this.schemas = schemas;
    this.temporary = temporary;
    this.shape = shape;
    this.access = access;
    this.reads = reads;
    this.current = current;
    this.frame = frame;
  }

  /** The plan holds for now alone: a schema is not known yet. */
  boolean unknown() {
    return unknown;
  }

  /** Tables that it writes, as far as they are known. */
  Set<CatalogTable> written() {
    return written;
  }

  Plan make() {
    Concerned tables = frame.tables == null ? tables() : frame.tables;
    frame.tables = tables;
    Plan whole = e -> tables;
    if (tables.everything()) {
      return whole;
    }
    TableRef ref = access.table();
    if (ref == null || shape.several() || frame.routines) {
      return whole;
    }
    String schema = schemas.apply(ref.schema() == null ? current : ref.schema());
    SchemaCatalog catalog = schema == null ? null : catalogs.schema(schema);
    CatalogTable table = catalog == null ? null : catalog.table(ref.name());
    if (catalog == null || table == null || !table.base()) {
      return whole;
    }
    Plan keyed =
        access.form() == Form.ROWS
            ? rows(table, catalog.increment == 1, whole)
            : point(table, held(table, whole, tables));
    return keyed == null ? held(table, whole, tables) : keyed;
  }

  private boolean committed() {
    return reads == Reads.COMMITTED;
  }

  private boolean isSelect() {
    return shape.kind() == Kind.SELECT;
  }

  // Whole tables -------------------------------------------------------------------------------

  private Concerned tables() {
    if (shape.kind() == Kind.CALL) {
      return called();
    }
    Closure closure = new Closure(catalogs, temporary);
    closure.calls(schemas.apply(current), access.calls(), shape.isWrite() ? Mode.WRITE : mode());
    boolean several = shape.several();
    boolean target = !shape.isWrite() || shape.temporaryTable();
    boolean changes = shape.isWrite();
    boolean source = false;
    boolean plain = false;
    for (TableRef ref : shape.tables()) {
      String schema = schemas.apply(ref.schema() == null ? current : ref.schema());
      if (ref.written()) {
        target = true;
        for (Event event : events()) {
          closure.write(schema, ref.name(), event, assigned(event), findsUnlocked());
        }
      } else if (changes && !several) {
        source = true;
        closure.read(schema, ref.name(), Mode.SHARE, committed());
      } else {
        Mode mode = several && changes ? Mode.SHARE : mode();
        plain |= mode == Mode.READ;
        closure.read(schema, ref.name(), mode, false);
      }
    }
    written.addAll(closure.written());
    frame.routines = closure.hasRoutines();
    unknown |= closure.unknown();
    boolean reading = isSelect() || plain;
    if (closure.everything() || closure.unknown() || !target || access.doubtful()) {
      return reading ? Concerned.EVERYTHING_READ : Concerned.EVERYTHING;
    }
    boolean snapshot =
        reads != Reads.LOCKING && reading && (plain || access.subqueries()) && closure.hasTables();
    return new Concerned(closure.accesses(), false, snapshot, source && committed() && copies());
  }

  /** What a procedure reads; everything for one that may do more. */
  private Concerned called() {
    CallText call = CallText.of(shape);
    if (call == null || access.doubtful()) {
      return Concerned.EVERYTHING_READ;
    }
    String named = call.schema();
    String session = schemas.apply(current);
    Closure closure = new Closure(catalogs, temporary);
    closure.call(named == null ? session : schemas.apply(named), session, call, mode());
    unknown |= closure.unknown();
    if (closure.everything() || closure.unknown()) {
      return Concerned.EVERYTHING_READ;
    }
    boolean snapshot = reads != Reads.LOCKING && closure.hasTables();
    return new Concerned(closure.accesses(), false, snapshot, false);
  }

  /** INSERT … SELECT, CREATE TEMPORARY TABLE … SELECT. */
  private boolean copies() {
    return shape.kind() == Kind.INSERT || shape.kind() == Kind.REPLACE || shape.kind() == Kind.DDL;
  }

  /** At READ COMMITTED what UPDATE and DELETE look at and do not change is not locked. */
  private boolean findsUnlocked() {
    Kind kind = shape.kind();
    return committed() && (kind == Kind.UPDATE || kind == Kind.DELETE || shape.several());
  }

  /** Of a table that is read and not for a write. */
  private Mode mode() {
    switch (access.lock()) {
      case UPDATE:
        return Mode.WRITE;
      case SHARE:
        return Mode.SHARE;
      default:
        return reads == Reads.LOCKING ? Mode.SHARE : Mode.READ;
    }
  }

  /** What may happen to the rows of a written table. */
  private List<Event> events() {
    if (shape.several()) {
      return List.of(Event.values());
    }
    switch (shape.kind()) {
      case INSERT:
        boolean updates =
            access.form() == Form.ROWS
                ? !access.assigned().isEmpty()
                : shape.digestText().contains("duplicate");
        return updates ? List.of(Event.INSERT, Event.UPDATE) : List.of(Event.INSERT);
      case REPLACE:
        return List.of(Event.INSERT, Event.DELETE);
      case UPDATE:
        return List.of(Event.UPDATE);
      case DELETE:
        return List.of(Event.DELETE);
      case LOAD:
        return List.of(Event.INSERT, Event.DELETE);
      default:
        return List.of(Event.values());
    }
  }

  private @Nullable Set<String> assigned(Event event) {
    return event != Event.UPDATE || access.form() == Form.TABLES
        ? null
        : access.assigned().keySet();
  }

  // Rows by their primary key ------------------------------------------------------------------

  private @Nullable Plan point(CatalogTable table, Plan whole) {
    UniqueIndex primary = table.primary();
    if (primary == null || !primary.plain() || !fixes(primary)) {
      return null;
    }
    if (isSelect()) {
      Mode mode = mode();
      boolean snapshot = mode == Mode.READ;
      return point(table, primary, mode, snapshot, Map.of(), List.of(), List.of(), whole);
    }
    if (shape.kind() == Kind.DELETE) {
      if (table.unique().size() > 1) {
        return null;
      }
      List<Access> others = others(table, List.of(Event.DELETE));
      return others == null
          ? null
          : point(table, primary, Mode.WRITE, false, Map.of(), List.of(), others, whole);
    }
    Set<String> assigned = access.assigned().keySet();
    if (shape.kind() != Kind.UPDATE || keysChange(table, assigned)) {
      return null;
    }
    List<Access> others = others(table, List.of(Event.UPDATE));
    List<ParentKey> parents = new ArrayList<>();
    List<SqlValue[]> values = new ArrayList<>();
    for (ForeignKey key : table.parents()) {
      if (Collections.disjoint(key.childColumns, assigned)) {
        continue;
      }
      ParentKey parent = parent(table, key, assigned.containsAll(key.childColumns));
      if (parent == null) {
        return null;
      }
      parents.add(parent);
      SqlValue[] named = new SqlValue[key.childColumns.size()];
      for (int i = 0; i < named.length; i++) {
        named[i] = access.assigned().getOrDefault(key.childColumns.get(i), SqlValue.EXPRESSION);
      }
      values.add(named);
    }
    if (others == null) {
      return null;
    }
    boolean alone = others.isEmpty() && parents.isEmpty();
    Map<String, SqlValue> added = alone && commutes(table) ? access.added() : Map.of();
    return new PointPlan(
        table,
        primary,
        access.where(),
        Mode.WRITE,
        false,
        committed(),
        added,
        parents,
        values,
        others,
        whole);
  }

  private Plan point(
      CatalogTable table,
      UniqueIndex primary,
      Mode mode,
      boolean snapshot,
      Map<String, SqlValue> added,
      List<ParentKey> parents,
      List<Access> others,
      Plan whole) {
    return new PointPlan(
        table,
        primary,
        access.where(),
        mode,
        snapshot,
        committed(),
        added,
        parents,
        List.of(),
        others,
        whole);
  }

  /** Whether the conditions name one value, or a few, for each column of the index. */
  private boolean fixes(UniqueIndex index) {
    for (CatalogColumn column : index.columns()) {
      if (!access.where().containsKey(lower(column))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an UPDATE of these columns may give a row another unique key than it had. */
  private static boolean keysChange(CatalogTable table, Set<String> assigned) {
    for (UniqueIndex index : table.unique()) {
      if (!index.plain()) {
        return true;
      }
      for (CatalogColumn column : index.columns()) {
        if (assigned.contains(lower(column)) || column.updatedByClock()) {
          return true;
        }
      }
    }
    return runsBefore(table, Event.UPDATE);
  }

  /** Whether a trigger may change what is written. */
  private static boolean runsBefore(CatalogTable table, Event event) {
    for (Trigger trigger : table.triggers()) {
      if (trigger.before && trigger.event == event) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a sum of whatever comes, in any order: no condition looks at what it changes. */
  private boolean commutes(CatalogTable table) {
    Map<String, SqlValue> added = access.added();
    if (added.isEmpty()
        || !access.equalitiesOnly()
        || table.hasTriggers()
        || !Collections.disjoint(added.keySet(), access.where().keySet())) {
      return false;
    }
    for (String name : added.keySet()) {
      CatalogColumn column = table.column(name);
      if (column == null
          || !KeyValues.isInteger(column.type()) && !column.type().equals("decimal")) {
        return false;
      }
    }
    return true;
  }

  /**
   * What the events reach beyond the table and its parents; null where that is the table itself.
   */
  private @Nullable List<Access> others(CatalogTable table, List<Event> events) {
    if (!frame.reached) {
      frame.others = reached(table, events);
      frame.reached = true;
    }
    return frame.others;
  }

  private @Nullable List<Access> reached(CatalogTable table, List<Event> events) {
    Closure closure = new Closure(catalogs, temporary);
    for (Event event : events) {
      closure.effects(table, event, assigned(event), false);
    }
    return closure.everything() || closure.unknown() || closure.has(table)
        ? null
        : closure.accesses();
  }

  private @Nullable ParentKey parent(CatalogTable table, ForeignKey key, boolean told) {
    Closure closure = new Closure(catalogs, temporary);
    closure.read(key.parentSchema, key.parentTable, Mode.SHARE, false);
    List<CatalogColumn> columns = new ArrayList<>();
    for (String name : key.childColumns) {
      CatalogColumn column = table.column(name);
      if (column == null) {
        return null;
      }
      columns.add(column);
    }
    if (closure.everything() || closure.unknown()) {
      return null;
    }
    SchemaCatalog catalog = catalogs.schema(key.parentSchema);
    CatalogTable parent = catalog == null || !told ? null : catalog.table(key.parentTable);
    return new ParentKey(key, columns, parent, closure.accesses());
  }

  // Rows that are inserted ---------------------------------------------------------------------

  private @Nullable Plan rows(CatalogTable table, boolean steps, Plan whole) {
    List<String> columns = access.columns();
    if (columns == null) {
      columns = new ArrayList<>();
      for (CatalogColumn column : table.columns()) {
        columns.add(lower(column));
      }
    }
    for (List<SqlValue> row : access.rows()) {
      if (!row.isEmpty() && row.size() != columns.size()) {
        return null;
      }
    }
    for (UniqueIndex index : table.unique()) {
      if (!index.plain()) {
        return null;
      }
    }
    Set<String> assigned = access.assigned().keySet();
    boolean replaces = shape.kind() == Kind.REPLACE || !assigned.isEmpty();
    if (table.unique().isEmpty()
        || replaces && (table.unique().size() > 1 || table.primary() == null)
        || !assigned.isEmpty() && keysChange(table, assigned)
        || runsBefore(table, Event.INSERT)) {
      return null;
    }
    List<Access> others = others(table, events());
    if (others == null) {
      return null;
    }
    List<ParentKey> parents = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    for (ForeignKey key : table.parents()) {
      ParentKey parent = parent(table, key, Collections.disjoint(key.childColumns, assigned));
      if (parent == null) {
        return null;
      }
      parents.add(parent);
      List<CatalogColumn> own = new ArrayList<>();
      for (String name : key.childColumns) {
        CatalogColumn column = table.column(name);
        if (column != null) {
          own.add(column);
        }
      }
      places.add(RowsPlan.places(own, columns));
    }
    return new RowsPlan(table, columns, access.rows(), parents, places, others, steps, whole);
  }

  /**
   * The whole table for an UPDATE or DELETE by another unique key than the primary: that holds the
   * row in place at READ COMMITTED, too, where it is there.
   */
  private Plan held(CatalogTable table, Plan whole, Concerned tables) {
    if (!findsUnlocked() || access.form() != Form.POINT || shape.several()) {
      return whole;
    }
    for (UniqueIndex index : table.unique()) {
      if (index.plain() && single(index)) {
        Closure closure = new Closure(catalogs, temporary);
        for (Event event : events()) {
          closure.write(table.schema(), table.name(), event, assigned(event), false);
        }
        Concerned locked = new Concerned(closure.accesses(), false, false, false);
        return e -> e.outcome().ok() && e.outcome().updateCount() == 0 ? tables : locked;
      }
    }
    return whole;
  }

  private boolean single(UniqueIndex index) {
    for (CatalogColumn column : index.columns()) {
      List<SqlValue> values = access.where().get(lower(column));
      if (values == null || values.size() != 1) {
        return false;
      }
    }
    return true;
  }

  private static String lower(CatalogColumn column) {
    return column.name().toLowerCase(Locale.ROOT);
  }
}
