package io.querymirror.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What {@code equals} of a bind compares with: NULL, a number, or text. */
public final class Operand {
  static final Operand NULL = new Operand(null, null);

  private final @Nullable String text;
  private final @Nullable BigDecimal number;

  private Operand(@Nullable String text, @Nullable BigDecimal number) {
    this.text = text;
    this.number = number;
  }

  static Operand text(String text) {
    return new Operand(text, null);
  }

  static Operand number(String text, BigDecimal number) {
    return new Operand(text, number);
  }

  /** As written; null for NULL. */
  public @Nullable String text() {
    return text;
  }

  /** Its value where it was written as a number, without quotes; else null. */
  public @Nullable BigDecimal number() {
    return number;
  }

  @Override
  public String toString() {
    return String.valueOf(text);
  }
}
