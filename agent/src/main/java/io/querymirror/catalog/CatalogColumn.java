package io.querymirror.catalog;

import org.jspecify.annotations.Nullable;

/** One column of a table of the target, as information_schema tells it. Immutable. */
public final class CatalogColumn {
  /** Where the value of a column that a statement leaves out comes from. */
  public enum Default {
    /** The column has none: an error, or an implicit value, by sql_mode. */
    NONE,
    NULL,
    /** {@link CatalogColumn#defaultText} is the value. */
    LITERAL,
    CURRENT_TIMESTAMP,
    /** Any other expression. */
    EXPRESSION
  }

  private final String name;
  private final String type;
  private final boolean unsigned;
  private final boolean nullable;
  private final long length;
  private final int precision;
  private final int scale;
  private final @Nullable String collation;
  private final Default defaultKind;
  private final String defaultText;
  private final boolean autoIncrement;
  private final boolean onUpdate;
  private final boolean generated;

  CatalogColumn(
      String name,
      String type,
      boolean unsigned,
      boolean nullable,
      long length,
      int precision,
      int scale,
      @Nullable String collation,
      Default defaultKind,
      String defaultText,
      boolean autoIncrement,
      boolean onUpdate,
      boolean generated) {
    this.name = name;
    this.type = type;
    this.unsigned = unsigned;
    this.nullable = nullable;
    this.length = length;
    this.precision = precision;
    this.scale = scale;
    this.collation = collation;
    this.defaultKind = defaultKind;
    this.defaultText = defaultText;
    this.autoIncrement = autoIncrement;
    this.onUpdate = onUpdate;
    this.generated = generated;
  }

  /** As it was defined; column names compare without case. */
  public String name() {
    return name;
  }

  /** The type without length or attributes, in lower case: {@code bigint}, {@code varchar}. */
  public String type() {
    return type;
  }

  public boolean unsigned() {
    return unsigned;
  }

  public boolean nullable() {
    return nullable;
  }

  /** In characters, or bytes of a binary type; 0 where there is none. */
  public long length() {
    return length;
  }

  /** Digits of a decimal. */
  public int precision() {
    return precision;
  }

  /** Digits of a decimal after its point. */
  public int scale() {
    return scale;
  }

  /** Null for what is no text. */
  public @Nullable String collation() {
    return collation;
  }

  public Default defaultKind() {
    return defaultKind;
  }

  /** The value of a {@link Default#LITERAL}, the words of an EXPRESSION; else empty. */
  public String defaultText() {
    return defaultText;
  }

  public boolean autoIncrement() {
    return autoIncrement;
  }

  /** Filled from the clock by an INSERT that leaves it out. */
  public boolean filledByClock() {
    return defaultKind == Default.CURRENT_TIMESTAMP;
  }

  /** ON UPDATE CURRENT_TIMESTAMP. */
  public boolean updatedByClock() {
    return onUpdate;
  }

  /** Computed from other columns. */
  public boolean generated() {
    return generated;
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
