package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.MysqlType;
import com.mysql.cj.protocol.a.MysqlBinaryValueDecoder;
import com.mysql.cj.protocol.a.MysqlTextValueDecoder;
import com.mysql.cj.protocol.a.NativePacketPayload;
import com.mysql.cj.protocol.a.result.ByteArrayRow;
import com.mysql.cj.protocol.a.result.TextBufferRow;
import com.mysql.cj.result.DefaultColumnDefinition;
import com.mysql.cj.result.Field;
import com.mysql.cj.util.LazyString;
import io.querymirror.model.Cell;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.UnreadableRowsException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On the driver's own rows and columns; whole results are held by the integration tests. */
class ConnectorRowsTest {
  private static final DefaultColumnDefinition DEFINITION =
      new DefaultColumnDefinition(new Field[] {field("größe", 253, 0), field("", 8, 32)});

  private static Field field(String label, int type, int flags) {
    byte[] bytes = ("__" + label + "__").getBytes(StandardCharsets.UTF_8);
    LazyString none = new LazyString("");
    return new Field(
        none,
        none,
        none,
        new LazyString(bytes, 2, bytes.length - 4, "UTF-8"),
        none,
        80,
        type,
        (short) flags,
        31,
        45,
        "UTF-8",
        MysqlType.VARCHAR);
  }

  private static byte[] utf8(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  private static ConnectorRows rows(Object... rows) {
    return new ConnectorRows(
        ConnectorNames.NEW,
        List.of(rows),
        rows.length,
        false,
        ConnectorNames.NEW.columns(DEFINITION));
  }

  private static String[] read(ConnectorRows rows, int index) {
    Cell[] into = {new Cell(), new Cell()};
    rows.row(index, into);
    return Arrays.stream(into)
        .map(
            c ->
                c.isNull()
                    ? null
                    : new String(c.bytes(), c.offset(), c.length(), StandardCharsets.UTF_8))
        .toArray(String[]::new);
  }

  @Test
  void columnsAreReadWithoutDecodingThemInTheDriver() {
    List<ResultColumn> columns = ConnectorNames.NEW.columns(DEFINITION);
    ResultColumn first = columns.get(0);
    assertEquals("größe", first.label());
    assertEquals(253, first.type());
    assertEquals(31, first.decimals());
    assertEquals(45, first.collation());
    assertEquals(80, first.length());
    assertEquals("", columns.get(1).label());
    assertEquals(32, columns.get(1).flags());
  }

  @Test
  void rowsLieInCellsOrInThePacketTheyCameIn() {
    byte[] packet = {3, 'a', 'b', 'c', (byte) 0xfb, 0, 0};
    NativePacketPayload payload = new NativePacketPayload(packet);
    payload.setPayloadLength(5);
    ConnectorRows rows =
        rows(
            new ByteArrayRow(new byte[][] {utf8("ü"), null}, null),
            new TextBufferRow(payload, DEFINITION, null, new MysqlTextValueDecoder()));
    assertEquals(2, rows.count());
    assertEquals(Arrays.asList("ü", null), Arrays.asList(read(rows, 0)));
    assertEquals(Arrays.asList("abc", null), Arrays.asList(read(rows, 1)));
    assertEquals(2 + 5, rows.bytes());
    assertEquals(0, payload.getPosition());
  }

  @Test
  void aRowTellsItsEncoding() {
    byte[][] cells = {};
    assertTrue(
        ConnectorNames.NEW.isBinary(new ByteArrayRow(cells, null, new MysqlBinaryValueDecoder())));
    assertFalse(ConnectorNames.NEW.isBinary(new ByteArrayRow(cells, null)));
  }

  @Test
  void whatIsNoRowOfTheseColumnsIsRefused() {
    ConnectorRows rows = rows("no row", new ByteArrayRow(new byte[][] {null}, null));
    assertThrows(UnreadableRowsException.class, () -> read(rows, 0));
    assertThrows(UnreadableRowsException.class, () -> read(rows, 1));
    assertThrows(IllegalStateException.class, () -> ConnectorNames.NEW.columns("nothing"));
  }
}
