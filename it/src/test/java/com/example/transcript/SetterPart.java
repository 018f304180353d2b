package com.example.transcript;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.UUID;

/** Every setXxx with a value of its own, through a write and a read. */
final class SetterPart {
  private static int id = 100;

  private SetterPart() {}

  /** One row with the value in this column; then the row as text, as the server has it. */
  private static void store(
      Connection c, Printer out, String column, String label, Stored.Setter setter)
      throws Exception {
    int row = id++;
    Stored.insert(c, out, "kinds", column, row, label, setter);
    try (Statement s = c.createStatement()) {
      out.sql(
          "stored",
          () -> s.executeQuery("SELECT CONCAT('', " + column + ") FROM kinds WHERE id = " + row));
      out.sql("typed", () -> s.executeQuery("SELECT " + column + " FROM kinds WHERE id = " + row));
    }
  }

  static void run(Connection c, Printer out) throws Exception {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    store(c, out, "b", "boolean", p -> p.setBoolean(1, true));
    store(c, out, "b8", "bytes into bit", p -> p.setBytes(1, new byte[] {5}));
    store(c, out, "ti", "byte", p -> p.setByte(1, (byte) -7));
    store(c, out, "si", "short", p -> p.setShort(1, (short) -300));
    store(c, out, "mi", "int", p -> p.setInt(1, 70000));
    store(c, out, "bi", "long", p -> p.setLong(1, Long.MIN_VALUE));
    store(
        c,
        out,
        "ub",
        "decimal into unsigned",
        p -> p.setBigDecimal(1, new BigDecimal("18446744073709551615")));
    store(c, out, "f", "float", p -> p.setFloat(1, 1.5f));
    store(c, out, "d", "double", p -> p.setDouble(1, -2.25e100));
    store(c, out, "d", "not a number", p -> p.setDouble(1, Double.NaN));
    store(c, out, "de", "decimal", p -> p.setBigDecimal(1, new BigDecimal("12345678.123456")));
    store(c, out, "de", "null decimal", p -> p.setBigDecimal(1, null));
    store(c, out, "vc", "string", p -> p.setString(1, "it's \\ \"quoted\" \n\t\0 é 日本 😀"));
    store(c, out, "vc", "null string", p -> p.setString(1, null));
    store(c, out, "vc", "empty string", p -> p.setString(1, ""));
    store(c, out, "vc", "nstring", p -> p.setNString(1, "ñ"));
    store(c, out, "vb", "bytes", p -> p.setBytes(1, new byte[] {0, 39, 92, -1, 26, 10}));
    store(c, out, "vb", "null bytes", p -> p.setBytes(1, null));
    store(c, out, "da", "date", p -> p.setDate(1, Date.valueOf("2020-02-29")));
    store(c, out, "da", "date calendar", p -> p.setDate(1, Date.valueOf("2020-02-29"), tokyo));
    store(c, out, "t", "time", p -> p.setTime(1, Time.valueOf("23:59:58")));
    store(c, out, "t", "time calendar", p -> p.setTime(1, Time.valueOf("23:59:58"), tokyo));
    store(
        c,
        out,
        "dt",
        "timestamp",
        p -> p.setTimestamp(1, Timestamp.valueOf("2020-01-02 03:04:05.678")));
    store(
        c,
        out,
        "dt6",
        "timestamp micros",
        p -> p.setTimestamp(1, Timestamp.valueOf("2020-01-02 03:04:05.678901")));
    store(
        c,
        out,
        "ts",
        "timestamp calendar",
        p -> p.setTimestamp(1, Timestamp.valueOf("2020-01-02 03:04:05"), tokyo));
    store(c, out, "vc", "url", p -> p.setURL(1, new URL("http://example.com/a?b=c")));
    store(c, out, "vc", "array", p -> p.setArray(1, null));
    store(c, out, "vc", "ref", p -> p.setRef(1, null));
    store(c, out, "vc", "row id", p -> p.setRowId(1, null));
    int[] types = {
      Types.INTEGER, Types.VARCHAR, Types.NULL, Types.BLOB, Types.TIMESTAMP, Types.BIT, Types.OTHER
    };
    for (int type : types) {
      store(c, out, "vc", "null " + type, p -> p.setNull(1, type));
    }
    store(c, out, "vc", "null named", p -> p.setNull(1, Types.STRUCT, "T"));
  }

  static void objects(Connection c, Printer out) throws Exception {
    Object[][] values = {
      {"vc", "text"},
      {"vc", 'c'},
      {"ti", (byte) 3},
      {"si", (short) 4},
      {"mi", 5},
      {"bi", 6L},
      {"ub", new BigInteger("18446744073709551614")},
      {"f", 7.5f},
      {"d", 8.25},
      {"de", new BigDecimal("9.000001")},
      {"b", true},
      {"vb", new byte[] {1, 2}},
      {"da", Date.valueOf("2022-03-04")},
      {"t", Time.valueOf("01:02:03")},
      {"dt6", Timestamp.valueOf("2022-03-04 05:06:07.89")},
      {"dt6", new java.util.Date(1_600_000_000_000L)},
      {"da", LocalDate.of(2023, 4, 5)},
      {"t6", LocalTime.of(6, 7, 8, 9_000)},
      {"dt6", LocalDateTime.of(2023, 4, 5, 6, 7, 8, 9_000)},
      {"dt6", OffsetDateTime.of(2023, 4, 5, 6, 7, 8, 0, ZoneOffset.ofHours(2))},
      {"dt6", OffsetDateTime.of(2023, 4, 5, 6, 7, 8, 0, ZoneOffset.UTC).toZonedDateTime()},
      {"dt6", Instant.ofEpochSecond(1_600_000_000L)},
      {"vc", UUID.fromString("00000000-0000-0001-0000-000000000002")},
      {"vc", JDBCType.INTEGER},
      {"vc", new StringBuilder("built")},
      {"vc", null},
      {"js", "{\"a\": [1, 2]}"},
      {"en", "b"},
      {"st", "x,y"},
    };
    for (Object[] value : values) {
      String column = (String) value[0];
      String label = value[1] == null ? "null" : value[1].getClass().getSimpleName();
      store(c, out, column, label, p -> p.setObject(1, value[1]));
    }
    store(c, out, "vc", "serializable", p -> p.setObject(1, new java.util.BitSet()));
    store(c, out, "mi", "typed text", p -> p.setObject(1, "12", Types.INTEGER));
    store(c, out, "de", "scaled", p -> p.setObject(1, "12.3456789", Types.DECIMAL, 2));
    store(c, out, "bi", "typed", p -> p.setObject(1, 12, JDBCType.BIGINT));
    store(c, out, "vc", "typed number", p -> p.setObject(1, 12, Types.VARCHAR));
    store(c, out, "b", "bit", p -> p.setObject(1, "1", Types.BIT));
    store(c, out, "da", "typed date", p -> p.setObject(1, "2024-05-06", Types.DATE));
    store(
        c,
        out,
        "dt",
        "typed timestamp",
        p -> p.setObject(1, LocalDateTime.of(2024, 5, 6, 7, 8), Types.TIMESTAMP));
    store(c, out, "mi", "wrong", p -> p.setObject(1, "x", Types.INTEGER));
    store(c, out, "vc", "scaled sqltype", p -> p.setObject(1, 1.5, JDBCType.DECIMAL, 1));
  }
}
