package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** A value as text, about as the server's text protocol would write it. */
final class CellText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  /** Characters of a number that is written without its exponent, at most. */
  private static final int PLAIN = 20;

  private CellText() {}

  /**
   * @param limit of bytes that are looked at
   */
  static String of(ResultColumn column, boolean binary, Cell cell, int limit) {
    byte[] b = cell.bytes();
    if (b == null) {
      return "NULL";
    }
    int at = cell.offset();
    int length = Math.min(cell.length(), limit);
    Family family = Family.of(column);
    switch (family) {
      case BYTES:
      case BIT:
        return hex(b, at, length);
      case JSON:
        return new String(b, at, length, StandardCharsets.UTF_8);
      case TEXT:
        return new String(b, at, length, CharacterSets.of(column.collation()));
      default:
        return binary ? ofBinary(column, family, b, at, cell.length()) : ascii(b, at, length);
    }
  }

  private static String ofBinary(ResultColumn column, Family family, byte[] b, int at, int length) {
    switch (family) {
      case INTEGER:
      case YEAR:
        long n = Numbers.integer(column, b, at, length);
        return Numbers.isUnsigned(column) ? Long.toUnsignedString(n) : Long.toString(n);
      case FLOAT:
        return plain(Float.toString((float) Numbers.real(b, at, length)));
      case DOUBLE:
        return plain(Double.toString(Numbers.real(b, at, length)));
      case MOMENT:
        long moment = Moments.moment(b, at, length);
        boolean date = column.type() == FieldType.DATE || column.type() == FieldType.NEWDATE;
        return moment == Moments.NONE
            ? hex(b, at, length)
            : Moments.momentText(moment, date, column.decimals());
      case TIME:
        long time = Moments.time(b, at, length);
        return time == Moments.NONE
            ? hex(b, at, length)
            : Moments.timeText(time, column.decimals());
      default:
        return ascii(b, at, length);
    }
  }

  /** Without an exponent where it is not much longer, and without .0 at its end. */
  private static String plain(String number) {
    if (number.indexOf('E') >= 0) {
      String written = new BigDecimal(number).toPlainString();
      return written.length() <= PLAIN ? written : number;
    }
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  private static String ascii(byte[] b, int at, int length) {
    return new String(b, at, length, StandardCharsets.ISO_8859_1);
  }

  private static String hex(byte[] b, int at, int length) {
    StringBuilder s = new StringBuilder(2 + 2 * length).append("0x");
    for (int i = at; i < at + length; i++) {
      s.append(HEX[b[i] >> 4 & 15]).append(HEX[b[i] & 15]);
    }
    return s.toString();
  }
}
