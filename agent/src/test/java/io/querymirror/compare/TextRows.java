package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A result in the text protocol, written down by hand. */
final class TextRows implements ResultRows {
  private static final Map<String, Integer> TYPES =
      Map.of(
          "int", FieldType.LONG,
          "decimal", FieldType.NEWDECIMAL,
          "double", FieldType.DOUBLE,
          "float", FieldType.FLOAT,
          "datetime", FieldType.DATETIME,
          "varchar", FieldType.VAR_STRING);
  private static final int UTF8 = 255;

  private final List<ResultColumn> columns = new ArrayList<>();
  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param described columns as in {@code "id int"}
   */
  TextRows(String... described) {
    for (String column : described) {
      String[] words = column.split(" ");
      boolean text = words[1].equals("varchar");
      columns.add(
          new ResultColumn(
              words[0], TYPES.get(words[1]), 0, text ? 0 : 31, text ? UTF8 : FieldType.BYTES, 99));
    }
  }

  TextRows row(String... values) {
    rows.add(values);
    return this;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public int count() {
    return rows.size();
  }

  @Override
  public long bytes() {
    return 100L * rows.size();
  }

  @Override
  public void row(int index, Cell[] into) {
    for (int i = 0; i < into.length; i++) {
      String value = rows.get(index)[i];
      if (value == null) {
        into[i].setNull();
      } else {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        into[i].set(bytes, 0, bytes.length);
      }
    }
  }
}
