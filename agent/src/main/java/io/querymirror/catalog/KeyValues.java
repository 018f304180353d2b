package io.querymirror.catalog;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.SqlValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Values of a column in a form in which those that the server takes for equal are equal. Where that
 * is not certain the value is {@link #UNKNOWN}: two that are taken for one make a statement wait
 * for nothing, one that is taken for two puts rows out of order.
 */
final class KeyValues {
  static final Object UNKNOWN = new Object();
  static final Object NULL = new Object();

  /** Text of more digits compares as a double, which may take two numbers for one. */
  private static final int EXACT_DIGITS = 15;

  private static final BigInteger MOST_UNSIGNED = BigInteger.ONE.shiftLeft(64);

  private KeyValues() {}

  /**
   * The value of a column.
   *
   * @param stored the value is stored, and not compared with what is there
   */
  static Object of(CatalogColumn column, SqlValue value, Binds binds, boolean stored) {
    switch (value.type()) {
      case NULL:
        return NULL;
      case NUMBER:
        return number(column, value.text(), stored);
      case TEXT:
        return text(column, value.text());
      case PARAMETER:
        return bind(column, value.position(), binds, stored);
      default:
        return UNKNOWN;
    }
  }

  /** The value of a column's default, as another column compares it. */
  static Object ofDefault(CatalogColumn column, CatalogColumn as) {
    switch (column.defaultKind()) {
      case NULL:
        return NULL;
      case LITERAL:
        return text(as, column.defaultText());
      default:
        return UNKNOWN;
    }
  }

  /** The value of a key that the server generated. */
  static Object ofGenerated(CatalogColumn column, long key) {
    return isInteger(column.type()) ? (Object) key : UNKNOWN;
  }

  /** Whether the server generates a key in place of this value. */
  static boolean generates(SqlValue value, Binds binds) {
    switch (value.type()) {
      case NULL:
      case DEFAULT:
        return true;
      case NUMBER:
        return isZero(value.text());
      case TEXT:
        return isZero(value.text());
      case PARAMETER:
        if (value.position() > binds.size()) {
          return false;
        }
        Object bound = binds.value(value.position());
        return isNull(binds.kind(value.position()), bound)
            || bound instanceof Number && ((Number) bound).doubleValue() == 0
            || bound instanceof String && isZero((String) bound);
      default:
        return false;
    }
  }

  private static boolean isZero(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c != '0' && c != '.' && c != '-' && c != ' ') {
        return false;
      }
    }
    return true;
  }

  private static boolean isNull(@Nullable BindKind kind, @Nullable Object value) {
    return kind == BindKind.NULL || kind == BindKind.NULL_NAMED || kind != null && value == null;
  }

  private static Object bind(CatalogColumn column, int position, Binds binds, boolean stored) {
    BindKind kind = position <= binds.size() ? binds.kind(position) : null;
    if (kind == null || kind == BindKind.OBJECT_SCALED || kind == BindKind.UNSUPPORTED) {
      return UNKNOWN;
    }
    Object value = binds.value(position);
    if (isNull(kind, value)) {
      return NULL;
    }
    if (kind == BindKind.OBJECT_TYPED && !isAsItIs(value, binds.extra(position))) {
      return UNKNOWN;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      long number = ((Number) value).longValue();
      return isInteger(column.type())
          ? integer(column, number)
          : number(column, Long.toString(number), stored);
    }
    if (value instanceof String) {
      return text(column, (String) value);
    }
    if (value instanceof BigDecimal || value instanceof BigInteger) {
      return number(column, value.toString(), stored);
    }
    if (value instanceof Boolean) {
      return isInteger(column.type()) ? integer(column, (Boolean) value ? 1 : 0) : UNKNOWN;
    }
    if (value instanceof byte[]) {
      return Collations.bytes(column, (byte[]) value);
    }
    if (value instanceof LocalDate) {
      return column.type().equals("date") ? date(value.toString()) : UNKNOWN;
    }
    return UNKNOWN;
  }

  /** Whether a driver sends it unchanged: 7 as a BOOLEAN is 1. */
  private static boolean isAsItIs(@Nullable Object value, @Nullable Object type) {
    if (!(type instanceof Integer)) {
      return false;
    }
    switch ((Integer) type) {
      case Types.INTEGER:
      case Types.BIGINT:
        return value instanceof Integer || value instanceof Long;
      case Types.CHAR:
      case Types.VARCHAR:
      case Types.LONGVARCHAR:
        return value instanceof String;
      default:
        return false;
    }
  }

  private static Object number(CatalogColumn column, String digits, boolean stored) {
    if (isInteger(column.type()) || column.type().equals("decimal")) {
      return decimal(column, digits);
    }
    // Compared with a number a text is one, too: '7' and '07' are 7.
    boolean whole = stored && column.collation() != null && digits.matches("-?[1-9][0-9]{0,17}|0");
    return whole ? text(column, digits) : UNKNOWN;
  }

  private static Object text(CatalogColumn column, String value) {
    if (column.type().equals("date")) {
      return date(value);
    }
    if (isInteger(column.type()) || column.type().equals("decimal")) {
      return value.length() <= EXACT_DIGITS && value.matches("-?[0-9]+(?:\\.[0-9]+)?")
          ? decimal(column, value)
          : UNKNOWN;
    }
    return Collations.text(column, value);
  }

  private static Object date(String value) {
    return value.matches("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}") ? value : UNKNOWN;
  }

  /** A number that the column holds as it is, neither rounded nor cut. */
  private static Object decimal(CatalogColumn column, String digits) {
    if (digits.length() > 80) {
      return UNKNOWN;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(digits);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
    if (Math.abs((long) number.scale()) > 100) {
      return UNKNOWN;
    }
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    if (!isInteger(column.type())) {
      int whole = stripped.precision() - stripped.scale();
      return stripped.scale() <= column.scale() && whole <= column.precision() - column.scale()
          ? stripped
          : UNKNOWN;
    }
    if (stripped.scale() > 0) {
      return UNKNOWN;
    }
    BigInteger whole = stripped.toBigInteger();
    if (whole.bitLength() < Long.SIZE) {
      return integer(column, whole.longValue());
    }
    boolean fits =
        column.type().equals("bigint")
            && column.unsigned()
            && whole.signum() > 0
            && whole.compareTo(MOST_UNSIGNED) < 0;
    return fits ? whole : UNKNOWN;
  }

  /** Beyond its type's range a value is refused or cut, by sql_mode. */
  private static Object integer(CatalogColumn column, long number) {
    int bits = bits(column.type());
    if (column.unsigned()) {
      return number >= 0 && (bits == Long.SIZE || number >>> bits == 0) ? (Object) number : UNKNOWN;
    }
    long most = -1L >>> Long.SIZE - bits + 1;
    return number <= most && number >= ~most ? (Object) number : UNKNOWN;
  }

  static boolean isInteger(String type) {
    return bits(type) != 0;
  }

  private static int bits(String type) {
    switch (type) {
      case "bigint":
        return 64;
      case "int":
        return 32;
      case "mediumint":
        return 24;
      case "smallint":
        return 16;
      case "tinyint":
        return 8;
      default:
        return 0;
    }
  }
}
