package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowSinkTest {
  private static byte[] definition(String label) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String name : new String[] {"def", "shop", "t", "things", label, "n"}) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 250) {
        out.writeBytes(new byte[] {(byte) 0xfc, (byte) bytes.length, (byte) (bytes.length >> 8)});
      } else {
        out.write(bytes.length);
      }
      out.writeBytes(bytes);
    }
    out.writeBytes(new byte[] {12, 45, 0, 80, 1, 0, 0, (byte) 253, 33, 16, 2, 0, 0});
    return out.toByteArray();
  }

  private static void rows(RowSink sink, int count, int size) {
    for (int i = 0; i < count; i++) {
      if (sink.takes(size)) {
        byte[] row = new byte[size];
        row[0] = (byte) (size - 1);
        sink.row(row);
      }
    }
  }

  @Test
  void readsColumns() {
    RowSink sink = new RowSink(true, 10, 1000);
    sink.begin();
    sink.column(definition("né"), StandardCharsets.UTF_8);
    sink.column(definition("x".repeat(300)), StandardCharsets.UTF_8);
    assertNotNull(sink.rows());
    ResultColumn column = sink.rows().columns().get(0);
    assertEquals("né", column.label());
    assertEquals(FieldType.VAR_STRING, column.type());
    assertEquals(0x1021, column.flags());
    assertEquals(2, column.decimals());
    assertEquals(45, column.collation());
    assertEquals(336, column.length());
    assertEquals("x".repeat(300), sink.rows().columns().get(1).label());
    assertTrue(sink.rows().binary());
  }

  @Test
  void letsAllGoWhereThereIsTooMuch() {
    RowSink exact = new RowSink(false, 10, 1000);
    exact.begin();
    rows(exact, 10, 20);
    assertEquals(10, exact.rows().count());
    assertFalse(exact.capped());
    rows(exact, 1, 20);
    assertNull(exact.rows());
    assertTrue(exact.capped());
    RowSink large = new RowSink(false, 10, 1000);
    large.begin();
    rows(large, 2, 600);
    assertNull(large.rows());
    assertTrue(large.capped());
    rows(large, 1, 1);
    assertNull(large.rows());
  }

  @Test
  void noRowsOfNoResultOrOfDamagedColumns() {
    assertNull(new RowSink(false, 10, 1000).rows());
    RowSink sink = new RowSink(false, 10, 1000);
    sink.begin();
    sink.column(new byte[] {3, 'd', 'e'}, StandardCharsets.UTF_8);
    rows(sink, 1, 5);
    assertNull(sink.rows());
    assertFalse(sink.capped());
  }
}
