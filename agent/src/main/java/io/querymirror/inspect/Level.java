package io.querymirror.inspect;

import java.util.Locale;

/** How a host stands in one point; from good to bad. */
public enum Level {
  OK,
  /** Mirroring runs, and lacks something that it could have. */
  WARNING,
  /** What the configuration asks for cannot work. */
  ERROR;

  /** {@code ok}, {@code warning}, {@code error}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Level worse(Level other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
