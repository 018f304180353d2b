package io.querymirror.mirror;

/**
 * Looks now and then for what cannot go on under {@code order: commit}, and sees to it that it can.
 *
 * <p>A statement that runs for long may wait for a lock that a transaction holds which itself waits
 * for its turn. Then it is the one that holds which gives way: it is deferred. Were it the one that
 * waits, it would meet the same lock again. So are transactions that sit on connections which
 * others need.
 */
final class Stalls {
  static final long EVERY_MILLIS = 10;
  private static final long BLOCKED_NANOS = 200_000_000L;

  /** Looks in a row at which nothing runs and nothing ended, before those who hold give way. */
  private static final int STARVED_LOOKS = 2;

  /** The same, before an order is given up. */
  private static final int STUCK_LOOKS = 15;

  private final CommitGate gate;
  private final Permits permits;
  private final Account account;
  private long lastDeferred;
  private boolean anyDeferred;
  private int stuck;
  private long lastEnds;

  Stalls(CommitGate gate, Permits permits, Account account) {
    this.gate = gate;
    this.permits = permits;
    this.account = account;
  }

  /** Under the target's lock. */
  void look(long now) {
    boolean running = false;
    boolean blocked = false;
    boolean allIdle = true;
    boolean waiting = false;
    for (SessionGate s : gate.sessions()) {
      long since = s.runningSince();
      running |= since != 0;
      blocked |= since != 0 && now - since > BLOCKED_NANOS;
      allIdle &= s.isLaneIdle();
      waiting |= s.isWaiting();
    }
    if (blocked && (!anyDeferred || now - lastDeferred > BLOCKED_NANOS)) {
      defer(now);
    }
    boolean still = !running && account.ends() == lastEnds;
    lastEnds = account.ends();
    stuck = still && (waiting || permits.contended()) ? stuck + 1 : 0;
    if (permits.contended()) {
      if (stuck >= STARVED_LOOKS) {
        stuck = 0;
        defer(now);
      }
    } else if (allIdle && stuck >= STUCK_LOOKS) {
      stuck = 0;
      gate.force();
    }
  }

  private void defer(long now) {
    anyDeferred = true;
    lastDeferred = now;
    for (SessionGate s : gate.sessions()) {
      long open = s.openTransaction();
      if (open != 0 && s.isLaneIdle() && !s.giveUp()) {
        Step step = Step.defer(open);
        account.enter(step);
        s.offer(step);
      }
    }
  }
}
