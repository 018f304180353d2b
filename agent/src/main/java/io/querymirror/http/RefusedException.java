package io.querymirror.http;

/** What a client sent is no request that this server takes. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String words;

  RefusedException(int status, String words) {
    super(words, null, false, false);
    this.status = status;
    this.words = words;
  }

  int status() {
    return status;
  }

  /** For people. */
  String words() {
    return words;
  }
}
