package io.querymirror.compare;

/**
 * Dates and times as numbers. A date with its time is packed by its parts, so that dates that are
 * in no calendar, as 0000-00-00, have a place too; a time is its microseconds.
 */
final class Moments {
  /** In place of what is no date or time. */
  static final long NONE = Long.MIN_VALUE;

  private static final long MICROS = 1_000_000;
  private static final int FRACTION = 6;

  private Moments() {}

  private static long pack(
      long year, long month, long day, long hour, long minute, long second, long micros) {
    long date = (year << 9 | month << 5 | day) << 17;
    return (date | hour << 12 | minute << 6 | second) << 20 | micros;
  }

  /** Of 0, 4, 7 or 11 bytes of the binary protocol. */
  static long moment(byte[] b, int at, int length) {
    switch (length) {
      case 0:
        return 0;
      case 4:
        return pack(two(b, at), b[at + 2], b[at + 3], 0, 0, 0, 0);
      case 7:
      case 11:
        long micros = length == 7 ? 0 : four(b, at + 7);
        return pack(two(b, at), b[at + 2], b[at + 3], b[at + 4], b[at + 5], b[at + 6], micros);
      default:
        return NONE;
    }
  }

  /** Of 0, 8 or 12 bytes of the binary protocol. */
  static long time(byte[] b, int at, int length) {
    if (length == 0) {
      return 0;
    }
    if (length != 8 && length != 12) {
      return NONE;
    }
    long hours = four(b, at + 1) * 24 + b[at + 5];
    long seconds = (hours * 60 + b[at + 6]) * 60 + b[at + 7];
    long micros = seconds * MICROS + (length == 12 ? four(b, at + 8) : 0);
    return b[at] == 0 ? micros : -micros;
  }

  /** Of a text as {@code 2026-01-31} or {@code 2026-01-31 23:59:59.5}. */
  static long momentText(byte[] b, int from, int length) {
    int end = from + length;
    if (length < 10 || length > 32 || b[from + 4] != '-' || b[from + 7] != '-') {
      return NONE;
    }
    long year = digits(b, from, 4);
    long month = digits(b, from + 5, 2);
    long day = digits(b, from + 8, 2);
    if ((year | month | day) < 0) {
      return NONE;
    }
    if (length == 10) {
      return pack(year, month, day, 0, 0, 0, 0);
    }
    int at = from + 11;
    if (b[at - 1] != ' ' && b[at - 1] != 'T' || length < 19 || b[at + 2] != ':') {
      return NONE;
    }
    long hour = digits(b, at, 2);
    long minute = digits(b, at + 3, 2);
    long second = digits(b, at + 6, 2);
    long micros = fraction(b, at + 8, end);
    if (b[at + 5] != ':' || (hour | minute | second | micros) < 0) {
      return NONE;
    }
    return pack(year, month, day, hour, minute, second, micros);
  }

  /** Of a text as {@code -838:59:59.000000}. */
  static long timeText(byte[] b, int from, int length) {
    int end = from + length;
    int at = from;
    boolean negative = length > 0 && b[at] == '-';
    at += negative ? 1 : 0;
    int colon = at;
    while (colon < end && b[colon] != ':') {
      colon++;
    }
    if (colon == at || colon - at > 3 || end - colon < 6 || b[colon + 3] != ':') {
      return NONE;
    }
    long hour = digits(b, at, colon - at);
    long minute = digits(b, colon + 1, 2);
    long second = digits(b, colon + 4, 2);
    long fraction = fraction(b, colon + 6, end);
    if ((hour | minute | second | fraction) < 0) {
      return NONE;
    }
    long micros = ((hour * 60 + minute) * 60 + second) * MICROS + fraction;
    return negative ? -micros : micros;
  }

  /** Microseconds from one moment to another: not more than about right where there is none. */
  static double micros(long packed) {
    long time = packed >> 20 & 0x1ffff;
    long date = packed >> 37;
    long year = date >> 9;
    long month = date >> 5 & 15;
    // Days of a calendar that begins its years in March.
    long y = month <= 2 ? year - 1 : year;
    long m = month <= 2 ? month + 9 : month - 3;
    long days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + (date & 31);
    long seconds = ((days * 24 + (time >> 12)) * 60 + (time >> 6 & 63)) * 60 + (time & 63);
    return (double) seconds * MICROS + (packed & 0xfffff);
  }

  /** As a server writes it. */
  static String momentText(long packed, boolean dateOnly, int decimals) {
    long date = packed >> 37;
    StringBuilder s = new StringBuilder(26);
    number(s, date >> 9, 4).append('-');
    number(s, date >> 5 & 15, 2).append('-');
    number(s, date & 31, 2);
    if (!dateOnly) {
      long time = packed >> 20 & 0x1ffff;
      clock(s.append(' '), time >> 12, time >> 6 & 63, time & 63);
      fraction(s, packed & 0xfffff, decimals);
    }
    return s.toString();
  }

  static String timeText(long micros, int decimals) {
    StringBuilder s = new StringBuilder(17);
    long left = Math.abs(micros);
    long seconds = left / MICROS;
    clock(s.append(micros < 0 ? "-" : ""), seconds / 3600, seconds / 60 % 60, seconds % 60);
    fraction(s, left % MICROS, decimals);
    return s.toString();
  }

  private static void clock(StringBuilder s, long hour, long minute, long second) {
    number(s, hour, 2).append(':');
    number(s, minute, 2).append(':');
    number(s, second, 2);
  }

  private static void fraction(StringBuilder s, long micros, int decimals) {
    int digits = decimals > FRACTION ? (micros == 0 ? 0 : FRACTION) : decimals;
    if (digits > 0) {
      int start = s.append('.').length();
      number(s, micros, FRACTION).setLength(start + digits);
    }
  }

  private static StringBuilder number(StringBuilder s, long n, int width) {
    String digits = Long.toString(n);
    for (int i = digits.length(); i < width; i++) {
      s.append('0');
    }
    return s.append(digits);
  }

  /**
   * Microseconds of a point and digits up to the end, or of nothing; negative for anything else.
   */
  private static long fraction(byte[] b, int at, int end) {
    if (at == end) {
      return 0;
    }
    int count = Math.min(end - at - 1, FRACTION);
    if (b[at] != '.' || count < 1) {
      return -1;
    }
    long n = digits(b, at + 1, count);
    for (int i = count; i < FRACTION; i++) {
      n *= 10;
    }
    return n;
  }

  private static long digits(byte[] b, int at, int count) {
    long n = 0;
    for (int i = at; i < at + count; i++) {
      int d = b[i] - '0';
      if (d < 0 || d > 9) {
        return -1;
      }
      n = n * 10 + d;
    }
    return n;
  }

  private static long two(byte[] b, int at) {
    return b[at] & 0xff | (b[at + 1] & 0xff) << 8;
  }

  private static long four(byte[] b, int at) {
    return two(b, at) | two(b, at + 2) << 16;
  }
}
