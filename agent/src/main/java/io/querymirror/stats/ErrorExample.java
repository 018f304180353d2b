package io.querymirror.stats;

import io.querymirror.model.Outcome;
import org.jspecify.annotations.Nullable;

/** One way in which a digest's outcomes differed, without data values. */
public final class ErrorExample {
  /** One side's error. */
  public static final class Side {
    private final String sqlState;
    private final int code;
    private final String message;

    Side(String sqlState, int code, String message) {
      this.sqlState = sqlState;
      this.code = code;
      this.message = message;
    }

    public String sqlState() {
      return sqlState;
    }

    public int code() {
      return code;
    }

    /** Values masked; empty where all of it may be data. */
    public String message() {
      return message;
    }
  }

  private final ErrorClass type;
  private final @Nullable Side source;
  private final @Nullable Side target;
  private final long count;

  private ErrorExample(ErrorClass type, @Nullable Side source, @Nullable Side target, long count) {
    this.type = type;
    this.source = source;
    this.target = target;
    this.count = count;
  }

  static ErrorExample first(ErrorClass type, Outcome source, Outcome target, String digestText) {
    return new ErrorExample(type, side(source, digestText), side(target, digestText), 1);
  }

  private static @Nullable Side side(Outcome outcome, String digestText) {
    String state = outcome.sqlState();
    return state == null
        ? null
        : new Side(state, outcome.vendorCode(), ErrorText.mask(outcome, digestText));
  }

  /** The same, as noise. */
  ErrorExample asNoise() {
    return new ErrorExample(ErrorClass.NOISE, source, target, count);
  }

  ErrorExample again() {
    return new ErrorExample(type, source, target, count + 1);
  }

  boolean isOf(ErrorClass otherType, Outcome otherSource, Outcome otherTarget) {
    return type == otherType && isOf(source, otherSource) && isOf(target, otherTarget);
  }

  private static boolean isOf(@Nullable Side side, Outcome outcome) {
    return side == null
        ? outcome.ok()
        : side.code == outcome.vendorCode() && side.sqlState.equals(outcome.sqlState());
  }

  public ErrorClass type() {
    return type;
  }

  /** The source's error; null where it succeeded. */
  public @Nullable Side source() {
    return source;
  }

  /** The target's error; null where it succeeded. */
  public @Nullable Side target() {
    return target;
  }

  /** How often this pair of codes occurred. */
  public long count() {
    return count;
  }
}
