package io.querymirror.sql;

/** A text with an unterminated quote or comment: what is a name in it cannot be told. */
public final class UntokenizableException extends Exception {
  private static final long serialVersionUID = 1;

  UntokenizableException() {
    super("unterminated quote or comment", null, false, false);
  }
}
