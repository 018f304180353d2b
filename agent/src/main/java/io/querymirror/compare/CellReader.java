package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one side's column in the form in which both sides' are compared. Equal values
 * have equal hashes, whatever their encoding.
 */
final class CellReader {
  private static final int FLOAT_DIGITS = 6;
  private static final int DOUBLE_DIGITS = 12;

  private final ResultColumn column;
  private final Family family;
  private final boolean binary;
  private final Form form;

  /** Null where bytes are UTF-8 already, or no characters. */
  private final @Nullable Charset charset;

  private final boolean ascii;
  private final boolean padded;

  /**
   * @param padded spaces at the end of a text do not count
   */
  CellReader(ResultColumn column, boolean binary, Form form, boolean padded) {
    this.column = column;
    this.family = Family.of(column);
    this.binary = binary;
    this.form = form;
    this.padded = padded;
    Charset own = family == Family.TEXT ? CharacterSets.of(column.collation()) : null;
    this.charset = StandardCharsets.UTF_8.equals(own) ? null : own;
    this.ascii =
        own == null || !own.name().startsWith("UTF-16") && !own.name().startsWith("UTF-32");
  }

  /** For one side alone: by what its own type says. */
  static CellReader alone(ResultColumn column, boolean binary) {
    Family family = Family.of(column);
    Form form = Form.of(family, family, true);
    return new CellReader(column, binary, form, isPadded(column));
  }

  static boolean isPadded(ResultColumn column) {
    return column.type() == FieldType.STRING && !Family.isList(column);
  }

  /** Of an approximate number, the digits that it is sure of count. */
  long hash(Cell cell) {
    byte[] b = cell.bytes();
    if (b == null) {
      return Hash.NULL;
    }
    int at = cell.offset();
    int length = cell.length();
    switch (form) {
      case NUMBER:
        return numberHash(b, at, length);
      case APPROXIMATE:
        return Decimals.rounded(number(cell), digits());
      case MOMENT:
      case TIME:
        long time = time(b, at, length);
        return time == Moments.NONE ? textHash(cell, b) : Hash.mix(form.ordinal(), time);
      case JSON:
        return family == Family.TEXT || family == Family.JSON || family == Family.BYTES
            ? jsonHash(b, at, length)
            : jsonHash(CellText.of(column, binary, cell, length).getBytes(StandardCharsets.UTF_8));
      case FOLDED:
        String folded = Fold.of(text(b, at, length));
        return folded == null
            ? textHash(cell, b)
            : Hash.bytes(folded.getBytes(StandardCharsets.UTF_8));
      default:
        return textHash(cell, b);
    }
  }

  private int digits() {
    return family == Family.FLOAT ? FLOAT_DIGITS : DOUBLE_DIGITS;
  }

  private long numberHash(byte[] b, int at, int length) {
    if (family == Family.BIT) {
      return Decimals.unsignedHash(Numbers.bits(b, at, length));
    }
    if (binary && (family == Family.INTEGER || family == Family.YEAR)) {
      long n = Numbers.integer(column, b, at, length);
      return Numbers.isUnsigned(column) ? Decimals.unsignedHash(n) : Decimals.hash(n);
    }
    return Decimals.hash(b, at, length);
  }

  private long time(byte[] b, int at, int length) {
    boolean moment = form == Form.MOMENT;
    if (binary && !family.isString()) {
      return moment ? Moments.moment(b, at, length) : Moments.time(b, at, length);
    }
    return moment ? Moments.momentText(b, at, length) : Moments.timeText(b, at, length);
  }

  private long textHash(Cell cell, byte[] b) {
    int at = cell.offset();
    int length = cell.length();
    if (family == Family.TEXT) {
      if (charset != null && !(ascii && isAscii(b, at, length))) {
        byte[] utf8 = text(b, at, length).getBytes(StandardCharsets.UTF_8);
        return Hash.bytes(utf8, 0, end(utf8, 0, utf8.length));
      }
      return Hash.bytes(b, at, end(b, at, length) - at);
    }
    if (!binary || family.isString() || family == Family.JSON || family == Family.BIT) {
      return Hash.bytes(b, at, length);
    }
    String text = CellText.of(column, true, cell, length);
    return Hash.bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private String text(byte[] b, int at, int length) {
    return new String(b, at, length, charset == null ? StandardCharsets.UTF_8 : charset);
  }

  private static boolean isAscii(byte[] b, int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (b[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private int end(byte[] b, int at, int length) {
    int end = at + length;
    while (padded && end > at && b[end - 1] == ' ') {
      end--;
    }
    return end;
  }

  private static long jsonHash(byte[] utf8) {
    return jsonHash(utf8, 0, utf8.length);
  }

  private static long jsonHash(byte[] b, int at, int length) {
    return JsonHash.of(b, at, length);
  }

  /** Its value, of a date or time its microseconds; NaN where it is no number. Not of NULL. */
  double number(Cell cell) {
    byte[] b = cell.bytes();
    if (b == null) {
      return Double.NaN;
    }
    int at = cell.offset();
    int length = cell.length();
    if (form == Form.MOMENT || form == Form.TIME) {
      long time = time(b, at, length);
      return time == Moments.NONE ? Double.NaN : form == Form.TIME ? time : Moments.micros(time);
    }
    if (family == Family.BIT) {
      return Numbers.bits(b, at, length);
    }
    if (binary && family.isApproximate()) {
      return Numbers.real(b, at, length);
    }
    if (binary && (family == Family.INTEGER || family == Family.YEAR)) {
      long n = Numbers.integer(column, b, at, length);
      return n < 0 && Numbers.isUnsigned(column) ? n + 0x1p64 : n;
    }
    return Decimals.number(b, at, length);
  }
}
