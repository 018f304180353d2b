package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.lang.invoke.MethodHandle;
import java.sql.CallableStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connector/J: a list of rows, each an array of cells or, where it is large, the packet that it
 * came in. The list and the cells stay as they are also when the result is closed. A row itself
 * remembers where the application reads, so none of its methods is called.
 */
final class ConnectorRowSource extends DriverRowSource {
  /** What a row costs beside its cells, and a cell beside its bytes, about. */
  private static final int ROW_HEAD = 64;

  private static final int CELL_HEAD = 24;

  private final Class<?> resultClass;
  private final Class<?> rowsClass;
  private final Class<?> cellsClass;
  private final MethodHandle maxRows;
  private final MethodHandle data;
  private final MethodHandle list;
  private final MethodHandle columns;
  private final MethodHandle cells;
  private final MethodHandle next;
  private final @Nullable MethodHandle binary;
  private final ConnectorNames names;

  ConnectorRowSource(ConnectorNames names, Class<?> statement, ClassLoader loader)
      throws ReflectiveOperationException {
    super(
        handle(Reach.fields("results"), statement, Object.class),
        CallableStatement.class.isAssignableFrom(statement)
            ? handle(Reach.fields("outputParameterResults"), statement, Object.class)
            : null);
    this.names = names;
    this.resultClass = first(loader, names.resultClasses);
    this.rowsClass = Class.forName(names.rowsClass, false, loader);
    this.cellsClass = Class.forName(names.cellsClass, false, loader);
    this.maxRows = handle(Reach.fields("maxRows"), statement, int.class);
    this.data = handle(Reach.fields("rowData"), resultClass, Object.class);
    this.list = handle(Reach.fields("rows"), rowsClass, List.class);
    this.columns = handle(Reach.fields(names.columns), resultClass, Object.class);
    this.cells = handle(ConnectorNames.CELLS, cellsClass, byte[][].class);
    this.next = handle(Reach.fields(names.next), resultClass, Object.class);
    this.binary =
        names.binaryFlag == null
            ? null
            : handle(Reach.fields(names.binaryFlag), resultClass, boolean.class);
    names.probe(loader);
  }

  @Override
  boolean limited(Object statement) throws Throwable {
    return (int) maxRows.invokeExact(statement) > 0;
  }

  /** The driver reads all results of a statement before it returns, and links them. */
  @Override
  List<Object> behind(Object statement, Object held) throws Throwable {
    Object at = (Object) next.invokeExact(held);
    if (at == null) {
      return List.of();
    }
    List<Object> all = new ArrayList<>(2);
    for (; at != null; at = (Object) next.invokeExact(at)) {
      // One without rows is a count, or a call's end.
      if ((Object) data.invokeExact(at) != null) {
        all.add(at);
      }
    }
    return all;
  }

  @Override
  HeldRows result(Object held, boolean limited, RowBudget budget) {
    try {
      // A sub-class is one whose rows the application may change.
      if (held.getClass() != resultClass) {
        return NoRows.NOT_WHOLE;
      }
      Object rowData = (Object) data.invokeExact(held);
      Object definition = (Object) columns.invokeExact(held);
      if (rowData == null || definition == null || rowData.getClass() != rowsClass) {
        return NoRows.NOT_WHOLE;
      }
      if (limited) {
        return NoRows.LIMITED;
      }
      List<?> rows = (List<?>) list.invokeExact(rowData);
      int count = rows.size();
      if (!budget.compares(count)) {
        return NoRows.TOO_LARGE;
      }
      long bytes = count == 0 ? 0 : count * bytes(rows.get(0));
      if (!budget.take(bytes)) {
        return NoRows.NO_ROOM;
      }
      MethodHandle flag = binary;
      return new DriverRows(
          this,
          budget,
          bytes,
          rows,
          count,
          flag != null && (boolean) flag.invokeExact(held),
          definition);
    } catch (Throwable e) {
      return NoRows.UNREADABLE;
    }
  }

  /** Of the first row, for all of them. */
  private long bytes(Object row) throws Throwable {
    if (row.getClass() != cellsClass) {
      return ROW_HEAD + names.packetLength(row);
    }
    byte[][] values = (byte[][]) cells.invokeExact(row);
    long sum = ROW_HEAD;
    for (byte[] value : values) {
      sum += value == null ? 0 : CELL_HEAD + value.length;
    }
    return sum;
  }

  @Override
  ResultRows read(Object rows, int count, boolean binaryResult, Object definition) {
    List<ResultColumn> all = names.columns(definition);
    List<?> held = (List<?>) rows;
    boolean encoded = binary == null ? count > 0 && names.isBinary(held.get(0)) : binaryResult;
    return new ConnectorRows(names, held, count, encoded, all);
  }
}
