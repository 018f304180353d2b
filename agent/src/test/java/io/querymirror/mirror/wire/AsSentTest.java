package io.querymirror.mirror.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds.Bind;
import io.querymirror.model.SourceConnection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.JDBCType;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each expectation is what the driver was seen to send to a server. */
class AsSentTest {
  private static final UUID ID = new UUID(0, 1);

  private static AsSent of(String driver, Map<String, String> properties) {
    return AsSent.by(
        new SourceConnection(
            1, driver, "app", "db:3306", null, properties, -1, -1, true, true, List.of()));
  }

  private static Object value(String driver, Object given) throws NotRepeatableException {
    Bind other = of(driver, Map.of()).other(BindKind.OBJECT, given, null);
    return other == null ? given : other.value();
  }

  @Test
  void mariadbSendsUuidsAndDurationsAsText() throws Exception {
    Bind uuid = of("mariadb", Map.of()).other(BindKind.OBJECT, ID, null);
    assertEquals(BindKind.STRING, uuid.kind());
    assertEquals("00000000-0000-0000-0000-000000000001", uuid.value());
    assertEquals("0:00:05", value("mariadb", Duration.ofSeconds(5)));
    assertEquals("-26:01:02.000300", value("mariadb", Duration.parse("PT-26H-1M-2.0003S")));
    assertEquals("text", value("mariadb", "text"));
    BigInteger large = BigInteger.ONE.shiftLeft(63);
    assertEquals(new BigDecimal(large), value("mariadb", large));
    assertEquals(large, value("connector-j", large));
    assertEquals(ID, value("mariadb-2", ID));
    assertEquals(ID, value("connector-j", ID));
  }

  @Test
  void whatIsSerializedIsNotRepeated() {
    assertThrows(NotRepeatableException.class, () -> value("mariadb-2", Duration.ofSeconds(5)));
    assertThrows(NotRepeatableException.class, () -> value("connector-j-5", Instant.EPOCH));
    assertThrows(
        NotRepeatableException.class, () -> value("connector-j-5", Calendar.getInstance()));
  }

  @Test
  void mariadbTakesNoNoticeOfAScale() throws Exception {
    Object[] scale = {Types.DECIMAL, 1};
    BigDecimal given = new BigDecimal("1.25");
    Bind other = of("mariadb", Map.of()).other(BindKind.OBJECT_SCALED, given, scale);
    assertEquals(BindKind.OBJECT_TYPED, other.kind());
    assertEquals(given, other.value());
    assertEquals(Types.DECIMAL, other.extra());
    assertNull(of("connector-j", Map.of()).other(BindKind.OBJECT_SCALED, given, scale));
  }

  @Test
  void oldConnectorKnowsWholeSecondsOfATimeAlone() throws Exception {
    assertEquals(LocalTime.of(1, 2, 3), value("connector-j-5", LocalTime.of(1, 2, 3, 4_000_000)));
    assertEquals(new Time(-1000), value("connector-j-5", new Time(-1)));
    Timestamp whole = new Timestamp(1);
    assertEquals(whole, value("connector-j-5", whole));
  }

  @Test
  void oldConnectorTakesNoNoticeOfACalendar() throws Exception {
    Calendar calendar = Calendar.getInstance();
    Timestamp given = new Timestamp(1);
    AsSent old = of("connector-j-5", Map.of());
    assertNull(old.other(BindKind.TIMESTAMP, given, calendar).extra());
    assertNull(old.other(BindKind.TIME, new Time(0), calendar).extra());
    assertNull(old.other(BindKind.DATE, new java.sql.Date(0), calendar));
    for (Map<String, String> own :
        List.of(Map.of("useLegacyDatetimeCode", "false"), Map.of("useTimezone", "true"))) {
      assertNull(of("connector-j-5", own).other(BindKind.TIMESTAMP, given, calendar));
    }
  }

  @Test
  void oldConnectorHasAScaleOfItsOwn() throws Exception {
    AsSent old = of("connector-j-5", Map.of());
    Bind text = old.other(BindKind.OBJECT_TYPED, "1.25", JDBCType.DECIMAL);
    assertEquals(new BigDecimal("1"), text.value());
    assertNull(old.other(BindKind.OBJECT_TYPED, new BigDecimal("1.25"), Types.DECIMAL));
    assertNull(old.other(BindKind.OBJECT_SCALED, "1.25", new Object[] {Types.DECIMAL, 1}));
    Bind whole = old.other(BindKind.OBJECT_SCALED, 3.999, new Object[] {Types.INTEGER, 1});
    assertEquals(BindKind.OBJECT_TYPED, whole.kind());
  }
}
