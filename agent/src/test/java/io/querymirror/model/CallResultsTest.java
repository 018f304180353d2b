package io.querymirror.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CallResultsTest {
  /** Text rows; {@code null} as a value is NULL. */
  private static ResultRows result(String labels, String... rows) {
    List<ResultColumn> columns =
        Arrays.stream(labels.split(","))
            .map(label -> new ResultColumn(label, FieldType.VAR_STRING, 0, 0, 45, 80))
            .collect(Collectors.toList());
    List<byte[]> packets = new ArrayList<>();
    for (String row : rows) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      for (String value : row.split(",")) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        packet.write(value.equals("null") ? 0xfb : bytes.length);
        packet.write(bytes, 0, value.equals("null") ? 0 : bytes.length);
      }
      packets.add(packet.toByteArray());
    }
    return new PacketRows(columns, false, packets);
  }

  private static String labels(ResultRows rows) {
    return rows.columns().stream().map(ResultColumn::label).collect(Collectors.joining(","));
  }

  private static String row(ResultRows rows, int index) {
    Cell[] into = new Cell[rows.columns().size()];
    Arrays.setAll(into, i -> new Cell());
    rows.row(index, into);
    return Arrays.stream(into)
        .map(
            c ->
                c.isNull()
                    ? "-"
                    : new String(c.bytes(), c.offset(), c.length(), StandardCharsets.UTF_8))
        .collect(Collectors.joining(","));
  }

  @Test
  void eachRowHasTheColumnsOfItsOwnResult() {
    ResultRows all =
        CallResults.of(
            List.of(result("a,b", "1,null", "2,x"), result("a", "7")),
            result("@com_mysql_jdbc_outparam_total", "40"));
    assertEquals("result,a,b,2.a,OUT total", labels(all));
    assertEquals(4, all.count());
    assertEquals("1,1,-,-,-", row(all, 0));
    assertEquals("1,2,x,-,-", row(all, 1));
    assertEquals("2,-,-,7,-", row(all, 2));
    assertEquals("OUT,-,-,-,40", row(all, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> row(all, 4));
  }

  @Test
  void whatIsAloneIsItself() {
    ResultRows one = result("a", "1");
    assertSame(one, CallResults.of(List.of(one), null));
    assertNull(CallResults.of(List.of(), null));
    ResultRows out = CallResults.of(List.of(), result("n", "5"));
    assertEquals("OUT n", labels(out));
    assertEquals("5", row(out, 0));
    ResultRows quoted = CallResults.of(List.of(), result("@`com_mysql_jdbc_outparam_n`", "5"));
    assertEquals("OUT n", labels(quoted));
    assertSame(quoted, CallResults.beside(quoted, out));
  }

  @Test
  void parametersAreToldFromThoseOfTheSameNames() {
    ResultRows rows = result("a", "1");
    ResultRows out = CallResults.of(List.of(), result("n", "5"));
    ResultRows both = CallResults.of(List.of(rows), result("N", "6"));
    ResultRows faked = CallResults.of(List.of(rows), result("arg1,arg2", "1,5"));
    assertSame(out, CallResults.beside(out, both));
    assertEquals("OUT N", labels(CallResults.beside(both, out)));
    assertSame(rows, CallResults.beside(faked, both));
    assertSame(rows, CallResults.beside(both, faked));
    assertSame(rows, CallResults.beside(both, rows));
    assertNull(CallResults.beside(out, faked));
    assertNull(CallResults.beside(rows, out));
    assertSame(out, CallResults.beside(out, null));
    assertNull(CallResults.beside(null, out));
    ResultRows two = CallResults.of(List.of(rows, rows), null);
    assertSame(two, CallResults.beside(two, rows));
    assertSame(rows, CallResults.beside(rows, two));
  }

  @Test
  void resultsAreNamedAnewAndParametersAreNot() {
    CallResults all =
        (CallResults) CallResults.of(List.of(result("a", "1"), result("b", "2")), result("n", "3"));
    assertEquals("result,x,2.x,OUT n", labels(all.labelled(rows -> result("x", row(rows, 0)))));
    assertEquals("a", labels(all.first()));
  }

  @Test
  void twoEncodingsAreNotRead() {
    ResultRows binary =
        new PacketRows(
            List.of(new ResultColumn("n", FieldType.TINY, 0, 0, 63, 4)),
            true,
            List.of(new byte[] {0, 0, 5}));
    ResultRows mixed = CallResults.of(List.of(result("a", "1")), binary);
    assertEquals("OUT,-,\5", row(mixed, 1));
    assertThrows(UnreadableRowsException.class, () -> row(mixed, 0));
    // One without rows says nothing of its encoding.
    assertEquals("OUT,-,\5", row(CallResults.of(List.of(result("a")), binary), 0));
  }
}
