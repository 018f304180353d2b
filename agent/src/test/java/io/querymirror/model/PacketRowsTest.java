package io.querymirror.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketRowsTest {
  private static final List<ResultColumn> COLUMNS =
      List.of(
          column("a", FieldType.LONG),
          column("b", FieldType.VAR_STRING),
          column("c", FieldType.DATETIME),
          column("d", FieldType.LONGLONG));

  private static ResultColumn column(String label, int type) {
    return new ResultColumn(label, type, 0, 0, FieldType.BYTES, 10);
  }

  private static Cell[] cells(int count) {
    Cell[] cells = new Cell[count];
    Arrays.setAll(cells, i -> new Cell());
    return cells;
  }

  private static byte[] value(Cell cell) {
    return Arrays.copyOfRange(cell.bytes(), cell.offset(), cell.offset() + cell.length());
  }

  @Test
  void text() {
    byte[] large = new byte[70_000];
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(new byte[] {2, '4', '2', (byte) 0xfb, 0, (byte) 0xfd, 0x70, 0x11, 1});
    packet.writeBytes(large);
    PacketRows rows = new PacketRows(COLUMNS, false, List.of(packet.toByteArray()));
    Cell[] cells = cells(4);
    rows.row(0, cells);
    assertArrayEquals(new byte[] {'4', '2'}, value(cells[0]));
    assertTrue(cells[1].isNull());
    assertEquals(0, cells[2].length());
    assertEquals(70_000, cells[3].length());
    assertEquals(1, rows.count());
    assertTrue(rows.bytes() > 70_000);
  }

  @Test
  void binary() {
    byte[] packet = {0, 0b100000, 7, 0, 0, 0, 1, 'x', 4, (byte) 0xea, 7, 1, 31};
    PacketRows rows = new PacketRows(COLUMNS, true, List.of(packet));
    Cell[] cells = cells(4);
    rows.row(0, cells);
    assertArrayEquals(new byte[] {7, 0, 0, 0}, value(cells[0]));
    assertArrayEquals(new byte[] {'x'}, value(cells[1]));
    assertArrayEquals(new byte[] {(byte) 0xea, 7, 1, 31}, value(cells[2]));
    assertTrue(cells[3].isNull());
  }

  @Test
  void whatIsNoRowIsSaidToBeNone() {
    Random random = new Random(7);
    byte[] text = {2, '4', '2', (byte) 0xfb, 0, 3, 'a', 'b', 'c'};
    byte[] binary = {0, 0b100000, 7, 0, 0, 0, 1, 'x', 4, (byte) 0xea, 7, 1, 31};
    for (byte[] whole : List.of(text, binary)) {
      boolean isBinary = whole == binary;
      for (int end = 0; end < whole.length; end++) {
        byte[] cut = Arrays.copyOf(whole, end);
        PacketRows rows = new PacketRows(COLUMNS, isBinary, List.of(cut));
        assertThrows(UnreadableRowsException.class, () -> rows.row(0, cells(4)));
      }
      for (int i = 0; i < 20_000; i++) {
        byte[] damaged = whole.clone();
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        try {
          new PacketRows(COLUMNS, isBinary, List.of(damaged)).row(0, cells(4));
        } catch (UnreadableRowsException e) {
          // As it says.
        }
      }
    }
  }
}
