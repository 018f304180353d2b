package io.querymirror.mirror.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeenColumnsTest {
  private final SeenColumns seen = new SeenColumns();

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

  /** As they come over the wire. */
  static ByteArrayOutputStream packets(List<byte[]> packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int number = 1;
    for (byte[] packet : packets) {
      out.writeBytes(
          new byte[] {(byte) packet.length, (byte) (packet.length >> 8), 0, (byte) ++number});
      out.writeBytes(packet);
    }
    return out;
  }

  private List<ResultColumn> read(String encoding, byte[]... packets) throws IOException {
    ByteArrayOutputStream out = packets(List.of(packets));
    out.write(77);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    seen.read(in, packets.length);
    assertEquals(77, in.read());
    return seen.columns(encoding);
  }

  @Test
  void readsColumns() throws IOException {
    List<ResultColumn> columns =
        read("UTF-8", definition("né"), definition("x".repeat(300)), definition(""));
    ResultColumn column = columns.get(0);
    assertEquals("né", column.label());
    assertEquals(FieldType.VAR_STRING, column.type());
    assertEquals(0x1021, column.flags());
    assertEquals(2, column.decimals());
    assertEquals(45, column.collation());
    assertEquals(336, column.length());
    assertEquals("x".repeat(300), columns.get(1).label());
    assertEquals("", columns.get(2).label());
  }

  @Test
  void knowsThemAgainByEveryByte() throws IOException {
    byte[] first = definition("first");
    List<ResultColumn> known = read("UTF-8", first);
    assertSame(known, read("UTF-8", first));
    int label = 1 + 3 + 1 + 4 + 1 + 1 + 1 + 6 + 1;
    for (int i = label; i < first.length; i++) {
      if (i == label + 5) {
        continue; // the length of the name behind it
      }
      byte[] other = first.clone();
      other[i] ^= 1;
      assertNotSame(known, read("UTF-8", other), "byte " + i);
      known = read("UTF-8", first);
    }
    assertEquals("first", read("UTF-8", first).get(0).label());
    assertEquals(2, read("UTF-8", first, first).size());
  }

  @Test
  void namesAreReadInTheirEncoding() throws IOException {
    byte[] packet = definition("né");
    assertEquals("né", read("UTF-8", packet).get(0).label());
    assertEquals("nÃ©", read("ISO-8859-1", packet).get(0).label());
    assertEquals("né", read("UTF-8", packet).get(0).label());
  }

  @Test
  void manyResultsInTurnAndLongOnes() throws IOException {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        assertEquals("c" + i, read("UTF-8", definition("c" + i)).get(0).label());
      }
      byte[][] many = new byte[2_000][];
      for (int i = 0; i < many.length; i++) {
        many[i] = definition("column " + i);
      }
      assertEquals("column 1999", read("UTF-8", many).get(1_999).label());
    }
  }

  @Test
  void damagedColumnsAreNone() throws IOException {
    assertNull(read("UTF-8", new byte[] {3, 'd', 'e'}));
    assertNull(read("UTF-8", definition("a"), new byte[0]));
    assertEquals("a", read("UTF-8", definition("a")).get(0).label());
  }

  @Test
  void aConnectionThatEndsIsAnError() {
    ByteArrayInputStream in = new ByteArrayInputStream(new byte[] {9, 0, 0, 1, 3});
    assertThrows(IOException.class, () -> seen.read(in, 1));
  }
}
