package io.querymirror.compare;

import io.querymirror.model.FieldType;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Rows as a server would send them, by either protocol. */
final class TestRows {
  static final int UTF8 = 45;
  static final int BIN = 46;
  static final int LATIN1 = 8;

  private final List<ResultColumn> columns = new ArrayList<>();
  private final List<Object[]> rows = new ArrayList<>();
  private boolean binary;

  static TestRows of(ResultColumn... columns) {
    TestRows rows = new TestRows();
    rows.columns.addAll(List.of(columns));
    return rows;
  }

  static ResultColumn column(String label, int type) {
    return column(label, type, 0);
  }

  static ResultColumn column(String label, int type, int flags) {
    return new ResultColumn(label, type, flags, decimals(type), FieldType.BYTES, 20);
  }

  private static int decimals(int type) {
    switch (type) {
      case FieldType.FLOAT:
      case FieldType.DOUBLE:
        return FieldType.FLOATING;
      case FieldType.DATETIME:
      case FieldType.TIMESTAMP:
      case FieldType.TIME:
        return 6;
      default:
        return 0;
    }
  }

  static ResultColumn text(String label) {
    return text(label, UTF8);
  }

  static ResultColumn text(String label, int collation) {
    return new ResultColumn(label, FieldType.VAR_STRING, 0, 0, collation, 80);
  }

  TestRows row(Object... values) {
    rows.add(values);
    return this;
  }

  TestRows binary() {
    binary = true;
    return this;
  }

  TestRows shuffled(long seed) {
    TestRows other = copy();
    Collections.shuffle(other.rows, new Random(seed));
    return other;
  }

  TestRows copy() {
    TestRows other = new TestRows();
    other.columns.addAll(columns);
    rows.forEach(row -> other.rows.add(row.clone()));
    other.binary = binary;
    return other;
  }

  Object[] at(int row) {
    return rows.get(row);
  }

  int count() {
    return rows.size();
  }

  TestRows without(int row) {
    TestRows other = copy();
    other.rows.remove(row);
    return other;
  }

  PacketRows rows() {
    List<byte[]> packets = new ArrayList<>();
    for (Object[] row : rows) {
      packets.add(binary ? binary(row) : text(row));
    }
    return new PacketRows(columns, binary, packets);
  }

  private byte[] text(Object[] row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null) {
        out.write(0xfb);
      } else {
        string(out, textOf(columns.get(i), row[i]));
      }
    }
    return out.toByteArray();
  }

  private byte[] binary(Object[] row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    byte[] nulls = new byte[(row.length + 9) / 8];
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null) {
        nulls[(i + 2) / 8] |= (byte) (1 << (i + 2) % 8);
      }
    }
    out.writeBytes(nulls);
    for (int i = 0; i < row.length; i++) {
      if (row[i] != null) {
        binary(out, columns.get(i), row[i]);
      }
    }
    return out.toByteArray();
  }

  private static byte[] textOf(ResultColumn column, Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof LocalDateTime t) {
      String date =
          String.format("%04d-%02d-%02d", t.getYear(), t.getMonthValue(), t.getDayOfMonth());
      String time =
          String.format(
              " %02d:%02d:%02d.%06d",
              t.getHour(), t.getMinute(), t.getSecond(), t.getNano() / 1000);
      return (column.type() == FieldType.DATE ? date : date + time)
          .getBytes(StandardCharsets.US_ASCII);
    }
    if (value instanceof Duration d) {
      Duration a = d.abs();
      String sign = d.isNegative() ? "-" : "";
      return (sign
              + String.format(
                  "%02d:%02d:%02d.%06d",
                  a.toHours(), a.toMinutesPart(), a.toSecondsPart(), a.toNanosPart() / 1000))
          .getBytes(StandardCharsets.US_ASCII);
    }
    if (column.collation() == LATIN1) {
      return value.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void binary(ByteArrayOutputStream out, ResultColumn column, Object value) {
    ByteBuffer b = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    switch (column.type()) {
      case FieldType.TINY -> b.put(((Number) value).byteValue());
      case FieldType.SHORT, FieldType.YEAR -> b.putShort(((Number) value).shortValue());
      case FieldType.LONG, FieldType.INT24 -> b.putInt(((Number) value).intValue());
      case FieldType.LONGLONG -> b.putLong(((Number) value).longValue());
      case FieldType.FLOAT -> b.putFloat(((Number) value).floatValue());
      case FieldType.DOUBLE -> b.putDouble(((Number) value).doubleValue());
      case FieldType.DATE, FieldType.DATETIME, FieldType.TIMESTAMP -> {
        LocalDateTime t = (LocalDateTime) value;
        boolean date = column.type() == FieldType.DATE;
        boolean micros = t.getNano() > 0 && !date;
        b.put((byte) (date ? 4 : micros ? 11 : 7)).putShort((short) t.getYear());
        b.put((byte) t.getMonthValue()).put((byte) t.getDayOfMonth());
        if (!date) {
          b.put((byte) t.getHour()).put((byte) t.getMinute()).put((byte) t.getSecond());
        }
        if (micros) {
          b.putInt(t.getNano() / 1000);
        }
      }
      case FieldType.TIME -> {
        Duration d = (Duration) value;
        Duration a = d.abs();
        b.put((byte) (a.isZero() ? 0 : a.toNanosPart() > 0 ? 12 : 8));
        if (!a.isZero()) {
          b.put((byte) (d.isNegative() ? 1 : 0)).putInt((int) a.toDaysPart());
          b.put((byte) a.toHoursPart()).put((byte) a.toMinutesPart()).put((byte) a.toSecondsPart());
        }
        if (a.toNanosPart() > 0) {
          b.putInt(a.toNanosPart() / 1000);
        }
      }
      default -> {
        string(out, textOf(column, value));
        return;
      }
    }
    out.write(b.array(), 0, b.position());
  }

  private static void string(ByteArrayOutputStream out, byte[] bytes) {
    if (bytes.length < 0xfb) {
      out.write(bytes.length);
    } else {
      out.write(0xfc);
      out.write(bytes.length);
      out.write(bytes.length >> 8);
    }
    out.writeBytes(bytes);
  }
}
