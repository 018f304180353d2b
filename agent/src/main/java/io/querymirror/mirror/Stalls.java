package io.querymirror.mirror;

import io.querymirror.order.Access;
import io.querymirror.order.Ordered;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks now and then for what cannot go on under {@code order: commit}, and sees to it that it can.
 *
 * <p>A statement that runs for long may wait for a lock that a transaction holds which itself waits
 * for its turn, behind that very statement. Then it is the one that holds which gives way: it goes
 * ahead where that breaks no order, or is deferred. Were it the one that waits, it would meet the
 * same lock again. Where that does not help, locks reach further than anybody knows, and all that
 * is open and does not run gives way. So do transactions that sit on connections which others need.
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
  private final Pace pace;

  /** When somebody gave way last. */
  private long gaveWay;

  private boolean anyGaveWay;

  /** A look for who holds whom up costs more the longer the queue: in vain, it is put off. */
  private long pause = EVERY_MILLIS * 1_000_000;

  private long lookedFor;
  private int stuck;
  private long lastEnds;

  Stalls(CommitGate gate, Permits permits, Account account, Pace pace) {
    this.gate = gate;
    this.permits = permits;
    this.account = account;
    this.pace = pace;
  }

  /** Under the target's lock. */
  void look(long now) {
    boolean running = false;
    long longest = 0;
    boolean allIdle = true;
    boolean waiting = false;
    List<Ordered> slow = new ArrayList<>();
    for (SessionGate s : gate.sessions()) {
      long since = s.runningSince();
      running |= since != 0;
      allIdle &= s.isLaneIdle();
      waiting |= s.isWaiting();
      Ordered place = s.running();
      if (since != 0 && now - since > pace.slow() && place != null && mayWaitForLocks(place)) {
        slow.add(place);
        longest = Math.max(longest, now - since);
      }
    }
    if (!slow.isEmpty()) {
      blocked(now, slow, longest);
    }
    boolean still = !running && account.ends() == lastEnds;
    lastEnds = account.ends();
    stuck = still && (waiting || permits.contended()) ? stuck + 1 : 0;
    if (permits.contended()) {
      if (stuck >= STARVED_LOOKS) {
        stuck = 0;
        allGiveWay();
      }
    } else if (allIdle && stuck >= STUCK_LOOKS) {
      stuck = 0;
      gate.force();
    }
  }

  /** A plain read may be slow, and waits for no row. */
  private static boolean mayWaitForLocks(Ordered place) {
    if (place.everything() || place.kind() != Ordered.Kind.STATEMENT) {
      return true;
    }
    for (Access a : place.accesses()) {
      if (a.mode() != Access.Mode.READ) {
        return true;
      }
    }
    return false;
  }

  private void blocked(long now, List<Ordered> slow, long longest) {
    if (now - lookedFor >= pause) {
      lookedFor = now;
      if (holdersGiveWay(slow)) {
        pause = EVERY_MILLIS * 1_000_000;
        gaveWay = now;
        anyGaveWay = true;
        return;
      }
      pause = Math.min(2 * pause, BLOCKED_NANOS);
    }
    if (longest > BLOCKED_NANOS && (!anyGaveWay || now - gaveWay > BLOCKED_NANOS)) {
      gaveWay = now;
      anyGaveWay = true;
      allGiveWay();
    }
  }

  /** Those who wait, directly or not, for one that is slow; true if there was any. */
  private boolean holdersGiveWay(List<Ordered> slow) {
    Map<Ordered, SessionGate> heads = new IdentityHashMap<>();
    for (SessionGate s : gate.sessions()) {
      Ordered head = s.openTransaction() != 0 && s.isLaneIdle() ? s.head() : null;
      if (head != null && !head.isFree()) {
        heads.put(head, s);
      }
    }
    boolean found = false;
    for (Ordered place : slow) {
      for (Ordered held : place.holdsUp(heads.keySet())) {
        SessionGate s = heads.remove(held);
        if (s != null) {
          giveWay(s);
          found = true;
        }
      }
    }
    return found;
  }

  private void allGiveWay() {
    for (SessionGate s : gate.sessions()) {
      if (s.isLaneIdle()) {
        giveWay(s);
      }
    }
  }

  private void giveWay(SessionGate s) {
    long open = s.openTransaction();
    if (open != 0 && !s.giveUp()) {
      Step step = Step.defer(open);
      account.enter(step);
      s.offer(step);
    }
  }
}
