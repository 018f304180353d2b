package io.querymirror.mirror.wire;

/** A text or a bind that can't be given to the target: the statement is not sent. */
public final class NotRepeatableException extends Exception {
  private static final long serialVersionUID = 1L;

  public NotRepeatableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
