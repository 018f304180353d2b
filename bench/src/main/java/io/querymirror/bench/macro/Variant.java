package io.querymirror.bench.macro;

/** What is attached to an application, and how its target is. */
enum Variant {
  NONE("no agent"),
  /**
   * No agent, and in its turns another process that does on the target what the mirror does there:
   * what of a difference comes from sharing the machine, and what from the agent.
   */
  BESIDE("no agent, beside a plain loop on the target"),
  OFF("switched off"),
  UNMATCHED("no rule matches"),
  MIRRORED("mirrored"),
  SLOW("target slow"),
  HUNG("target hung"),
  DEAD("target dead"),
  OPEN_TELEMETRY("OpenTelemetry agent");

  final String text;

  Variant(String text) {
    this.text = text;
  }

  /** Whether it is this agent that is attached. */
  boolean ours() {
    return this != NONE && this != OPEN_TELEMETRY && this != BESIDE;
  }
}
