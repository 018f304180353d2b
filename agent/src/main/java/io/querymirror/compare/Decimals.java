package io.querymirror.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Numbers by their value: one hash for all ways to write one. What has up to 18 digits, nearly all
 * of it, makes no object.
 */
final class Decimals {
  private static final long SEED = 0x51a2c7e8d9b3f4a1L;
  private static final long LARGE = 0x6c62272e07bb0142L;

  /** Digits that a long always holds. */
  private static final int DIGITS = 18;

  private static final long LIMIT = 1_000_000_000_000_000_000L;

  /** A longer text is none of a server's numbers. */
  private static final int LONGEST = 512;

  private Decimals() {}

  static long hash(long value) {
    if (value > -LIMIT && value < LIMIT) {
      return hash(value, 0);
    }
    return hash(BigDecimal.valueOf(value));
  }

  static long unsignedHash(long value) {
    return value >= 0 ? hash(value) : hash(new BigDecimal(Long.toUnsignedString(value)));
  }

  private static long hash(long digits, int scale) {
    return Hash.mix(Hash.mix(SEED, digits), scale);
  }

  /** A number of the significant digits that its type is sure of; all that are none are equal. */
  static long rounded(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Hash.mix(SEED, Double.doubleToLongBits(value));
    }
    return hash(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)));
  }

  static long hash(BigDecimal value) {
    if (value.signum() == 0) {
      return hash(0, 0);
    }
    BigDecimal plain = value.stripTrailingZeros();
    int scale = plain.scale();
    if (scale < 0 && (long) plain.precision() - scale <= DIGITS) {
      return hash(plain.longValueExact(), 0);
    }
    if (scale >= 0 && plain.precision() <= DIGITS) {
      return hash(plain.unscaledValue().longValueExact(), scale);
    }
    return Hash.mix(Hash.mix(LARGE, Hash.bytes(plain.unscaledValue().toByteArray())), scale);
  }

  /** Of a number's text, or of the text where it is none. */
  static long hash(byte[] b, int from, int length) {
    int end = from + length;
    int at = from;
    boolean negative = at < end && b[at] == '-';
    if (negative || at < end && b[at] == '+') {
      at++;
    }
    long digits = 0;
    int significant = 0;
    int scale = 0;
    boolean any = false;
    boolean point = false;
    for (; at < end; at++) {
      int c = b[at];
      if (c >= '0' && c <= '9') {
        if (significant == DIGITS) {
          return slow(b, from, length);
        }
        digits = digits * 10 + (c - '0');
        significant += digits == 0 ? 0 : 1;
        scale += point ? 1 : 0;
        any = true;
      } else if (c == '.' && !point) {
        point = true;
      } else if ((c == 'e' || c == 'E') && any) {
        return slow(b, from, length);
      } else {
        return Hash.bytes(b, from, length);
      }
    }
    if (!any) {
      return Hash.bytes(b, from, length);
    }
    while (scale > 0 && digits % 10 == 0) {
      digits /= 10;
      scale--;
    }
    return hash(negative ? -digits : digits, scale);
  }

  private static long slow(byte[] b, int from, int length) {
    if (length <= LONGEST) {
      try {
        return hash(new BigDecimal(new String(b, from, length, StandardCharsets.ISO_8859_1)));
      } catch (NumberFormatException e) {
        // It is a text.
      }
    }
    return Hash.bytes(b, from, length);
  }

  /** NaN where it is no number. */
  static double number(byte[] b, int from, int length) {
    if (length == 0 || length > LONGEST) {
      return Double.NaN;
    }
    for (int i = from; i < from + length; i++) {
      // Java has spellings of numbers that no server has, as in 1f.
      if (b[i] > '9' && b[i] != 'e' && b[i] != 'E' || b[i] < '+') {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(new String(b, from, length, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
