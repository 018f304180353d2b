package io.querymirror.inspect;

/** One point that was looked at on one host; immutable. */
public final class Point {
  private final Level level;
  private final String check;
  private final String found;
  private final String cause;
  private final String cure;

  private Point(Level level, String check, String found, String cause, String cure) {
    this.level = level;
    this.check = check;
    this.found = found;
    this.cause = cause;
    this.cure = cure;
  }

  /** All is well. */
  public static Point ok(String check, String found) {
    return new Point(Level.OK, check, found, "", "");
  }

  static Point warning(String check, String found, String cause, String cure) {
    return new Point(Level.WARNING, check, found, cause, cure);
  }

  static Point error(String check, String found, String cause, String cure) {
    return new Point(Level.ERROR, check, found, cause, cure);
  }

  /** For a point that may be well: then cause and cure are not looked at. */
  public static Point of(Level level, String check, String found, String cause, String cure) {
    return level == Level.OK ? ok(check, found) : new Point(level, check, found, cause, cure);
  }

  public Level level() {
    return level;
  }

  /** What was looked at: {@code tls}, {@code rights}, {@code clock}; one of the manual's. */
  public String check() {
    return check;
  }

  /** What there is, in words. */
  public String found() {
    return found;
  }

  /** Why it matters; empty where all is well. */
  public String cause() {
    return cause;
  }

  /** What to do; empty where all is well. */
  public String cure() {
    return cure;
  }

  @Override
  public String toString() {
    return level.key() + " " + check + ": " + found;
  }
}
