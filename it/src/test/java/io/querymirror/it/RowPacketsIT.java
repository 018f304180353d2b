package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.a.NativeConstants.IntegerDataType;
import com.mysql.cj.protocol.a.NativeMessageBuilder;
import com.mysql.cj.protocol.a.NativePacketPayload;
import com.mysql.cj.protocol.a.NativeProtocol;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packets that the agent's tests of comparison read are those that the servers send: rows of
 * all types, and of sums, by both protocols. {@code -Dquerymirror.it.record=true} writes them anew.
 */
class RowPacketsIT {
  private static final Path RECORDED = Path.of("../agent/src/test/resources/rows");

  static final String KINDS = "SELECT * FROM kinds ORDER BY id";
  static final String SUMS =
      "SELECT COUNT(*) n, SUM(i) si, AVG(i) ai, SUM(d2) sd, AVG(d2) ad, SUM(f) sf, AVG(f) af,"
          + " SUM(d) sr, AVG(d) ar, SUM(f2) s2, AVG(dd) a3, i / 3 q, d / 3 r, ROUND(d, 2) rd,"
          + " MAX(dt) mx, MIN(tm) mt, MAX(y) my, GROUP_CONCAT(vc ORDER BY id) g,"
          + " CONCAT(i, '') c, IF(i > 0, 1, 2.5) x, COALESCE(ti, d2) co, NULL nothing,"
          + " CAST(d2 AS SIGNED) ca, DATE(dt) da, dt + INTERVAL 1 DAY nx, HEX(vb) h,"
          + " BIT_OR(bu) bo, STDDEV(i) sdv, UPPER(l1) ul"
          + " FROM kinds GROUP BY id ORDER BY id";

  static void fill(EmbeddedServer server) {
    server.execute(
        "DROP DATABASE IF EXISTS packets",
        "CREATE DATABASE packets CHARACTER SET utf8mb4",
        "USE packets",
        "SET NAMES utf8mb4",
        "SET sql_mode = ''",
        "CREATE TABLE kinds (id INT AUTO_INCREMENT PRIMARY KEY, ti TINYINT, tu TINYINT UNSIGNED,"
            + " si SMALLINT, mi MEDIUMINT, mu MEDIUMINT UNSIGNED, i INT, iu INT UNSIGNED,"
            + " zf INT(8) ZEROFILL, b BIGINT, bu BIGINT UNSIGNED, de DECIMAL(30,10),"
            + " d2 DECIMAL(10,2), f FLOAT, f2 FLOAT(9,2), d DOUBLE, dd DOUBLE(12,3), bi BIT(12),"
            + " b1 BIT(1), da DATE, dt DATETIME, d6 DATETIME(6), ts TIMESTAMP(3) NULL, tm TIME,"
            + " t6 TIME(6), y YEAR, c CHAR(10), vc VARCHAR(40), l1 VARCHAR(40) CHARACTER SET latin1,"
            + " bn BINARY(5), vb VARBINARY(20), tx TEXT, bl BLOB, e ENUM('red', 'green'),"
            + " s SET('a', 'b', 'c'), j JSON, g POINT) ENGINE = InnoDB",
        "INSERT INTO kinds VALUES (1, -128, 255, -32768, -8388608, 16777215, -2147483648,"
            + " 4294967295, 42, -9223372036854775808, 18446744073709551615,"
            + " 12345678901234567890.0123456789, -99999999.99, 16777216, 12345.67,"
            + " 0.1, 2.345, b'101010101010', b'1', '2026-01-31', '2026-01-31 23:59:59',"
            + " '2026-01-31 23:59:59.123456', '2026-01-31 23:59:59.120', '-838:59:59',"
            + " '12:00:00.000001', 2026, 'padded', 'Zoë 漢字', 'Straße', 'ab', x'00ff10',"
            + " 'long text', x'00010203fffe', 'green', 'a,c',"
            + " '{\"b\": [1, 2.50, null, true], \"a\": \"é\"}', ST_GeomFromText('POINT(1 2)'))",
        "INSERT INTO kinds VALUES (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.2345678, 0.1,"
            + " 12345678.901234567, 0, b'0', b'0', '0000-00-00', '0000-00-00 00:00:00',"
            + " '2026-01-31 00:00:00', NULL, '00:00:00', '-00:00:00.5', 0, '', '', '', '', '', '',"
            + " '', 'red', '', '[]', NULL)",
        "INSERT INTO kinds (id) VALUES (3)",
        "INSERT INTO kinds (id, i, d2, f, d, dd, f2, vc, dt, tm) VALUES (4, 7, 1.10, 3.4e38,"
            + " 1e300, 1.5, 1, 'b', '1000-01-01 00:00:00', '01:02:03')",
        "INSERT INTO kinds (id, i, d2, f, d, j) VALUES (5, 10, 2.005, 1e-10, -1e-7, '1.0')");
  }

  @ParameterizedTest
  @CsvSource({"MYSQL8, 'NULL'", "MARIADB, 'utf8mb4'"})
  void areWhatServersSend(ServerKind kind, String results) throws Exception {
    EmbeddedServer server = Servers.source(kind);
    fill(server);
    String name = kind == ServerKind.MARIADB ? "mariadb" : "mysql";
    check(server, results, name + "-kinds", KINDS);
    check(server, results, name + "-sums", SUMS);
  }

  private static void check(EmbeddedServer server, String results, String name, String sql)
      throws Exception {
    for (boolean binary : new boolean[] {false, true}) {
      Path file = RECORDED.resolve(name + (binary ? "-binary.txt" : "-text.txt"));
      List<String> lines;
      try (Connection c = server.connect("packets")) {
        c.createStatement().execute("SET character_set_results = " + results);
        lines = binary ? prepared(c, sql) : text(c, sql);
      }
      if (Boolean.getBoolean("querymirror.it.record")) {
        Files.createDirectories(RECORDED);
        Files.write(file, lines);
      }
      assertEquals(Files.readAllLines(file), lines, file.toString());
    }
  }

  private static List<String> text(Connection c, String sql) throws SQLException, IOException {
    NativeSession session = session(c);
    NativeProtocol protocol = session.getProtocol();
    NativePacketPayload command =
        messages(protocol)
            .buildComQuery(session.getSharedSendPacket(), session, sql, null, "UTF-8");
    return result(protocol, protocol.sendCommand(command, false, 0));
  }

  private static List<String> prepared(Connection c, String sql) throws SQLException, IOException {
    NativeSession session = session(c);
    NativeProtocol protocol = session.getProtocol();
    NativePacketPayload prepare =
        messages(protocol).buildComStmtPrepare(session.getSharedSendPacket(), sql, "UTF-8");
    byte[] answer = bytes(protocol.sendCommand(prepare, false, 0));
    int columns = answer[5] & 0xff | (answer[6] & 0xff) << 8;
    boolean eof = !protocol.getServerSession().isEOFDeprecated();
    for (int i = 0; i < columns + (eof ? 1 : 0); i++) {
      protocol.readMessage(null);
    }
    NativePacketPayload execute = session.getSharedSendPacket();
    execute.writeInteger(IntegerDataType.INT1, 0x17);
    for (int i = 1; i <= 4; i++) {
      execute.writeInteger(IntegerDataType.INT1, answer[i] & 0xff);
    }
    execute.writeInteger(IntegerDataType.INT1, 0);
    execute.writeInteger(IntegerDataType.INT4, 1);
    return result(protocol, protocol.sendCommand(execute, false, 0));
  }

  private static NativeSession session(Connection c) throws SQLException {
    return (NativeSession) c.unwrap(JdbcConnection.class).getSession();
  }

  private static NativeMessageBuilder messages(NativeProtocol protocol) {
    return (NativeMessageBuilder) protocol.getMessageBuilder();
  }

  private static List<String> result(NativeProtocol protocol, NativePacketPayload first)
      throws IOException {
    int columns = bytes(first)[0] & 0xff;
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      lines.add("column " + hex(protocol.readMessage(null)));
    }
    if (!protocol.getServerSession().isEOFDeprecated()) {
      protocol.readMessage(null);
    }
    while (true) {
      NativePacketPayload packet = protocol.readMessage(null);
      byte[] row = bytes(packet);
      if ((row[0] & 0xff) == 0xfe && row.length < 100) {
        return lines;
      }
      lines.add("row " + hex(packet));
    }
  }

  private static byte[] bytes(NativePacketPayload packet) {
    return Arrays.copyOf(packet.getByteBuffer(), packet.getPayloadLength());
  }

  private static String hex(NativePacketPayload packet) {
    return HexFormat.of().formatHex(bytes(packet));
  }
}
