package io.querymirror.order;

import io.querymirror.order.Ordered.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replays what a source's clients saw, through the real order, on a target with the same locks: a
 * lane for each session, workers of random speed, victims and stalled transactions deferred to
 * their ends.
 */
class ModelTarget implements CommitOrder.Listener {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long STALL = 2000;
  private static final int ATTEMPTS = 6;

  final Set<String> doubtful = new TreeSet<>();
  int ambiguous;
  int retries;
  int givenUp;
  int breaks;
  int late;

  /** What it did, if somebody wants to know. */
  final List<String> log;

  private final ModelSource source;
  private final boolean byKey;
  private final ModelDice dice;
  private final ModelDb db;
  private final CommitOrder order = new CommitOrder(this);
  private final Lane[] lanes;
  private long now;
  private int arrived;
  private final int speed;

  private enum Phase {
    /** Nothing to do, or it waits for others. */
    IDLE,
    STARTS,
    RUNS,
    ENDS
  }

  private static final class Lane {
    final int id;
    final Deque<ModelCall> queue = new ArrayDeque<>();
    Phase phase = Phase.IDLE;
    long at = NEVER;
    long stallAt = NEVER;

    /** The statement of a deferred transaction that runs, or -1. */
    int rerun = -1;

    int attempts;
    boolean victim;

    Lane(int id) {
      this.id = id;
    }
  }

  ModelTarget(ModelSource source, boolean byKey, long seed, boolean logged) {
    this.source = source;
    this.byKey = byKey;
    log = logged ? new ArrayList<>() : null;
    dice = new ModelDice(seed);
    speed = dice.one(2) ? 30 : dice.one(2) ? 300 : 3;
    lanes = new Lane[source.repeatable.length];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new Lane(i);
    }
    db =
        new ModelDb(dice, source.repeatable, source.tables, source.rows) {
          @Override
          void finished(int session, Result r) {
            ran(lanes[session], r);
          }
        };
  }

  int[] rows() {
    return db.current;
  }

  // ---- what a mutation changes

  /** How the agent sees a call. */
  Ordered order(ModelCall c) {
    boolean repeatable = source.repeatable[c.session];
    Ordered.Builder b =
        Ordered.of(lanes[c.session], kind(c), start(c), finish(c))
            .transaction(c.transaction == null ? 0 : c.transaction.id)
            .payload(c);
    if (c.statement != null && !c.timedOut && !c.lost && !c.isDeadlock()) {
      b.accesses(
              c.statement.accesses(byKey, repeatable, c.met > 0 || c.result != ModelDb.Result.OK))
          .snapshot(c.snapshot);
      if (c.isPlacedByStart(repeatable)) {
        b.placedByStart();
      }
      if (c.statement.writes() && dice.one(60)) {
        b.everything();
      }
    }
    return b.build();
  }

  Kind kind(ModelCall c) {
    switch (c.kind) {
      case COMMIT:
        return c.lost ? Kind.ROLLBACK : Kind.COMMIT;
      case ROLLBACK:
        return Kind.ROLLBACK;
      case ROLLBACK_TO:
        return Kind.ROLLBACK_TO;
      case SAVEPOINT:
        return Kind.NONE;
      default:
        if (c.timedOut || c.lost) {
          return Kind.NONE;
        }
        if (c.isDeadlock()) {
          return c.transaction == null ? Kind.NONE : Kind.DEADLOCK;
        }
        return c.isAutocommitWrite() ? Kind.AUTOCOMMIT_WRITE : Kind.STATEMENT;
    }
  }

  long start(ModelCall c) {
    return c.start;
  }

  long finish(ModelCall c) {
    return c.finish;
  }

  /** Nothing that comes later has its place at or below it. */
  long watermark() {
    long mark = now;
    for (int i = arrived; i < source.calls.size(); i++) {
      ModelCall c = source.calls.get(i);
      if (c.start <= now && c.isAnnounced(source.repeatable[c.session])) {
        mark = Math.min(mark, c.start);
      }
      if (c.finish <= now) {
        mark = Math.min(mark, c.finish);
      }
    }
    return mark - 1;
  }

  // ---- the run

  void run() {
    int steps = 0;
    while (true) {
      if (++steps > 100_000) {
        throw new IllegalStateException("does not end");
      }
      boolean more = true;
      while (more) {
        more = false;
        for (Lane l : lanes) {
          more |= start(l);
        }
      }
      long next = arrived < source.calls.size() ? source.calls.get(arrived).arrival : NEVER;
      Lane lane = null;
      boolean stall = false;
      for (Lane l : lanes) {
        if (l.at < next) {
          next = l.at;
          lane = l;
          stall = false;
        }
        if (l.stallAt < next) {
          next = l.stallAt;
          lane = l;
          stall = true;
        }
      }
      if (next == NEVER) {
        if (isOver()) {
          return;
        }
        breaks++;
        if (order.forceLowest() == null) {
          throw new IllegalStateException("stuck");
        }
        continue;
      }
      now = Math.max(now, next);
      if (lane == null) {
        arrive();
      } else if (stall) {
        stalled(lane);
      } else {
        step(lane);
      }
    }
  }

  private boolean isOver() {
    for (Lane l : lanes) {
      if (l.phase != Phase.IDLE || !l.queue.isEmpty()) {
        return false;
      }
    }
    return arrived == source.calls.size();
  }

  private void arrive() {
    ModelCall c = source.calls.get(arrived++);
    c.ordered = order(c);
    if (c.lost) {
      taint(c);
    }
    order.add(c.ordered);
    order.advance(arrived == source.calls.size() ? Long.MAX_VALUE : watermark());
  }

  private void taint(ModelCall c) {
    if (c.transaction == null) {
      doubtful.add(ModelStatement.NAMES[c.statement.table()]);
    } else {
      for (ModelCall s : c.transaction.calls) {
        if (s.statement != null) {
          doubtful.add(ModelStatement.NAMES[s.statement.table()]);
        }
      }
    }
  }

  @Override
  public void released(Ordered e) {
    ModelCall c = (ModelCall) e.payload();
    lanes[c.session].queue.add(c);
  }

  @Override
  public void ambiguous(Ordered e, Collection<String> tables) {
    ambiguous++;
    doubt(tables);
    if (log != null) {
      log.add("ambiguous " + e.payload() + " " + tables);
    }
  }

  private void doubt(Collection<String> tables) {
    doubtful.addAll(
        tables.contains(CommitOrder.ANY_TABLE) ? List.of(ModelStatement.NAMES) : tables);
  }

  @Override
  public void late(Ordered e) {
    late++;
  }

  /** True if it did something at once. */
  private boolean start(Lane l) {
    if (l.phase != Phase.IDLE || l.queue.isEmpty()) {
      return false;
    }
    ModelCall c = l.queue.peek();
    if (!c.ordered.isFree()) {
      return false;
    }
    ModelTransaction t = c.transaction;
    boolean skip =
        c.timedOut
            || (c.lost && c.transaction == null)
            || (t != null && t.deferred && (c.kind != ModelCall.Kind.COMMIT || c.lost))
            || (t == null && c.isDeadlock());
    if (skip) {
      done(l);
      return true;
    }
    l.attempts = 0;
    if (t != null && t.deferred) {
      l.rerun = 0;
      doubt(c.ordered.unrepeatable());
    }
    begin(l);
    return false;
  }

  private void begin(Lane l) {
    l.phase = Phase.STARTS;
    l.at = now + dice.delay(speed);
  }

  private void step(Lane l) {
    l.at = NEVER;
    if (l.phase == Phase.STARTS) {
      l.phase = Phase.RUNS;
      execute(l);
    } else {
      ModelCall c = l.queue.peek();
      if (l.rerun >= 0 && ++l.rerun <= c.transaction.calls.size() - 1) {
        begin(l);
      } else {
        l.rerun = -1;
        done(l);
      }
    }
  }

  private void done(Lane l) {
    l.phase = Phase.IDLE;
    l.queue.poll().ordered.done();
  }

  private void execute(Lane l) {
    ModelCall c = l.queue.peek();
    if (l.rerun >= 0) {
      c = c.transaction.calls.get(l.rerun);
    }
    if (log != null) {
      log.add(now + (l.rerun >= 0 ? " again " : " ") + c);
    }
    int s = l.id;
    if (c.transaction != null) {
      c.transaction.open = true;
    }
    switch (c.kind) {
      case COMMIT:
        end(l, c, !c.lost);
        break;
      case ROLLBACK:
        end(l, c, false);
        break;
      case SAVEPOINT:
        db.savepoint(s);
        ends(l);
        break;
      case ROLLBACK_TO:
        db.rollbackTo(s);
        ends(l);
        break;
      default:
        if (c.isDeadlock()) {
          end(l, c, false);
        } else if (c.timedOut) {
          ends(l);
        } else {
          l.stallAt = now + STALL;
          ModelDb.Result r = db.execute(s, c.statement);
          if (r != ModelDb.Result.WAITS) {
            ran(l, r);
          }
        }
    }
    victims();
  }

  private void end(Lane l, ModelCall c, boolean commit) {
    c.transaction.open = false;
    ends(l);
    db.end(l.id, commit);
  }

  private void ends(Lane l) {
    l.phase = Phase.ENDS;
    l.stallAt = NEVER;
    l.at = now + dice.delay(speed);
  }

  /** A statement came back. */
  private void ran(Lane l, ModelDb.Result r) {
    l.stallAt = NEVER;
    if (r == ModelDb.Result.DEADLOCK) {
      l.victim = true;
      return;
    }
    ModelCall c = l.queue.peek();
    ends(l);
    if (l.rerun < 0) {
      c.compared = true;
      c.targetRead = db.read(l.id);
    }
    if (c.transaction == null) {
      db.end(l.id, true);
    }
  }

  private void victims() {
    for (Lane l : lanes) {
      if (l.victim) {
        l.victim = false;
        defer(l, "deadlock");
      }
    }
  }

  /** Its transaction is rolled back already. */
  private void defer(Lane l, String why) {
    ModelCall c = l.queue.peek();
    if (log != null) {
      log.add(now + " deferred for " + why + ": " + c);
    }
    retries++;
    l.stallAt = NEVER;
    if (++l.attempts > ATTEMPTS) {
      breaks++;
      l.rerun = -1;
      done(l);
    } else if (c.transaction == null) {
      begin(l);
    } else if (l.rerun >= 0) {
      l.rerun = 0;
      begin(l);
    } else {
      c.transaction.deferred = true;
      c.transaction.open = false;
      l.at = NEVER;
      done(l);
    }
  }

  /** A statement runs too long: whoever holds it up and waits for it gives way. */
  private void stalled(Lane l) {
    l.stallAt = now + STALL;
    ModelCall running = l.queue.peek();
    Set<Ordered> heldUp = running.ordered.holdsUp(heads());
    boolean found = false;
    for (Lane o : lanes) {
      ModelCall head = o.queue.peek();
      if (o != l
          && o.phase == Phase.IDLE
          && head != null
          && head.transaction != null
          && head.transaction.open
          && heldUp.contains(head.ordered)) {
        found = true;
        if (head.ordered.giveUp()) {
          givenUp++;
          if (log != null) {
            log.add(now + " gives up its wait: " + head);
          }
        } else {
          rollBack(o);
        }
      }
    }
    if (!found && (l.rerun >= 0 || running.transaction == null)) {
      for (Lane o : lanes) {
        ModelCall head = o.queue.peek();
        if (o != l
            && o.phase == Phase.IDLE
            && head != null
            && !head.ordered.isFree()
            && head.transaction != null
            && head.transaction.open) {
          rollBack(o);
        }
      }
    }
    victims();
  }

  private List<Ordered> heads() {
    List<Ordered> heads = new ArrayList<>();
    for (Lane l : lanes) {
      if (!l.queue.isEmpty()) {
        heads.add(l.queue.peek().ordered);
      }
    }
    return heads;
  }

  private void rollBack(Lane o) {
    ModelCall head = o.queue.peek();
    if (log != null) {
      log.add(now + " deferred for a stall: " + head);
    }
    retries++;
    head.transaction.deferred = true;
    head.transaction.open = false;
    db.end(o.id, false);
  }
}
