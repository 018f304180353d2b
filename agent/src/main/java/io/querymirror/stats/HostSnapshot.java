package io.querymirror.stats;

/** What ran on one host of a target, at one moment. */
public final class HostSnapshot {
  private final long executed;
  private final long failed;
  private final String state;

  HostSnapshot(long executed, long failed, String state) {
    this.executed = executed;
    this.failed = failed;
    this.state = state;
  }

  public long executed() {
    return executed;
  }

  public long failed() {
    return failed;
  }

  /** As the target's health last said; {@code unknown} where it said nothing yet. */
  public String state() {
    return state;
  }
}
