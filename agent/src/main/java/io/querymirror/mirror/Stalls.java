package io.querymirror.mirror;

import io.querymirror.message.Message;
import io.querymirror.message.TargetLog;
import io.querymirror.order.Access;
import io.querymirror.order.Ordered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks now and then for what cannot go on under {@code order: commit}, and sees to it that it can.
 *
 * <p>A statement that runs for long may wait for a lock that a transaction holds which itself waits
 * for its turn, behind that very statement. Then it is the one that holds which gives way: it goes
 * ahead where that breaks no order, or is deferred. Were it the one that waits, it would meet the
 * same lock again. Where that does not help, locks reach further than anybody knows, and all that
 * is open and does not run gives way. So do transactions that sit on connections which others need.
 * Where all connections are held by sessions that cannot leave them and that wait for what has
 * none, no time changes that: what they wait for is let go of, one transaction after the other.
 */
final class Stalls {
  static final long EVERY_MILLIS = 10;
  private static final long BLOCKED_NANOS = 200_000_000L;

  /** Looks in a row at which nothing runs and nothing ended, before those who hold give way. */
  private static final int STARVED_LOOKS = 2;

  /** The same, before an order is given up: longer than a machine may keep a thread waiting. */
  private static final int STUCK_LOOKS = 200;

  private final CommitGate gate;
  private final Permits permits;
  private final Account account;
  private final Pace pace;
  private final TargetLog log;

  /** After which those that hold connections, and have nothing to do, count as staying. */
  private final long patience;

  /** When somebody gave way last. */
  private long gaveWay;

  private boolean anyGaveWay;

  /** A look for who holds whom up costs more the longer the queue: in vain, it is put off. */
  private long pause = EVERY_MILLIS * 1_000_000;

  private long lookedFor;
  private int stuck;
  private long lastEnds;

  /** {@code patience} is how long anything may wait for a connection, in nanoseconds. */
  Stalls(
      CommitGate gate, Permits permits, Account account, Pace pace, TargetLog log, long patience) {
    this.gate = gate;
    this.permits = permits;
    this.account = account;
    this.pace = pace;
    this.log = log;
    this.patience = patience;
  }

  /** Under the target's lock. */
  void look(long now) {
    permits.look();
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
        if (!allGiveWay()) {
          starved(now);
        }
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

  /** True if any could. */
  private boolean allGiveWay() {
    boolean any = false;
    for (SessionGate s : gate.sessions()) {
      any |= s.isLaneIdle() && giveWay(s);
    }
    return any;
  }

  private boolean giveWay(SessionGate s) {
    long open = s.openTransaction();
    if (open == 0) {
      return false;
    }
    if (!s.giveUp()) {
      Step step = Step.defer(open);
      account.enter(step);
      s.offer(step);
    }
    return true;
  }

  /** Lets one go that waits for a connection, if all who have one wait for such. */
  private void starved(long now) {
    Set<Ordered> held = Collections.newSetFromMap(new IdentityHashMap<>());
    int holders = 0;
    for (SessionGate s : gate.sessions()) {
      if (!s.holdsPermit() || !s.isLaneIdle()) {
        continue;
      }
      Ordered head = s.head();
      if (head != null && !head.isFree()) {
        held.add(head);
        holders++;
      } else if (head == null && now - permits.moved() > patience) {
        holders++;
      }
    }
    if (held.isEmpty() || holders < permits.held()) {
      return;
    }
    for (SessionGate s : gate.sessions()) {
      Ordered first = s.starving();
      if (first != null && !first.holdsUp(held).isEmpty()) {
        log.say(Message.CONNECTIONS_HELD);
        s.letGo();
        return;
      }
    }
  }
}
