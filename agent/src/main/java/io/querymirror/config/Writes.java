package io.querymirror.config;

/** What a target does with a copy that writes. */
public enum Writes {
  /** It is dropped as {@code write_denied}. */
  DENY,
  /** It runs, and its transaction is rolled back. */
  ROLLBACK,
  /** It runs and commits, once the target is shown not to be the source. */
  APPLY
}
