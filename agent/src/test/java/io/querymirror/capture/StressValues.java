package io.querymirror.capture;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** Holds that the bytes of a cell are the value that JDBC reads of it. */
final class StressValues {
  private StressValues() {}

  static void check(ResultSet rs, int column, ResultColumn type, boolean binary, byte[] cell)
      throws SQLException {
    Object expected = cell == null ? null : value(type, binary, cell);
    Object found = cell == null ? rs.getString(column) : jdbc(rs, column, expected);
    boolean same =
        expected instanceof byte[]
            ? Arrays.equals((byte[]) expected, (byte[]) found)
            : expected == null ? found == null : expected.equals(found);
    if (!same) {
      throw new IllegalStateException(
          type + (binary ? " binary: " : " text: ") + expected + " but JDBC says " + found);
    }
  }

  private static Object jdbc(ResultSet rs, int column, Object like) throws SQLException {
    if (like instanceof BigInteger) {
      return rs.getBigDecimal(column).toBigIntegerExact();
    }
    if (like instanceof BigDecimal) {
      return rs.getBigDecimal(column);
    }
    if (like instanceof Float) {
      return rs.getFloat(column);
    }
    if (like instanceof Double) {
      return rs.getDouble(column);
    }
    if (like instanceof LocalDate) {
      return rs.getDate(column).toLocalDate();
    }
    if (like instanceof LocalDateTime) {
      return rs.getTimestamp(column).toLocalDateTime();
    }
    if (like instanceof Integer) {
      return rs.getInt(column);
    }
    if (like instanceof LocalTime) {
      return rs.getTime(column).toLocalTime();
    }
    return like instanceof byte[] ? rs.getBytes(column) : rs.getString(column);
  }

  private static Object value(ResultColumn type, boolean binary, byte[] cell) {
    ByteBuffer at = ByteBuffer.wrap(cell).order(ByteOrder.LITTLE_ENDIAN);
    String text = new String(cell, StandardCharsets.UTF_8);
    switch (type.type()) {
      case FieldType.TINY:
      case FieldType.SHORT:
      case FieldType.INT24:
      case FieldType.LONG:
      case FieldType.LONGLONG:
        return binary ? whole(type, at) : new BigInteger(text);
      case FieldType.YEAR:
        return binary ? (int) at.getShort() : Integer.parseInt(text);
      case FieldType.FLOAT:
        return binary ? at.getFloat() : Float.parseFloat(text);
      case FieldType.DOUBLE:
        return binary ? at.getDouble() : Double.parseDouble(text);
      case FieldType.DECIMAL:
      case FieldType.NEWDECIMAL:
        return new BigDecimal(text);
      case FieldType.DATE:
        return binary ? LocalDate.of(at.getShort(), at.get(), at.get()) : LocalDate.parse(text);
      case FieldType.DATETIME:
      case FieldType.TIMESTAMP:
        return binary ? moment(at) : LocalDateTime.parse(text.replace(' ', 'T'));
      case FieldType.TIME:
        return (binary ? time(at) : LocalTime.parse(text)).truncatedTo(ChronoUnit.SECONDS);
      case FieldType.BIT:
        return cell;
      default:
        return type.collation() == FieldType.BYTES ? cell : text;
    }
  }

  private static BigInteger whole(ResultColumn type, ByteBuffer at) {
    byte[] reversed = new byte[at.remaining()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[reversed.length - 1 - i] = at.get(i);
    }
    boolean unsigned = (type.flags() & FieldType.UNSIGNED_FLAG) != 0;
    return unsigned ? new BigInteger(1, reversed) : new BigInteger(reversed);
  }

  /** Sign and days are 0 here. */
  private static LocalTime time(ByteBuffer at) {
    return at.hasRemaining() ? LocalTime.of(at.get(5), at.get(6), at.get(7)) : LocalTime.MIDNIGHT;
  }

  private static LocalDateTime moment(ByteBuffer at) {
    LocalDate date = LocalDate.of(at.getShort(), at.get(), at.get());
    int hour = at.hasRemaining() ? at.get() : 0;
    int minute = at.hasRemaining() ? at.get() : 0;
    int second = at.hasRemaining() ? at.get() : 0;
    int micros = at.hasRemaining() ? at.getInt() : 0;
    return date.atTime(hour, minute, second, micros * 1000);
  }
}
