package io.querymirror.model;

/** Numbers that the MySQL protocol has for the types of columns, and bits of their flags. */
public final class FieldType {
  public static final int DECIMAL = 0;
  public static final int TINY = 1;
  public static final int SHORT = 2;
  public static final int LONG = 3;
  public static final int FLOAT = 4;
  public static final int DOUBLE = 5;
  public static final int NULL = 6;
  public static final int TIMESTAMP = 7;
  public static final int LONGLONG = 8;
  public static final int INT24 = 9;
  public static final int DATE = 10;
  public static final int TIME = 11;
  public static final int DATETIME = 12;
  public static final int YEAR = 13;
  public static final int NEWDATE = 14;
  public static final int VARCHAR = 15;
  public static final int BIT = 16;
  public static final int JSON = 245;
  public static final int NEWDECIMAL = 246;
  public static final int ENUM = 247;
  public static final int SET = 248;
  public static final int TINY_BLOB = 249;
  public static final int MEDIUM_BLOB = 250;
  public static final int LONG_BLOB = 251;
  public static final int BLOB = 252;
  public static final int VAR_STRING = 253;
  public static final int STRING = 254;
  public static final int GEOMETRY = 255;

  public static final int PRIMARY_KEY_FLAG = 2;
  public static final int UNIQUE_KEY_FLAG = 4;
  public static final int UNSIGNED_FLAG = 32;
  public static final int ENUM_FLAG = 256;
  public static final int AUTO_INCREMENT_FLAG = 512;
  public static final int SET_FLAG = 2048;

  /** Collation of what is bytes and no text. */
  public static final int BYTES = 63;

  /** {@link ResultColumn#decimals} of what has no fixed number of them. */
  public static final int FLOATING = 31;

  private FieldType() {}
}
