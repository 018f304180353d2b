package io.querymirror.control;

/** Where a change comes from, for the log. */
public enum Origin {
  PROPERTY,
  CLI,
  JMX,
  HTTP,
  /** The configuration file changed. */
  FILE,
  /** The agent itself, beyond one of its limits or below it again. */
  LIMITS
}
