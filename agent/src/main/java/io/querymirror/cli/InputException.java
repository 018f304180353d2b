package io.querymirror.cli;

/** What the user gave cannot be used; the message is for them, a line for each mistake. */
final class InputException extends Exception {
  private static final long serialVersionUID = 1;

  InputException(String message) {
    super(message);
  }
}
