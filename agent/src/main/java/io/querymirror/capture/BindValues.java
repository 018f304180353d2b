package io.querymirror.capture;

import io.querymirror.model.BindKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.JDBCType;
import java.sql.SQLType;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which bind values can be kept without consuming or calling them, and copies of mutable ones. */
final class BindValues {
  private BindValues() {}

  /** Why this value cannot be repeated, or null where it can. */
  static @Nullable String unsupported(BindKind kind, @Nullable Object value) {
    if (value == null || isPlain(value)) {
      return null;
    }
    return kind == BindKind.OBJECT
            || kind == BindKind.OBJECT_TYPED
            || kind == BindKind.OBJECT_SCALED
        ? "setObject with " + typeName(value)
        : "bind of " + typeName(value);
  }

  /**
   * The kinds of value whose copy is complete: the JDK's own, exactly, as a subclass may differ.
   */
  private static boolean isPlain(Object v) {
    Class<?> c = v.getClass();
    return c == String.class
        || c == Integer.class
        || c == Long.class
        || c == Short.class
        || c == Byte.class
        || c == Boolean.class
        || c == Double.class
        || c == Float.class
        || c == Character.class
        || c == BigDecimal.class
        || c == BigInteger.class
        || c == byte[].class
        || c == URL.class
        || c == UUID.class
        || c == Duration.class
        || v instanceof Date && c.getClassLoader() == java.sql.Date.class.getClassLoader()
        || c == Date.class
        || v instanceof Calendar && c.getClassLoader() == null
        || v instanceof Temporal && c.getClassLoader() == null
        || v instanceof JDBCType;
  }

  private static String typeName(Object v) {
    String name = v.getClass().getName();
    return name.length() > 80 ? name.substring(0, 80) : name;
  }

  static @Nullable Object freeze(@Nullable Object v) {
    if (v instanceof byte[]) {
      return ((byte[]) v).clone();
    }
    if (v instanceof Date && isPlain(v)) {
      return ((Date) v).clone();
    }
    if (v instanceof Calendar && isPlain(v)) {
      return ((Calendar) v).clone();
    }
    // The application's own class is named in the reason; keeping the object would pin its loader.
    return v == null || isPlain(v) ? v : null;
  }

  /** A copy of what a setter was given beside its value: a type, or a Calendar. */
  static @Nullable Object extra(@Nullable Object given) {
    if (given instanceof Calendar) {
      return ((Calendar) given).clone();
    }
    return given == null ? null : typeOf(given);
  }

  /** A driver's own SQLType becomes its number: its class belongs to the application. */
  static Object typeOf(Object type) {
    if (type instanceof SQLType && !(type instanceof JDBCType)) {
      Integer number = ((SQLType) type).getVendorTypeNumber();
      return number == null ? java.sql.Types.OTHER : number;
    }
    return type;
  }
}
