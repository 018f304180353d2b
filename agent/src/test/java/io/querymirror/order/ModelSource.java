package io.querymirror.order;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sessions that contend for a few rows; every call is kept as its client saw it. */
final class ModelSource {
  private static final long NEVER = Long.MAX_VALUE;

  final boolean[] repeatable;
  final int tables;
  final int[] rows;
  final List<ModelCall> calls = new ArrayList<>();
  final int[] result;
  boolean lost;

  private final ModelDice dice;
  private final int keys;
  private final ModelDb db;
  private final Session[] sessions;
  private long now;
  private int statements;
  private long transactions;

  private final class Session {
    final int id;
    int left = 1 + dice.roll(3);
    ModelTransaction transaction;
    int statementsLeft;
    boolean savepoint;
    ModelCall call;
    boolean sent;
    boolean replied;
    long at;
    long arrived;
    long timeOut = NEVER;
    boolean applied;

    Session(int id) {
      this.id = id;
      at = dice.delay(40);
    }
  }

  ModelSource(long seed) {
    dice = new ModelDice(seed);
    int n = 2 + dice.roll(dice.one(10) ? 5 : 3);
    repeatable = new boolean[n];
    int isolation = dice.roll(3);
    for (int i = 0; i < n; i++) {
      repeatable[i] = isolation == 0 || (isolation == 1 && dice.one(2));
    }
    tables = 2 + dice.roll(2);
    keys = 2 + dice.roll(3);
    rows = new int[tables * 8];
    for (int k = 0; k < rows.length; k++) {
      if ((k & 7) < keys && !dice.one(4)) {
        rows[k] = ModelDb.row(k * 7 + 1, k < 8 ? k : -1);
      }
    }
    sessions = new Session[n];
    for (int i = 0; i < n; i++) {
      sessions[i] = new Session(i);
    }
    db =
        new ModelDb(dice, repeatable, tables, rows) {
          @Override
          void finished(int session, Result r) {
            served(sessions[session], r);
          }
        };
    run();
    result = Arrays.copyOf(db.current, rows.length);
    calls.sort((a, b) -> Long.compare(a.arrival, b.arrival));
  }

  private void run() {
    while (true) {
      Session next = null;
      long at = NEVER;
      for (Session s : sessions) {
        long t = Math.min(s.at, s.timeOut);
        if (t < at) {
          at = t;
          next = s;
        }
      }
      if (next == null) {
        return;
      }
      now = at;
      if (next.timeOut == at) {
        timeOut(next);
      } else if (next.call == null) {
        send(next);
      } else if (!next.sent) {
        serve(next);
      } else {
        reply(next);
      }
    }
  }

  private void send(Session s) {
    ModelCall.Kind kind = ModelCall.Kind.STATEMENT;
    if (s.transaction == null) {
      if (s.left-- == 0) {
        s.at = NEVER;
        return;
      }
      if (dice.roll(5) >= 2) {
        s.transaction = new ModelTransaction(++transactions);
        s.statementsLeft = 1 + dice.roll(3);
        s.savepoint = false;
      }
    } else if (s.statementsLeft == 0) {
      kind = dice.one(8) ? ModelCall.Kind.ROLLBACK : ModelCall.Kind.COMMIT;
    } else if (dice.one(12)) {
      kind = s.savepoint ? ModelCall.Kind.ROLLBACK_TO : ModelCall.Kind.SAVEPOINT;
      s.savepoint = true;
    }
    ModelStatement q = null;
    if (kind == ModelCall.Kind.STATEMENT) {
      q = ModelStatement.roll(dice, ++statements, tables, keys);
      s.statementsLeft--;
    }
    s.call = new ModelCall(s.id, kind, q, s.transaction, now);
    s.sent = false;
    s.at = now + dice.delay(30);
  }

  private void serve(Session s) {
    ModelCall c = s.call;
    s.sent = true;
    s.applied = true;
    if (dice.one(150) && (c.kind == ModelCall.Kind.COMMIT || c.isAutocommitWrite())) {
      c.lost = true;
      lost = true;
      s.applied = dice.one(2);
    }
    ModelDb.Result r = ModelDb.Result.OK;
    switch (c.kind) {
      case COMMIT:
        db.end(s.id, s.applied);
        break;
      case ROLLBACK:
        db.end(s.id, false);
        break;
      case SAVEPOINT:
        db.savepoint(s.id);
        break;
      case ROLLBACK_TO:
        db.rollbackTo(s.id);
        break;
      default:
        s.at = NEVER;
        if (s.applied) {
          r = db.execute(s.id, c.statement);
        }
    }
    if (r == ModelDb.Result.WAITS) {
      // settling may have let it go already
      if (db.waits(s.id)) {
        s.timeOut = now + 3000 + dice.roll(6000);
      }
    } else {
      served(s, r);
    }
  }

  private void served(Session s, ModelDb.Result r) {
    ModelCall c = s.call;
    c.result = r;
    c.met = db.met(s.id);
    c.read = db.read(s.id);
    s.timeOut = NEVER;
    if (c.kind == ModelCall.Kind.STATEMENT && s.transaction == null && !c.isDeadlock()) {
      db.end(s.id, true);
    }
    s.at = now + dice.delay(30);
  }

  private void timeOut(Session s) {
    db.timeOut(s.id);
    s.call.timedOut = true;
    served(s, ModelDb.Result.OK);
  }

  private void reply(Session s) {
    ModelCall c = s.call;
    c.finish = now;
    int handOver = dice.one(10) ? dice.delay(60) : 1 + dice.roll(3);
    c.arrival = Math.max(now + handOver, s.arrived);
    s.arrived = c.arrival;
    calls.add(c);
    ModelTransaction t = s.transaction;
    if (t != null) {
      t.calls.add(c);
      if (c.kind == ModelCall.Kind.STATEMENT
          && c.statement.kind == ModelStatement.Kind.SELECT
          && repeatable[s.id]) {
        c.snapshot = t.snapshot ? Ordered.Snapshot.LATER : Ordered.Snapshot.FIRST;
        t.snapshot = true;
      }
      if (c.isDeadlock() || c.kind == ModelCall.Kind.COMMIT || c.kind == ModelCall.Kind.ROLLBACK) {
        s.transaction = null;
      }
    }
    s.call = null;
    s.at = Math.max(now + dice.delay(40), c.arrival);
  }
}
