package io.querymirror.capture;

import io.querymirror.model.Cell;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import io.querymirror.model.UnreadableRowsException;
import java.util.List;

/** Rows of Connector/J as they lie in its list: small ones in cells, large ones in packets. */
final class ConnectorRows implements ResultRows {
  private final ConnectorNames names;
  private final List<?> rows;
  private final int count;
  private final boolean binary;
  private final List<ResultColumn> columns;

  ConnectorRows(
      ConnectorNames names, List<?> rows, int count, boolean binary, List<ResultColumn> columns) {
    this.names = names;
    this.rows = rows;
    this.count = count;
    this.binary = binary;
    this.columns = List.copyOf(columns);
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean binary() {
    return binary;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long bytes() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      Object row = rows.get(i);
      byte[][] cells = (byte[][]) ConnectorNames.CELLS.get(row);
      if (cells == null) {
        sum += names.packetLength(row);
      } else {
        for (byte[] cell : cells) {
          sum += cell == null ? 0 : cell.length;
        }
      }
    }
    return sum;
  }

  @Override
  public void row(int index, Cell[] into) {
    Object row = rows.get(index);
    byte[][] cells = (byte[][]) ConnectorNames.CELLS.get(row);
    if (cells == null) {
      byte[] packet = names.packet(row);
      if (packet == null) {
        throw new UnreadableRowsException("a row of an unknown kind");
      }
      new PacketRows(columns, binary, List.of(packet)).row(0, into);
      return;
    }
    if (cells.length != columns.size()) {
      throw new UnreadableRowsException("a row is not what its columns say");
    }
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
