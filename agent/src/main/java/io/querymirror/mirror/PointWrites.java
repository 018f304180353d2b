package io.querymirror.mirror;

import io.querymirror.catalog.CatalogColumn;
import io.querymirror.catalog.CatalogTable;
import io.querymirror.catalog.UniqueIndex;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlAccess;
import io.querymirror.model.SqlValue;
import io.querymirror.model.StatementText;
import io.querymirror.sql.AccessParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statements that meet one row at most, whatever else they say. */
final class PointWrites {
  private PointWrites() {}

  /** Whether it is an UPDATE or DELETE of this table by the whole of a unique key. */
  static boolean oneRow(Execution e, CatalogTable table) {
    StatementText text = e.text();
    if (text == null) {
      return false;
    }
    SqlAccess access = text.access();
    if (access == null) {
      access = AccessParser.parse(text.sql());
      text.access(access);
    }
    if (access.form() != SqlAccess.Form.POINT || access.subqueries()) {
      return false;
    }
    for (UniqueIndex index : table.unique()) {
      if (index.plain() && isFixed(index, access.where(), e)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFixed(
      UniqueIndex index, Map<String, List<SqlValue>> where, Execution e) {
    for (CatalogColumn column : index.columns()) {
      List<SqlValue> values = where.get(column.name().toLowerCase(Locale.ROOT));
      if (values == null || values.size() != 1 || !fits(column, values.get(0), e)) {
        return false;
      }
    }
    return true;
  }

  /** A text column compared with a number is compared as a number: 'a' and 'b' are both 0. */
  private static boolean fits(CatalogColumn column, SqlValue value, Execution e) {
    return column.type().endsWith("int")
        || value.type() == SqlValue.Type.TEXT
        || value.type() == SqlValue.Type.PARAMETER
            && value.position() <= e.binds().size()
            && e.binds().value(value.position()) instanceof String;
  }
}
