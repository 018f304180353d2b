package io.querymirror.rule;

import io.querymirror.config.Numbers;
import io.querymirror.model.BindKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bind as rules see it: NULL, or text and perhaps a number. Only classes of the JDK are read, and
 * by their exact class: any other's toString is the application's code.
 */
final class BindValue {
  private static final int LONGEST_PLAIN = 400;
  private static final BindValue NULL = new BindValue(null, null, false);

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter();
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd ").append(TIME).toFormatter();

  private static final Map<Class<?>, Function<Object, BigDecimal>> NUMBERS = numbers();
  private static final Map<Class<?>, Function<Object, String>> TEXTS = texts();

  private final @Nullable String text;
  private final @Nullable BigDecimal number;
  private final boolean numeric;

  private BindValue(@Nullable String text, @Nullable BigDecimal number, boolean numeric) {
    this.text = text;
    this.number = number;
    this.numeric = numeric;
  }

  /**
   * @param kind null for a position that was never set
   * @return null for a value that cannot be read
   */
  static @Nullable BindValue of(@Nullable BindKind kind, @Nullable Object value) {
    if (kind == null || kind == BindKind.UNSUPPORTED) {
      return null;
    }
    if (kind == BindKind.NULL || kind == BindKind.NULL_NAMED || value == null) {
      return NULL;
    }
    Function<Object, BigDecimal> toNumber = NUMBERS.get(value.getClass());
    if (toNumber != null) {
      return number(value, toNumber);
    }
    String text = text(value);
    return text == null ? null : new BindValue(text, Numbers.parse(text), false);
  }

  private static BindValue number(Object value, Function<Object, BigDecimal> toNumber) {
    if (value instanceof Boolean) {
      return new BindValue(value.toString(), toNumber.apply(value), true);
    }
    if (value instanceof Double || value instanceof Float) {
      double d = ((Number) value).doubleValue();
      if (Double.isNaN(d) || Double.isInfinite(d)) {
        return new BindValue(value.toString(), null, false);
      }
    }
    BigDecimal number = toNumber.apply(value);
    boolean plain = Math.abs((long) number.scale()) <= LONGEST_PLAIN;
    return new BindValue(plain ? number.toPlainString() : number.toString(), number, true);
  }

  private static @Nullable String text(Object value) {
    if (value instanceof byte[]) {
      return text((byte[]) value);
    }
    if (value instanceof Enum) {
      return ((Enum<?>) value).name();
    }
    Function<Object, String> toText = TEXTS.get(value.getClass());
    return toText == null ? null : toText.apply(value);
  }

  /** Null for bytes that are no text. */
  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static Map<Class<?>, Function<Object, BigDecimal>> numbers() {
    Map<Class<?>, Function<Object, BigDecimal>> m = new HashMap<>();
    for (Class<?> c :
        new Class<?>[] {
          Byte.class, Short.class, Integer.class, Long.class, AtomicInteger.class, AtomicLong.class
        }) {
      m.put(c, v -> BigDecimal.valueOf(((Number) v).longValue()));
    }
    // By their own digits: 0.1f is 0.1 to whoever writes a rule.
    m.put(Float.class, v -> new BigDecimal(v.toString()));
    m.put(Double.class, v -> new BigDecimal(v.toString()));
    m.put(BigInteger.class, v -> new BigDecimal((BigInteger) v));
    m.put(BigDecimal.class, v -> (BigDecimal) v);
    m.put(Boolean.class, v -> (Boolean) v ? BigDecimal.ONE : BigDecimal.ZERO);
    return m;
  }

  private static Map<Class<?>, Function<Object, String>> texts() {
    Map<Class<?>, Function<Object, String>> m = new HashMap<>();
    for (Class<?> c :
        new Class<?>[] {
          String.class,
          Character.class,
          UUID.class,
          URL.class,
          Date.class,
          Time.class,
          LocalDate.class,
          Instant.class,
          OffsetDateTime.class,
          ZonedDateTime.class
        }) {
      m.put(c, Object::toString);
    }
    m.put(LocalTime.class, v -> TIME.format((LocalTime) v));
    m.put(LocalDateTime.class, v -> DATE_TIME.format((LocalDateTime) v));
    m.put(Timestamp.class, v -> DATE_TIME.format(((Timestamp) v).toLocalDateTime()));
    m.put(
        java.util.Date.class,
        v -> DATE_TIME.format(new Timestamp(((java.util.Date) v).getTime()).toLocalDateTime()));
    return m;
  }

  boolean isNull() {
    return text == null;
  }

  /** Null for NULL. */
  @Nullable String text() {
    return text;
  }

  /** Of a number or of text that is one; else null. */
  @Nullable BigDecimal number() {
    return number;
  }

  /** Whether it was bound as a number, and so is equal to numbers by value. */
  boolean isNumeric() {
    return numeric;
  }
}
