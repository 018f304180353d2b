package io.querymirror.config;

/** What a sample keeps or leaves whole. */
public enum SampleBy {
  STATEMENT,
  /** A statement outside of transactions is one by itself. */
  TRANSACTION,
  SESSION,
  DIGEST
}
