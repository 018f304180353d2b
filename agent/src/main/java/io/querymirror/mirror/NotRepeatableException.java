package io.querymirror.mirror;

/** A text or a bind that can't be given to the target: the statement is not sent. */
final class NotRepeatableException extends Exception {
  private static final long serialVersionUID = 1L;

  NotRepeatableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
