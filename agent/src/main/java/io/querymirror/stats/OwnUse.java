package io.querymirror.stats;

import java.util.List;

/** What the agent itself uses, and what it does about it. Immutable. */
public final class OwnUse {
  /** Whether the agent holds back. */
  public enum State {
    OK,
    /** Copies are dropped as {@code shed}. */
    SHEDDING,
    /** Mirroring was switched off by the agent itself. */
    OFF;

    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** One limit and what was measured for it last, in one unit. */
  public static final class Measure {
    private final String name;
    private final double value;
    private final double limit;
    private final State state;

    /**
     * @param name as in the configuration: {@code cpu}
     * @param value NaN where nothing was measured
     * @param limit infinite for none
     */
    public Measure(String name, double value, double limit, State state) {
      this.name = name;
      this.value = value;
      this.limit = limit;
      this.state = state;
    }

    public String name() {
      return name;
    }

    /** {@code cpu} and {@code heap}: a part of 1; {@code overhead_p99}: nanoseconds. */
    public double value() {
      return value;
    }

    public boolean isKnown() {
      return !Double.isNaN(value);
    }

    public double limit() {
      return limit;
    }

    public boolean isLimited() {
      return !Double.isInfinite(limit);
    }

    public State state() {
      return state;
    }
  }

  /** Before anything was measured. */
  public static final OwnUse UNKNOWN = new OwnUse(State.OK, "", 0, 0, 0, 0, -1, -1, -1, List.of());

  private final State state;
  private final String reason;
  private final long sinceMillis;
  private final double shed;
  private final long timesShed;
  private final long timesOff;
  private final long cpuNanos;
  private final long heapUsed;
  private final long heapMax;
  private final List<Measure> measures;

  /**
   * @param reason the limit that is the cause; empty where the state is ok
   * @param sinceMillis since the epoch, when the state became this; 0 where it was never another
   * @param shed the part of all transactions that is not copied, from 0 to 1
   * @param timesShed how often it began to shed
   * @param timesOff how often it switched itself off
   * @param cpuNanos of the agent's threads since start; below 0 where it cannot be measured
   * @param heapUsed bytes of the heap behind the last collection; below 0 where not known
   * @param heapMax bytes that the heap may have
   */
  public OwnUse(
      State state,
      String reason,
      long sinceMillis,
      double shed,
      long timesShed,
      long timesOff,
      long cpuNanos,
      long heapUsed,
      long heapMax,
      List<Measure> measures) {
    this.state = state;
    this.reason = reason;
    this.sinceMillis = sinceMillis;
    this.shed = shed;
    this.timesShed = timesShed;
    this.timesOff = timesOff;
    this.cpuNanos = cpuNanos;
    this.heapUsed = heapUsed;
    this.heapMax = heapMax;
    this.measures = List.copyOf(measures);
  }

  public State state() {
    return state;
  }

  public String reason() {
    return reason;
  }

  public long sinceMillis() {
    return sinceMillis;
  }

  public double shed() {
    return shed;
  }

  public long timesShed() {
    return timesShed;
  }

  public long timesOff() {
    return timesOff;
  }

  public long cpuNanos() {
    return cpuNanos;
  }

  public long heapUsed() {
    return heapUsed;
  }

  public long heapMax() {
    return heapMax;
  }

  /** {@code cpu}, {@code heap}, {@code overhead_p99}; empty before the first look. */
  public List<Measure> measures() {
    return measures;
  }
}
