package io.querymirror.stats;

import java.util.Locale;

/**
 * Why a matched statement was not run on a target; the names are the keys under {@code dropped}.
 */
public enum DropReason {
  QUEUE_FULL,
  QUEUE_BYTES,
  TOO_LARGE,
  WRITE_DENIED,
  UNAVAILABLE,
  TRANSACTION,
  UNSUPPORTED,
  SHED,
  DISABLED,
  SHUTDOWN;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
