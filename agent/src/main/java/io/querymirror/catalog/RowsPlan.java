package io.querymirror.catalog;

import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlValue;
import io.querymirror.model.SqlValue.Type;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** INSERT and REPLACE of rows, by all their unique keys and their parents. */
final class RowsPlan implements Plan {
  private final CatalogTable table;
  private final List<List<SqlValue>> rows;

  /** For each unique index the places of its columns in a row; -1: left out. */
  private final List<int[]> places;

  private final int generatedPlace;
  private final List<ParentKey> parents;
  private final List<int[]> parentPlaces;
  private final List<Access> others;
  private final boolean steps;
  private final Plan whole;

  /**
   * @param columns of the rows, in lower case
   * @param others beyond the table and its parents
   * @param steps the server generates keys one by one
   */
  RowsPlan(
      CatalogTable table,
      List<String> columns,
      List<List<SqlValue>> rows,
      List<ParentKey> parents,
      List<int[]> parentPlaces,
      List<Access> others,
      boolean steps,
      Plan whole) {
    this.table = table;
    this.rows = rows;
    this.places = new ArrayList<>();
    for (UniqueIndex index : table.unique()) {
      places.add(places(index.columns(), columns));
    }
    CatalogColumn generated = table.autoIncrement();
    this.generatedPlace = generated == null ? -1 : place(generated, columns);
    this.parents = parents;
    this.parentPlaces = parentPlaces;
    this.others = others;
    this.steps = steps;
    this.whole = whole;
  }

  static int[] places(List<CatalogColumn> of, List<String> columns) {
    int[] found = new int[of.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = place(of.get(i), columns);
    }
    return found;
  }

  private static int place(CatalogColumn column, List<String> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(column.name())) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Concerned of(Execution e) {
    Set<Access> all = new LinkedHashSet<>();
    for (int row = 0; row < rows.size(); row++) {
      if (!keys(row, e, all)) {
        return whole.of(e);
      }
    }
    List<Access> list = new ArrayList<>(all);
    for (List<SqlValue> row : rows) {
      parents(row, e.binds(), list);
    }
    list.addAll(others);
    return new Concerned(list, false, false, false);
  }

  /** Adds a row's keys; false where they cannot be told. */
  private boolean keys(int row, Execution e, Set<Access> to) {
    boolean any = false;
    boolean generated = generates(row, e.binds());
    if (generated && rows.size() > 1 && (!steps || !allGenerate(e.binds()))) {
      return false;
    }
    for (int i = 0; i < places.size(); i++) {
      UniqueIndex index = table.unique().get(i);
      Object key = key(index, places.get(i), row, generated, e);
      if (key == KeyValues.UNKNOWN) {
        return false;
      }
      if (key != KeyValues.NULL) {
        to.add(Access.of(table.fullName(), key, Mode.WRITE));
        any = true;
      }
    }
    return any;
  }

  /** The key; NULL where the row meets no other by this index. */
  private Object key(UniqueIndex index, int[] at, int row, boolean generated, Execution e) {
    Object[] values = new Object[at.length];
    boolean none = false;
    for (int i = 0; i < values.length; i++) {
      CatalogColumn column = index.columns().get(i);
      Object value;
      if (generated && column.autoIncrement()) {
        Outcome outcome = e.outcome();
        long first = outcome.generatedKey();
        if (first > 0 && e.assumesKey() && at[i] >= 0) {
          return KeyValues.UNKNOWN;
        } else if (first > 0) {
          value = KeyValues.ofGenerated(column, first + row);
        } else if (!outcome.ok() || outcome.updateCount() == 0) {
          // No row came of it.
          none = true;
          continue;
        } else {
          return KeyValues.UNKNOWN;
        }
      } else {
        value = value(column, at[i], row, e.binds());
      }
      if (value == KeyValues.UNKNOWN) {
        return value;
      }
      if (value == KeyValues.NULL) {
        if (!column.nullable() || index.primary()) {
          return KeyValues.UNKNOWN;
        }
        none = true;
      }
      values[i] = value;
    }
    return none ? KeyValues.NULL : new RowKey(index.name(), values);
  }

  private Object value(CatalogColumn column, int place, int row, Binds binds) {
    SqlValue value = at(place, rows.get(row));
    return value == null || value.type() == Type.DEFAULT
        ? KeyValues.ofDefault(column, column)
        : KeyValues.of(column, value, binds, true);
  }

  private static @Nullable SqlValue at(int place, List<SqlValue> row) {
    return place < 0 || row.isEmpty() ? null : row.get(place);
  }

  private boolean generates(int row, Binds binds) {
    if (table.autoIncrement() == null) {
      return false;
    }
    SqlValue value = at(generatedPlace, rows.get(row));
    return value == null || KeyValues.generates(value, binds);
  }

  private boolean allGenerate(Binds binds) {
    for (int row = 0; row < rows.size(); row++) {
      if (!generates(row, binds)) {
        return false;
      }
    }
    return true;
  }

  private void parents(List<SqlValue> row, Binds binds, List<Access> to) {
    for (int i = 0; i < parents.size(); i++) {
      int[] at = parentPlaces.get(i);
      @Nullable SqlValue[] values = new @Nullable SqlValue[at.length];
      for (int k = 0; k < at.length; k++) {
        values[k] = at(at[k], row);
      }
      parents.get(i).add(values, binds, to);
    }
  }
}
