package io.querymirror.control;

import java.util.List;
import java.util.Locale;

/**
 * Every metric that the agent tells, with what {@code docs/metrics.md} repeats of it. Labels have
 * few values: targets, hosts, reasons; never what a statement says.
 */
enum Metric {
  ENABLED(Type.GAUGE, "Whether mirroring is switched on."),
  BUILD(Type.INFO, "Always 1: the agent's version.", "version"),
  START_TIME_SECONDS(Type.GAUGE, "When the agent started, in seconds since 1970."),
  VERDICT(Type.GAUGE, "1 for the verdict of the worst candidate, 0 for the others.", "verdict"),
  COVERAGE_RATIO(Type.GAUGE, "The lowest coverage of a target."),
  REPORT_WRITTEN_TIMESTAMP_SECONDS(
      Type.GAUGE, "When the report was written last, in seconds since 1970; before, the start."),

  OVERHEAD_SECONDS(
      Type.HISTOGRAM, "The agent's own time in a call of the application, of a sample of calls."),
  CPU_SECONDS(Type.COUNTER, "CPU time of the agent's threads."),
  HEAP_USED_BYTES(Type.GAUGE, "Heap of the whole JVM behind its last collection."),
  HEAP_MAX_BYTES(Type.GAUGE, "Heap that the JVM may have."),
  LIMITS_STATE(Type.GAUGE, "1 for how the agent holds back, 0 for the others.", "state"),
  LIMITS_SHEDDING(Type.COUNTER, "How often the agent began to shed."),
  LIMITS_SWITCHED_OFF(Type.COUNTER, "How often the agent switched itself off."),
  LIMIT_USAGE_RATIO(Type.GAUGE, "What was measured last, as a part of its limit.", "limit"),
  SHED_RATIO(Type.GAUGE, "Part of the transactions that is not copied, to stay in the limits."),

  CAPTURE_SEEN(Type.COUNTER, "Statements that the application finished."),
  CAPTURE_UNMATCHED(Type.COUNTER, "Statements that no rule took."),
  CAPTURE_SKIPPED(Type.COUNTER, "Statements that a rule skipped."),
  CAPTURE_MATCHED(Type.COUNTER, "Statements that a rule took for at least one target."),
  CAPTURE_DROPPED(Type.COUNTER, "Statements dropped before any target.", "reason"),
  INTERNAL_ERRORS(Type.COUNTER, "Errors inside the agent that were caught."),

  TARGET_MATCHED(Type.COUNTER, "Statements that a rule took for this target.", "target"),
  TARGET_AMPLIFIED(Type.COUNTER, "Further copies of statements.", "target"),
  TARGET_SAMPLED_OUT(Type.COUNTER, "Statements that are not in their rule's sample.", "target"),
  TARGET_NOT_REPEATED(
      Type.COUNTER, "Statements whose own outcome forbids that they are repeated.", "target"),
  TARGET_EXECUTED(Type.COUNTER, "Copies that succeeded on the target.", "target"),
  TARGET_FAILED(Type.COUNTER, "Copies that ran and raised an error.", "target"),
  TARGET_DROPPED(Type.COUNTER, "Copies that were not run.", "target", "reason"),
  TARGET_PENDING(Type.GAUGE, "Copies that are queued or running.", "target"),
  TARGET_LAG_SECONDS(
      Type.HISTOGRAM, "From a statement's end at the source to its copy's start.", "target"),
  TARGET_LATENCY_SECONDS(
      Type.HISTOGRAM,
      "Latency of statements that succeeded on both sides, at the source and on the target.",
      "target",
      "side"),
  TARGET_ROUND_TRIP_SECONDS(
      Type.HISTOGRAM, "Latency of the agent's own SELECT 1 on the target.", "target"),
  TARGET_CONNECTIONS(Type.GAUGE, "Lanes that hold a connection.", "target"),
  TARGET_CONNECTIONS_PEAK(Type.GAUGE, "The most lanes that held one at a time.", "target"),
  TARGET_CONNECTION_WAITS(Type.COUNTER, "Lanes that had to wait for a connection.", "target"),
  TARGET_CONNECTION_WAIT_SECONDS(Type.COUNTER, "How long these waited in all.", "target"),

  TARGET_VERDICT(Type.GAUGE, "1 for the target's verdict, 0 for the others.", "target", "verdict"),
  TARGET_COVERAGE_RATIO(
      Type.GAUGE, "Share of what was seen and not skipped that ran on the target.", "target"),
  TARGET_DECIDED_RATIO(
      Type.GAUGE, "Share of what was executed whose digests have a verdict.", "target"),
  TARGET_DIGESTS(Type.GAUGE, "Digests with this verdict.", "target", "verdict"),
  TARGET_RESULTS(Type.COUNTER, "Results that were compared.", "target", "result"),
  TARGET_INCOMPARABLE(
      Type.COUNTER, "Results that could not be compared, and why.", "target", "reason"),
  TARGET_ERRORS(
      Type.COUNTER, "Errors by how the target's differs from the source's.", "target", "class"),
  TARGET_FIDELITY(Type.COUNTER, "What the target could not be given as it was.", "target", "kind"),
  TARGET_OUT_OF_STEP_TABLES(
      Type.GAUGE, "Tables that can't be expected to be as at the source.", "target"),

  HOST_EXECUTED(Type.COUNTER, "Copies that succeeded on the host.", "target", "host"),
  HOST_FAILED(Type.COUNTER, "Copies that ran on the host and raised an error.", "target", "host"),
  HOST_UP(Type.GAUGE, "Whether the host is up.", "target", "host"),
  HOST_STATE(Type.GAUGE, "1 for the host's state, 0 for the others.", "target", "host", "state"),

  CONFIG_RELOADS(Type.COUNTER, "Reloads of the configuration by their result.", "result"),
  CONFIG_LAST_RELOAD_SUCCESSFUL(
      Type.GAUGE, "Whether the file, as it was read last, is in force; 1 before any reload."),
  CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP_SECONDS(
      Type.GAUGE, "Since when the configuration is in force, in seconds since 1970."),

  LOG_MESSAGES(
      Type.COUNTER,
      "Messages of the agent by their code: in its log, or left out.",
      "code",
      "result");

  /** What Prometheus knows it as. */
  enum Type {
    COUNTER("_total"),
    GAUGE(""),
    HISTOGRAM(""),
    INFO("_info");

    private final String ending;

    Type(String ending) {
      this.ending = ending;
    }
  }

  private static final String PREFIX = "querymirror_";

  private final Type type;
  private final String help;
  private final List<String> labels;

  Metric(Type type, String help, String... labels) {
    this.type = type;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** As it is asked for: a counter's ends in {@code _total}. */
  String fullName() {
    return baseName() + type.ending;
  }

  /** The same without the ending. */
  String baseName() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  Type type() {
    return type;
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return labels;
  }
}
