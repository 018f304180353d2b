package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultRows;
import java.lang.invoke.MethodHandle;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB Connector/J: an array of row packets, that the driver reads in place. Up to version 2
 * closing a result empties the array, so of a short one the packets are noted at once, and a longer
 * one that was closed too early can't be had.
 */
final class MariadbRowSource extends DriverRowSource {
  /** Rows that are noted at once where the driver empties its array. */
  private static final int NOTED = 64;

  private static final int ROW_HEAD = 16;

  private final MariadbNames names;
  private final Class<?> resultClass;
  private final Class<?> binaryClass;
  private final MethodHandle further;
  private final MethodHandle maxRows;
  private final MethodHandle data;
  private final MethodHandle size;
  private final MethodHandle whole;
  private final MethodHandle columns;
  private final MethodHandle decoder;

  MariadbRowSource(MariadbNames names, Class<?> statement, ClassLoader loader)
      throws ReflectiveOperationException {
    super(
        handle(names.result, statement, Object.class),
        isProcedure(statement) ? handle(names.parameters, statement, Object.class) : null);
    this.names = names;
    this.resultClass = Class.forName(names.resultClass, false, loader);
    this.binaryClass = Class.forName(names.binaryClass, false, loader);
    this.further = handle(names.further, statement, Collection.class);
    this.maxRows = handle(Reach.fields("maxRows"), statement, long.class);
    this.data = handle(Reach.fields("data"), resultClass, byte[][].class);
    this.size = handle(Reach.fields("dataSize"), resultClass, int.class);
    this.whole = handle(Reach.fields(names.whole), resultClass, boolean.class);
    this.columns = handle(Reach.fields(names.columns), resultClass, Object.class);
    this.decoder = handle(Reach.fields(names.decoder), resultClass, Object.class);
    names.probe(loader);
  }

  /** A function answers with rows, and has no other result. */
  private static boolean isProcedure(Class<?> statement) {
    return CallableStatement.class.isAssignableFrom(statement)
        && !statement.getSimpleName().contains("Function");
  }

  @Override
  boolean limited(Object statement) throws Throwable {
    return (long) maxRows.invokeExact(statement) > 0;
  }

  /** What is not streamed was read to its end before the statement returned. */
  @Override
  List<Object> behind(Object statement, Object held) throws Throwable {
    Collection<?> further = (Collection<?>) this.further.invokeExact(statement);
    if (further == null || further.isEmpty()) {
      return List.of();
    }
    List<Object> all = new ArrayList<>(2);
    for (Object at : further) {
      // Others are a count, or a call's end.
      if (at instanceof ResultSet) {
        all.add(at);
      }
    }
    return all;
  }

  @Override
  HeldRows result(Object held, boolean limited, RowBudget budget) {
    try {
      // Others stream, or are the application's to change.
      if (held.getClass() != resultClass || !(boolean) whole.invokeExact(held)) {
        return NoRows.NOT_WHOLE;
      }
      if (limited) {
        return NoRows.LIMITED;
      }
      byte[][] packets = (byte[][]) data.invokeExact(held);
      Object definitions = (Object) columns.invokeExact(held);
      Object reader = (Object) decoder.invokeExact(held);
      int count = (int) size.invokeExact(held);
      if (packets == null || definitions == null || reader == null || count > packets.length) {
        return NoRows.NOT_WHOLE;
      }
      if (!budget.compares(count)) {
        return NoRows.TOO_LARGE;
      }
      long bytes = count == 0 ? 0 : count * (long) (ROW_HEAD + packets[0].length);
      if (!budget.take(bytes)) {
        return NoRows.NO_ROOM;
      }
      Object rows = names.emptied && count <= NOTED ? Arrays.copyOf(packets, count) : packets;
      return new DriverRows(
          this, budget, bytes, rows, count, reader.getClass() == binaryClass, definitions);
    } catch (Throwable e) {
      return NoRows.UNREADABLE;
    }
  }

  @Override
  @Nullable ResultRows read(Object rows, int count, boolean binary, Object definitions) {
    // A copy of its own: what is not null in it stays so.
    List<byte[]> packets = Arrays.asList(Arrays.copyOf((byte[][]) rows, count));
    return packets.contains(null)
        ? null
        : new PacketRows(names.columns(definitions), binary, packets);
  }
}
