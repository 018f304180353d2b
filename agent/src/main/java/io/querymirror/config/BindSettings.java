package io.querymirror.config;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on a bind, or on any of them; everything it names must hold for one value. */
public final class BindSettings {
  /** {@link #position()} of a condition that any bind may meet. */
  public static final int ANY = 0;

  /** {@link #position()} of a condition on a bind by name. */
  public static final int NAMED = -1;

  private final int position;
  private final String name;
  private final List<Operand> equalTo;
  private final List<Pattern> matches;
  private final @Nullable BigDecimal greaterThan;
  private final @Nullable BigDecimal lessThan;

  private BindSettings(Builder b) {
    this.position = b.position;
    this.name = b.name;
    this.equalTo = List.copyOf(b.equalTo);
    this.matches = List.copyOf(b.matches);
    this.greaterThan = b.greaterThan;
    this.lessThan = b.lessThan;
  }

  /** From 1, or {@link #ANY}, or {@link #NAMED}. */
  public int position() {
    return position;
  }

  /** Name of a callable statement's parameter; empty unless {@link #NAMED}. */
  public String name() {
    return name;
  }

  /** Any of these; empty where nothing is asked. */
  public List<Operand> equalTo() {
    return equalTo;
  }

  /** Any of these is found in the value's text; empty where nothing is asked. */
  public List<Pattern> matches() {
    return matches;
  }

  public @Nullable BigDecimal greaterThan() {
    return greaterThan;
  }

  public @Nullable BigDecimal lessThan() {
    return lessThan;
  }

  /** Starts with nothing asked. */
  static final class Builder {
    final int position;
    final String name;
    List<Operand> equalTo = List.of();
    List<Pattern> matches = List.of();
    @Nullable BigDecimal greaterThan;
    @Nullable BigDecimal lessThan;

    Builder(int position, String name) {
      this.position = position;
      this.name = name;
    }

    BindSettings build() {
      return new BindSettings(this);
    }
  }
}
