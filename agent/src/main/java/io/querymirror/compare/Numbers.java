package io.querymirror.compare;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;

/** Numbers of the binary protocol: the lowest byte comes first. */
final class Numbers {
  private Numbers() {}

  static boolean isUnsigned(ResultColumn column) {
    return (column.flags() & FieldType.UNSIGNED_FLAG) != 0 || column.type() == FieldType.YEAR;
  }

  /** Of up to 8 bytes; one that is not signed may read as negative only where it has all 8. */
  static long integer(ResultColumn column, byte[] b, int at, int length) {
    int count = Math.min(length, 8);
    long n = 0;
    for (int i = count - 1; i >= 0; i--) {
      n = n << 8 | b[at + i] & 0xff;
    }
    int unused = 64 - 8 * count;
    return isUnsigned(column) || unused == 64 ? n : n << unused >> unused;
  }

  /** Of 4 bytes or 8. */
  static double real(byte[] b, int at, int length) {
    long bits = 0;
    for (int i = Math.min(length, 8) - 1; i >= 0; i--) {
      bits = bits << 8 | b[at + i] & 0xff;
    }
    return length == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  /** Of a BIT: the highest byte comes first, in both protocols. */
  static long bits(byte[] b, int at, int length) {
    long n = 0;
    for (int i = at + Math.max(0, length - 8); i < at + length; i++) {
      n = n << 8 | b[i] & 0xff;
    }
    return n;
  }
}
