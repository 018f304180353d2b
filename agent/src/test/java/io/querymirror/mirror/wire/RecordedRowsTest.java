package io.querymirror.mirror.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.compare.CompareOptions;
import io.querymirror.compare.ResultComparer;
import io.querymirror.compare.ResultDifference;
import io.querymirror.compare.ResultDigest;
import io.querymirror.compare.TypeDrift;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultRows;
import io.querymirror.model.RowOrder;
import io.querymirror.model.RowOrder.Term;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of all types, as MySQL 8.0 and MariaDB 10.11 send them by both protocols. */
class RecordedRowsTest {
  private static final RowOrder BY_ID =
      new RowOrder(true, List.of(new Term("id", 0, false)), true, false, false);

  private static ResultRows recorded(String name) throws IOException {
    boolean binary = name.endsWith("binary");
    List<byte[]> columns = new ArrayList<>();
    List<byte[]> rows = new ArrayList<>();
    try (InputStream in = RecordedRowsTest.class.getResourceAsStream("/rows/" + name + ".txt")) {
      assertNotNull(in, name);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        byte[] packet = HexFormat.of().parseHex(line.substring(space + 1));
        (line.startsWith("column") ? columns : rows).add(packet);
      }
    }
    SeenColumns seen = new SeenColumns();
    seen.read(
        new ByteArrayInputStream(SeenColumnsTest.packets(columns).toByteArray()), columns.size());
    RowSink sink = new RowSink(binary, 10, 1 << 20, false);
    sink.begin(seen.columns("UTF-8"));
    for (byte[] packet : rows) {
      assertTrue(sink.takes(packet.length));
      sink.row(packet);
    }
    return sink.rows();
  }

  private static ResultRows shuffled(ResultRows rows, String name) throws IOException {
    List<byte[]> packets = new ArrayList<>();
    try (InputStream in = RecordedRowsTest.class.getResourceAsStream("/rows/" + name + ".txt")) {
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(l -> l.startsWith("row "))
          .forEach(l -> packets.add(HexFormat.of().parseHex(l.substring(4))));
    }
    Collections.shuffle(packets, new Random(5));
    return new PacketRows(rows.columns(), rows.binary(), packets);
  }

  private static ResultDifference compare(ResultRows a, ResultRows b, RowOrder order) {
    return ResultComparer.compare(a, b, order, CompareOptions.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"mysql-kinds", "mysql-sums", "mariadb-kinds", "mariadb-sums"})
  void oneServerByBothProtocols(String name) throws IOException {
    ResultRows text = recorded(name + "-text");
    ResultRows binary = recorded(name + "-binary");
    ResultDifference placed = compare(text, binary, RowOrder.NONE);
    assertTrue(placed.same(), placed.description());
    assertEquals(List.of(), placed.typeDrift());
    ResultRows mixed = shuffled(binary, name + "-binary");
    ResultDifference anywhere = compare(text, mixed, RowOrder.NONE);
    assertTrue(anywhere.same(), anywhere.description());
    assertEquals(5, text.count());
    if (name.endsWith("kinds")) {
      assertFalse(compare(text, mixed, BY_ID).same());
      assertEquals(ResultDigest.of(binary).bag(), ResultDigest.of(mixed).bag());
    }
  }

  @Test
  void bothServersHaveTheSameValuesOfAllTypes() throws IOException {
    for (String source : List.of("text", "binary")) {
      for (String target : List.of("text", "binary")) {
        ResultRows mysql = recorded("mysql-kinds-" + source);
        ResultRows mariadb = recorded("mariadb-kinds-" + target);
        ResultDifference d = compare(mysql, mariadb, BY_ID);
        assertTrue(d.same(), source + " and " + target + ": " + d.description());
        assertEquals("[j: json → text]", d.typeDrift().toString());
      }
    }
  }

  @Test
  void bothServersHaveTheSameSums() throws IOException {
    for (String source : List.of("text", "binary")) {
      for (String target : List.of("text", "binary")) {
        ResultRows mysql = recorded("mysql-sums-" + source);
        ResultRows mariadb = recorded("mariadb-sums-" + target);
        ResultDifference d = compare(mysql, mariadb, RowOrder.NONE);
        assertTrue(d.same(), source + " and " + target + ": " + d.description());
        for (TypeDrift drift : d.typeDrift()) {
          assertFalse(drift.source().equals(drift.target()), drift.toString());
        }
      }
    }
  }
}
