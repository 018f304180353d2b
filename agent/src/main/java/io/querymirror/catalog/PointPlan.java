package io.querymirror.catalog;

import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlValue;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** SELECT, UPDATE and DELETE of the rows with certain primary keys. */
final class PointPlan implements Plan {
  private static final int MOST_KEYS = 64;

  private final CatalogTable table;
  private final UniqueIndex primary;
  private final List<List<SqlValue>> keys = new ArrayList<>();
  private final Mode mode;
  private final boolean consistentRead;
  private final boolean readCommitted;
  private final boolean commuting;
  private final Map<String, SqlValue> added;
  private final List<ParentKey> parents;
  private final List<SqlValue[]> parentValues;
  private final List<Access> others;
  private final Plan whole;

  /**
   * @param where has every column of the primary key
   * @param added what a commuting UPDATE adds to each column; else empty
   * @param parentValues for each of the parents those of its columns
   * @param others beyond the table itself
   * @param whole where a value cannot be told
   */
  PointPlan(
      CatalogTable table,
      UniqueIndex primary,
      Map<String, List<SqlValue>> where,
      Mode mode,
      boolean consistentRead,
      boolean readCommitted,
      Map<String, SqlValue> added,
      List<ParentKey> parents,
      List<SqlValue[]> parentValues,
      List<Access> others,
      Plan whole) {
    this.table = table;
    this.primary = primary;
    for (CatalogColumn column : primary.columns()) {
      keys.add(where.getOrDefault(column.name().toLowerCase(Locale.ROOT), List.of()));
    }
    this.mode = mode;
    this.consistentRead = consistentRead;
    this.readCommitted = readCommitted;
    this.commuting = !added.isEmpty();
    this.added = added;
    this.parents = parents;
    this.parentValues = parentValues;
    this.others = others;
    this.whole = whole;
  }

  @Override
  public Concerned of(Execution e) {
    Binds binds = e.binds();
    List<Access> all = new ArrayList<>(1 + others.size());
    boolean commutes = commuting && adds(binds);
    int count = 1;
    for (List<SqlValue> values : keys) {
      count *= values.size();
      if (count == 0 || count > MOST_KEYS) {
        return whole.of(e);
      }
    }
    // At READ COMMITTED the lock of a row that was not there, or did not fit, is given back.
    boolean unlocked =
        readCommitted
            && mode == Mode.WRITE
            && !e.outcome().rows()
            && e.outcome().ok()
            && e.outcome().updateCount() < count;
    for (int i = 0; i < count; i++) {
      Object key = key(i, binds);
      if (key == KeyValues.UNKNOWN) {
        return whole.of(e);
      }
      Access access = Access.of(table.fullName(), key, mode);
      access = unlocked ? access.unlocked() : access;
      all.add(commutes ? access.commuting() : access);
    }
    for (int i = 0; i < parents.size(); i++) {
      parents.get(i).add(parentValues.get(i), binds, all);
    }
    all.addAll(others);
    return new Concerned(all, false, consistentRead, false);
  }

  /** The key of the {@code number}th combination of values. */
  private Object key(int number, Binds binds) {
    Object[] values = new Object[keys.size()];
    int rest = number;
    for (int i = 0; i < values.length; i++) {
      List<SqlValue> column = keys.get(i);
      SqlValue value = column.get(rest % column.size());
      rest /= column.size();
      values[i] = KeyValues.of(primary.columns().get(i), value, binds, false);
      if (values[i] == KeyValues.UNKNOWN || values[i] == KeyValues.NULL) {
        return KeyValues.UNKNOWN;
      }
    }
    return new RowKey(primary.name(), values);
  }

  /** Whether all that is added is a number that the column can hold: no rounding, no NULL. */
  private boolean adds(Binds binds) {
    for (Map.Entry<String, SqlValue> e : added.entrySet()) {
      CatalogColumn column = table.column(e.getKey());
      Object value =
          column == null ? KeyValues.UNKNOWN : KeyValues.of(column, e.getValue(), binds, true);
      if (value == KeyValues.UNKNOWN || value == KeyValues.NULL) {
        return false;
      }
    }
    return true;
  }
}
