package io.querymirror.model;

/** Rows whose bytes are not what the protocol says they are: a part of them cannot be read. */
public final class UnreadableRowsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message without values
   */
  public UnreadableRowsException(String message) {
    super(message);
  }
}
