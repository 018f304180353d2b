package io.querymirror.catalog;

import io.querymirror.sql.BodyTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One table or view of the target. Immutable once it is in a catalog. */
public final class CatalogTable {
  private final String schema;
  private final String name;
  private final boolean base;
  private final String engine;
  private final Map<String, CatalogColumn> byName = new HashMap<>();
  private final List<CatalogColumn> columns = new ArrayList<>();
  private final List<UniqueIndex> unique = new ArrayList<>();
  private final List<ForeignKey> parents = new ArrayList<>();
  private final List<ForeignKey> children = new ArrayList<>();
  private final List<Trigger> triggers = new ArrayList<>();
  private @Nullable BodyTables view;
  private String query = "";
  private volatile @Nullable TableFacts facts;
  private @Nullable CatalogColumn autoIncrement;

  CatalogTable(String schema, String name, boolean base, String engine) {
    this.schema = schema;
    this.name = name;
    this.base = base;
    this.engine = engine;
  }

  void add(CatalogColumn column) {
    columns.add(column);
    byName.put(column.name().toLowerCase(Locale.ROOT), column);
    if (column.autoIncrement()) {
      autoIncrement = column;
    }
  }

  void add(UniqueIndex index) {
    unique.add(index);
  }

  void add(ForeignKey key, boolean asChild) {
    (asChild ? parents : children).add(key);
  }

  void add(Trigger trigger) {
    triggers.add(trigger);
  }

  void view(BodyTables definition, String text) {
    view = definition;
    query = text;
  }

  /** What a repeated statement meets in it; found once, by whoever asks first. */
  public TableFacts facts() {
    TableFacts known = facts;
    if (known == null) {
      known = TableFacts.of(this);
      facts = known;
    }
    return known;
  }

  /** A view's query; empty for what is none, and where the account may not see it. */
  String query() {
    return query;
  }

  /** The target's name of its schema. */
  public String schema() {
    return schema;
  }

  public String name() {
    return name;
  }

  /** {@code schema.table}. */
  public String fullName() {
    return schema + '.' + name;
  }

  /** A table of its own, and no view or sequence. */
  public boolean base() {
    return base;
  }

  public boolean innodb() {
    return engine.equalsIgnoreCase("InnoDB");
  }

  public String engine() {
    return engine;
  }

  /** In their order. */
  public List<CatalogColumn> columns() {
    return columns;
  }

  /** The column of a name, in any case; or null. */
  public @Nullable CatalogColumn column(String columnName) {
    CatalogColumn found = byName.get(columnName);
    return found != null ? found : byName.get(columnName.toLowerCase(Locale.ROOT));
  }

  /** Or null for a table without. */
  public @Nullable CatalogColumn autoIncrement() {
    return autoIncrement;
  }

  /** The primary key, or null. */
  public @Nullable UniqueIndex primary() {
    for (UniqueIndex index : unique) {
      if (index.primary()) {
        return index;
      }
    }
    return null;
  }

  /** Primary and unique keys. */
  public List<UniqueIndex> unique() {
    return unique;
  }

  public boolean hasTriggers() {
    return !triggers.isEmpty();
  }

  /** Its own foreign keys. */
  List<ForeignKey> parents() {
    return parents;
  }

  /** The foreign keys of other tables, and its own, that name this one. */
  List<ForeignKey> children() {
    return children;
  }

  List<Trigger> triggers() {
    return triggers;
  }

  /** What a view is made of; null for what is none. */
  @Nullable BodyTables view() {
    return view;
  }

  @Override
  public String toString() {
    return fullName();
  }
}
