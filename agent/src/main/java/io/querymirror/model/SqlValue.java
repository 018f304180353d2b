package io.querymirror.model;

/** A value as a text writes it. Immutable. */
public final class SqlValue {
  /** What stands there. */
  public enum Type {
    NULL,
    /** The word DEFAULT, or nothing in an empty row. */
    DEFAULT,
    /** Digits, perhaps with sign, point and exponent; TRUE and FALSE as 1 and 0. */
    NUMBER,
    /** A text in single quotes. */
    TEXT,
    PARAMETER,
    LAST_INSERT_ID,
    /** Anything else. */
    EXPRESSION
  }

  public static final SqlValue NULL = new SqlValue(Type.NULL, "", 0);
  public static final SqlValue DEFAULT = new SqlValue(Type.DEFAULT, "", 0);
  public static final SqlValue LAST_INSERT_ID = new SqlValue(Type.LAST_INSERT_ID, "", 0);
  public static final SqlValue EXPRESSION = new SqlValue(Type.EXPRESSION, "", 0);

  private final Type type;
  private final String text;
  private final int position;

  private SqlValue(Type type, String text, int position) {
    this.type = type;
    this.text = text;
    this.position = position;
  }

  public static SqlValue number(String digits) {
    return new SqlValue(Type.NUMBER, digits, 0);
  }

  /** The text without quotes and escapes. */
  public static SqlValue text(String value) {
    return new SqlValue(Type.TEXT, value, 0);
  }

  /** The placeholder at {@code position}, from 1. */
  public static SqlValue parameter(int position) {
    return new SqlValue(Type.PARAMETER, "", position);
  }

  public Type type() {
    return type;
  }

  /** Of a number or a text; else empty. */
  public String text() {
    return text;
  }

  /** Of a parameter, from 1; else 0. */
  public int position() {
    return position;
  }

  @Override
  public String toString() {
    switch (type) {
      case NUMBER:
        return text;
      case TEXT:
        return "'" + text + "'";
      case PARAMETER:
        return "?" + position;
      default:
        return type.name();
    }
  }
}
