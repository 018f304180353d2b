package io.querymirror.config;

/** In which order copies run on a target. */
public enum Order {
  /** Each copy stands alone, on any connection. */
  NONE,
  /** Each source connection has a lane of its own that keeps its order and its transactions. */
  SESSION,
  /** {@link #SESSION}, and across connections what concerns each other runs in its order. */
  COMMIT
}
