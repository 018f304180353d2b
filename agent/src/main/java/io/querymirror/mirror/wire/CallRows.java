package io.querymirror.mirror.wire;

import com.mysql.cj.protocol.ColumnDefinition;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.ResultsetRows;
import com.mysql.cj.result.Field;
import com.mysql.cj.result.Row;
import io.querymirror.model.Cell;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a result of our own driver's, whole in memory: texts, as a call has them. Immutable. */
final class CallRows implements ResultRows {
  private static final int CELL = 16;

  private final List<ResultColumn> columns;
  private final List<byte[][]> rows;
  private final long bytes;

  private CallRows(List<ResultColumn> columns, List<byte[][]> rows, long bytes) {
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.bytes = bytes;
  }

  /**
   * Reads a result through from where it stands; nobody else reads it then.
   *
   * @return null where it has more rows or bytes
   */
  static @Nullable CallRows of(Resultset result, int mostRows, long mostBytes) {
    List<ResultColumn> columns = columns(result.getColumnDefinition());
    ResultsetRows all = result.getRows();
    List<byte[][]> rows = new ArrayList<>();
    long bytes = 0;
    long count = 0;
    while (all.hasNext()) {
      Row row = all.next();
      count++;
      if (bytes > mostBytes || count > mostRows) {
        rows.clear();
        continue;
      }
      byte[][] cells = new byte[columns.size()][];
      for (int i = 0; i < cells.length; i++) {
        byte[] cell = row.getBytes(i);
        cells[i] = cell;
        bytes += CELL + (cell == null ? 0 : cell.length);
      }
      rows.add(cells);
    }
    return bytes > mostBytes || count > mostRows ? null : new CallRows(columns, rows, bytes);
  }

  private static List<ResultColumn> columns(ColumnDefinition definition) {
    List<ResultColumn> columns = new ArrayList<>();
    for (Field field : definition.getFields()) {
      columns.add(
          new ResultColumn(
              field.getColumnLabel(),
              field.getMysqlTypeId() & 0xff,
              field.getFlags() & 0xffff,
              field.getDecimals() & 0xff,
              field.getCollationIndex(),
              field.getLength()));
    }
    return columns;
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
    return bytes;
  }

  @Override
  public void row(int index, Cell[] into) {
    byte[][] cells = rows.get(index);
    for (int i = 0; i < cells.length; i++) {
      byte[] cell = cells[i];
      if (cell == null) {
        into[i].setNull();
      } else {
        into[i].set(cell, 0, cell.length);
      }
    }
  }
}
