package io.querymirror.message;

/** How often one message was said since the start, and how often it was not, to spare the log. */
public final class Said {
  private final Message message;
  private final long emitted;
  private final long suppressed;

  public Said(Message message, long emitted, long suppressed) {
    this.message = message;
    this.emitted = emitted;
    this.suppressed = suppressed;
  }

  public Message message() {
    return message;
  }

  /** Lines that were printed. */
  public long emitted() {
    return emitted;
  }

  /** Lines that were left out, as there were too many of them in a minute. */
  public long suppressed() {
    return suppressed;
  }
}
