package io.querymirror.bench.jmh;

import java.util.Locale;

/** What stands between the application and its driver in a fork. */
enum Mode {
  /** No agent. */
  NONE("no agent"),
  /** No agent; the benchmark itself captures the same values, in the fewest lines. */
  FLOOR("floor, by hand"),
  /** The agent, switched off after it had been on. */
  OFF("attached, off"),
  /** The agent, never on. */
  NEVER_ON("attached, off from the start"),
  /** The agent; no rule takes the statement. */
  UNMATCHED("unmatched"),
  /** The agent; a rule takes the statement, and it is handed over to the dispatcher. */
  MATCHED("matched"),
  /** The same, with the driver's rows handed over too. */
  COMPARED("matched, rows compared"),
  /** The agent, whose dispatcher hangs: every statement finds the ring full. */
  FULL("matched, ring full");

  final String words;

  Mode(String words) {
    this.words = words;
  }

  boolean agent() {
    return this != NONE && this != FLOOR;
  }

  /** Whether somebody takes from the ring, and can be waited for. */
  boolean drained() {
    return this == FLOOR || this == UNMATCHED || this == MATCHED || this == COMPARED;
  }

  /** Of this fork. */
  static Mode current() {
    return valueOf(System.getProperty("querymirror.bench.mode", "none").toUpperCase(Locale.ROOT));
  }
}
