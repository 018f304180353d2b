package io.querymirror.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The counts of a {@link TargetLedger} at one moment. */
public final class TargetSnapshot {
  private final String target;
  private final boolean cheapest;
  private final boolean control;
  private final boolean compares;
  private final long matched;
  private final long amplified;
  private final long varied;
  private final long executedFurther;
  private final long failedFurther;
  private final long sampledOut;
  private final long notRepeated;
  private final Map<DropReason, Long> dropped;
  private final Map<String, HostSnapshot> hosts;
  private final Map<String, Long> unsupportedReasons;
  private final Map<String, Long> noRowsReasons;
  private final Map<String, Long> fidelity;
  private final Map<String, Map<String, Long>> outOfStep;
  private final List<DigestSnapshot> digests;
  private final Distribution source;
  private final Distribution own;
  private final Distribution lag;
  private final Distribution roundTrip;
  private final Map<String, Long> connections;
  private final long executed;
  private final long failed;
  private final long pending;
  private final ErrorCounts errors;
  private final ResultCounts results;

  TargetSnapshot(
      String target,
      boolean cheapest,
      boolean control,
      boolean compares,
      long matched,
      long amplified,
      long varied,
      long executedFurther,
      long failedFurther,
      long sampledOut,
      long notRepeated,
      Map<DropReason, Long> dropped,
      Map<String, HostSnapshot> hosts,
      Map<String, Long> unsupportedReasons,
      Map<String, Long> noRowsReasons,
      Map<String, Long> fidelity,
      Map<String, Map<String, Long>> outOfStep,
      List<DigestSnapshot> digests,
      Distribution lag,
      Distribution roundTrip,
      Map<String, Long> connections) {
    this.target = target;
    this.cheapest = cheapest;
    this.control = control;
    this.compares = compares;
    this.matched = matched;
    this.amplified = amplified;
    this.varied = varied;
    this.executedFurther = executedFurther;
    this.failedFurther = failedFurther;
    this.sampledOut = sampledOut;
    this.notRepeated = notRepeated;
    this.dropped = Collections.unmodifiableMap(dropped);
    this.hosts = Collections.unmodifiableMap(hosts);
    this.unsupportedReasons = Collections.unmodifiableMap(unsupportedReasons);
    this.noRowsReasons = Collections.unmodifiableMap(noRowsReasons);
    this.fidelity = Collections.unmodifiableMap(fidelity);
    this.outOfStep = Collections.unmodifiableMap(outOfStep);
    this.digests = Collections.unmodifiableList(digests);
    List<Distribution> sources = new ArrayList<>(digests.size());
    List<Distribution> targets = new ArrayList<>(digests.size());
    for (DigestSnapshot digest : digests) {
      sources.add(digest.latency().source());
      targets.add(digest.latency().target());
    }
    this.source = Distribution.sum(sources);
    this.own = Distribution.sum(targets);
    this.lag = lag;
    this.roundTrip = roundTrip;
    this.connections = Collections.unmodifiableMap(connections);
    long ok = 0;
    long bad = 0;
    for (HostSnapshot host : hosts.values()) {
      ok += host.executed();
      bad += host.failed();
    }
    this.executed = ok;
    this.failed = bad;
    long rest = matched + amplified - sampledOut - notRepeated - executed - failed;
    for (long count : dropped.values()) {
      rest -= count;
    }
    this.pending = rest;
    ErrorCounts sum = ErrorCounts.NONE;
    ResultCounts all = ResultCounts.NONE;
    for (DigestSnapshot digest : digests) {
      sum = sum.plus(digest.errors());
      all = all.plus(digest.results());
    }
    this.errors = sum;
    this.results = all;
  }

  /** The same target with other findings of its digests. */
  TargetSnapshot withDigests(List<DigestSnapshot> others) {
    return new TargetSnapshot(
        target,
        cheapest,
        control,
        compares,
        matched,
        amplified,
        varied,
        executedFurther,
        failedFurther,
        sampledOut,
        notRepeated,
        dropped,
        hosts,
        unsupportedReasons,
        noRowsReasons,
        fidelity,
        outOfStep,
        others,
        lag,
        roundTrip,
        connections);
  }

  public String target() {
    return target;
  }

  /** Whether copies were not sent as their originals were: then no latency is a verdict. */
  public boolean cheapest() {
    return cheapest;
  }

  /** Whether it is a second copy of production, and what others are measured by. */
  public boolean control() {
    return control;
  }

  public long matched() {
    return matched;
  }

  /** Further copies of matched statements. */
  public long amplified() {
    return amplified;
  }

  /** How many of those have the values of another statement of their digest. */
  public long varied() {
    return varied;
  }

  /** How many further copies succeeded. */
  public long executedFurther() {
    return executedFurther;
  }

  /** How many further copies failed. */
  public long failedFurther() {
    return failedFurther;
  }

  public long sampledOut() {
    return sampledOut;
  }

  public long notRepeated() {
    return notRepeated;
  }

  public long executed() {
    return executed;
  }

  public long failed() {
    return failed;
  }

  /**
   * Matched or amplified, and without an end so far. Below 0 only where a statement was given two
   * ends.
   */
  public long pending() {
    return pending;
  }

  /** Every reason, also those with 0. */
  public Map<DropReason, Long> dropped() {
    return dropped;
  }

  /** By {@code host:port}, sorted. */
  public Map<String, HostSnapshot> hosts() {
    return hosts;
  }

  /** What {@code dropped.unsupported} consists of. */
  public Map<String, Long> unsupportedReasons() {
    return unsupportedReasons;
  }

  /** Why results had no rows on one side: sums up to {@code incomparable.no_rows}. */
  public Map<String, Long> noRowsReasons() {
    return noRowsReasons;
  }

  /** By the report's keys. */
  public Map<String, Long> fidelity() {
    return fidelity;
  }

  /** Reasons with their counts, by table; see {@link OutOfStep#snapshot}. */
  public Map<String, Map<String, Long>> outOfStep() {
    return outOfStep;
  }

  /** In no order. */
  public List<DigestSnapshot> digests() {
    return digests;
  }

  public ErrorCounts errors() {
    return errors;
  }

  /** The sum of the digests'. */
  public ResultCounts results() {
    return results;
  }

  /** Whether results are compared at all. */
  public boolean compares() {
    return compares;
  }

  /** Latency at the source in microseconds, of the statements that succeeded on both sides. */
  public Distribution source() {
    return source;
  }

  /** Latency on the target in microseconds, of the same statements. */
  public Distribution own() {
    return own;
  }

  /** Lanes that hold connections, and those that had to wait, by the report's keys. */
  public Map<String, Long> connections() {
    return connections;
  }

  /** Microseconds from the end at the source to the start on the target. */
  public Distribution lag() {
    return lag;
  }

  /** Microseconds of the agent's own {@code SELECT 1}. */
  public Distribution roundTrip() {
    return roundTrip;
  }
}
