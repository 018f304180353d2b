package io.querymirror.stats;

import io.querymirror.model.Cell;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultColumn;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the application's values may be written down: in reports, files, plans and log lines. A
 * hidden value is its type, its length in bytes and a short hash: {@code <varchar 12 #9f3c21ab>}.
 * The hash is keyed anew in each JVM, so nobody can look up values in it, and equal values of one
 * JVM look equal. Immutable; all methods from any thread.
 */
public final class Mask {
  /** Longest value that is shown, in characters. */
  private static final int LONGEST = 500;

  /** A shorter value to be hidden is looked for as a whole, not inside of others. */
  private static final int SHORT = 4;

  private static final Mask HIDDEN = new Mask(true, Set.of());
  private static final Mask SHOWN = new Mask(false, Set.of());

  private final boolean hides;
  private final Set<String> secrets;

  private Mask(boolean hides, Set<String> secrets) {
    this.hides = hides;
    this.secrets = secrets;
  }

  /** {@code report.values: masked}, the default. */
  public static Mask hidden() {
    return HIDDEN;
  }

  /** {@code report.values: full}. */
  public static Mask shown() {
    return SHOWN;
  }

  public static Mask of(boolean full) {
    return full ? SHOWN : HIDDEN;
  }

  /** A short hash of a number that was made of values; equal for equal ones of one JVM. */
  public static String hashOf(long sum) {
    return KeyedHash.hex(ByteBuffer.allocate(Long.BYTES).putLong(sum).array(), 0, Long.BYTES);
  }

  /** Whether every value is hidden. */
  public boolean hidesAll() {
    return hides;
  }

  /**
   * This one, which also hides values in which one of these occurs: those of masked binds, that
   * come back in the rows they chose.
   */
  public Mask without(Collection<String> values) {
    return hides || values.isEmpty() ? this : new Mask(false, Set.copyOf(values));
  }

  /** This one for what came of an execution: its masked binds stay hidden. */
  public Mask of(Execution e) {
    return hides ? this : without(e.hiddenValues());
  }

  /**
   * A value of a result that is a text, as the text protocol has all of them.
   *
   * @return null for NULL
   */
  public @Nullable String cell(ResultColumn column, Cell cell) {
    byte[] bytes = cell.bytes();
    return bytes == null ? null : cell(TypeNames.of(column), bytes, cell.offset(), cell.length());
  }

  /**
   * A value's bytes: shown as the text that they are in UTF-8, else as {@code 0x…}.
   *
   * @param type a word for its type
   */
  public String cell(String type, byte[] bytes, int offset, int length) {
    if (hides) {
      return hash(type, bytes, offset, length);
    }
    String text = utf8(bytes, offset, length);
    if (text == null) {
      return hex(bytes, offset, length);
    }
    return isSecret(text) ? hash(type, bytes, offset, length) : cut(text);
  }

  /**
   * A decoded value.
   *
   * @param type a word for its type
   * @return null for NULL
   */
  public @Nullable String value(String type, @Nullable String value) {
    if (value == null) {
      return null;
    }
    return hides || isSecret(value) ? masked(type, value) : cut(value);
  }

  /** The hidden form of a value, whatever the report may show. */
  public static String masked(String type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return hash(type, bytes, 0, bytes.length);
  }

  /**
   * A decoded value with what is known of it already.
   *
   * @param type a word for its type
   * @param text the value or its beginning; null for NULL
   * @param length in bytes, as the server sent it
   * @param hash without a key, the same for equal values however they are encoded
   * @return null for NULL
   */
  public @Nullable String value(String type, @Nullable String text, long length, long hash) {
    if (text == null) {
      return null;
    }
    return hides || isSecret(text)
        ? "<" + type + " " + length + " #" + KeyedHash.hex(hash) + ">"
        : cut(text);
  }

  /**
   * A piece of SQL, as plans have them in their conditions: every literal becomes {@code ?}, names
   * stay.
   */
  public String sql(String expression) {
    return hides || isSecret(expression) ? SqlLiterals.hide(expression) : expression;
  }

  /**
   * An error's message without data, for the log: its first line, in which numbers, and what is not
   * a server's own phrase from the first quote on, become {@code ?}.
   */
  public static String words(@Nullable String message) {
    return message == null ? "" : ErrorText.mask(message, "");
  }

  private boolean isSecret(String text) {
    for (String secret : secrets) {
      if (secret.length() < SHORT ? text.equals(secret) : text.contains(secret)) {
        return true;
      }
    }
    return false;
  }

  private static String hash(String type, byte[] bytes, int offset, int length) {
    return "<" + type + " " + length + " #" + KeyedHash.hex(bytes, offset, length) + ">";
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static @Nullable String utf8(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String hex(byte[] bytes, int offset, int length) {
    StringBuilder all = new StringBuilder("0x");
    int shown = Math.min(length, LONGEST / 2);
    for (int i = offset; i < offset + shown; i++) {
      all.append(Character.forDigit((bytes[i] >> 4) & 15, 16));
      all.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return shown < length ? all.append('…').toString() : all.toString();
  }
}
