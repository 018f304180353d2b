package io.querymirror.catalog;

import io.querymirror.model.Binds;
import io.querymirror.model.SqlValue;
import io.querymirror.model.SqlValue.Type;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the row of a parent that a foreign key's values name. */
final class ParentKey {
  private final List<CatalogColumn> columns;
  private final @Nullable CatalogTable parent;
  private final @Nullable UniqueIndex index;

  /** For each column of the index the place of the value among the foreign key's. */
  private final int[] places;

  private final List<Access> whole;

  /**
   * @param columns the child's
   * @param parent null where it is not to be told apart by rows
   * @param whole the parent as a whole
   */
  ParentKey(
      ForeignKey key,
      List<CatalogColumn> columns,
      @Nullable CatalogTable parent,
      List<Access> whole) {
    this.columns = columns;
    this.parent = parent;
    this.whole = whole;
    UniqueIndex found = parent == null ? null : index(parent, key);
    this.index = found;
    this.places = new int[found == null ? 0 : found.columns().size()];
    for (int i = 0; found != null && i < places.length; i++) {
      places[i] = key.parentColumns.indexOf(lower(found.columns().get(i)));
    }
  }

  private static @Nullable UniqueIndex index(CatalogTable parent, ForeignKey key) {
    for (UniqueIndex index : parent.unique()) {
      boolean same = index.plain() && index.columns().size() == key.parentColumns.size();
      for (CatalogColumn column : index.columns()) {
        same &= key.parentColumns.contains(lower(column));
      }
      if (same) {
        return index;
      }
    }
    return null;
  }

  private static String lower(CatalogColumn column) {
    return column.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Adds the access to the parent.
   *
   * @param values one for each column of the foreign key; null for one that is left out
   */
  void add(@Nullable SqlValue[] values, Binds binds, List<Access> to) {
    // Any NULL among them, and the server looks for no parent.
    for (int i = 0; i < values.length; i++) {
      if (value(i, columns.get(i), values[i], binds) == KeyValues.NULL) {
        return;
      }
    }
    CatalogTable table = parent;
    UniqueIndex unique = index;
    if (table == null || unique == null) {
      to.addAll(whole);
      return;
    }
    Object[] key = new Object[places.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = value(places[i], unique.columns().get(i), values[places[i]], binds);
      if (key[i] == KeyValues.UNKNOWN) {
        to.addAll(whole);
        return;
      }
    }
    to.add(Access.of(table.fullName(), new RowKey(unique.name(), key), Mode.SHARE));
  }

  private Object value(int i, CatalogColumn as, @Nullable SqlValue value, Binds binds) {
    CatalogColumn own = columns.get(i);
    if (own.autoIncrement() || own.generated()) {
      return KeyValues.UNKNOWN;
    }
    if (value == null || value.type() == Type.DEFAULT) {
      return KeyValues.ofDefault(own, as);
    }
    Object found = KeyValues.of(as, value, binds, true);
    return found == KeyValues.NULL && !own.nullable() ? KeyValues.UNKNOWN : found;
  }
}
