package io.querymirror.mirror.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.protocol.a.NativeCapabilities;
import com.mysql.cj.protocol.a.NativePacketPayload;
import io.querymirror.model.SourceConnection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FractionsTest {
  private static SourceConnection source(String driver, boolean fractions) {
    return new SourceConnection(
        1, driver, "app", "db:3306", null, Map.of(), -1, -1, fractions, true, List.of());
  }

  /** What the driver reads from a server's first packet. */
  private static NativeCapabilities greeting(String version) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(10);
    packet.writeBytes(version.getBytes(StandardCharsets.US_ASCII));
    packet.writeBytes(new byte[64]);
    return new NativeCapabilities(new NativePacketPayload(packet.toByteArray()));
  }

  @Test
  void asTheApplicationsDriverSendsThem() {
    NativeCapabilities server = greeting("5.5.5-10.11.5-MariaDB");
    assertFalse(server.serverSupportsFracSecs());
    assertTrue(greeting("8.0.15").serverSupportsFracSecs());
    Fractions fractions = new Fractions(server);
    fractions.of(source("mariadb", true));
    assertTrue(server.serverSupportsFracSecs());
    fractions.of(source("connector-j", false));
    assertFalse(server.serverSupportsFracSecs());
  }

  @Test
  void mariadbsDriversCutTheRestOff() {
    Timestamp given = Timestamp.valueOf("2024-01-02 03:04:05.123456789");
    assertEquals(Timestamp.valueOf("2024-01-02 03:04:05.123456"), Fractions.cut(given));
    assertEquals(123_456_789, given.getNanos(), "the application's own");
    for (String type : new String[] {"2024-01-02T03:04:05.123456", "2024-01-02T03:04:05"}) {
      LocalDateTime whole = LocalDateTime.parse(type);
      assertEquals(whole, Fractions.cut(whole.plusNanos(789)));
    }
    OffsetDateTime zoned = OffsetDateTime.parse("2024-01-02T03:04:05+02:00");
    assertEquals(zoned, Fractions.cut(zoned.plusNanos(1)));
    assertEquals(zoned.toZonedDateTime(), Fractions.cut(zoned.toZonedDateTime().plusNanos(1)));
    assertEquals(Instant.EPOCH, Fractions.cut(Instant.EPOCH.plusNanos(999)));
    assertEquals(LocalDate.EPOCH, Fractions.cut(LocalDate.EPOCH));
    assertEquals("text", Fractions.cut("text"));
  }
}
