package io.querymirror.mirror.judging;

import io.querymirror.catalog.Calls;
import io.querymirror.catalog.Concern;
import io.querymirror.catalog.Concerned;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.stats.OutOfStep;
import io.querymirror.stats.OutOfStep.Reason;
import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where lanes run side by side, two writes of the same rows may come in another order than at the
 * source; from then on the table differs. Finds those whose order was not plainly the same on both
 * sides, and puts their tables out of step. By key where the key is known. From any thread.
 */
final class Crossings {
  private static final int MOST_KEYS = 20_000;
  private static final int MOST_WAITING = 10_000;

  /** How long a table that nobody knows yet is waited for. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  /** Until when something was done, on each side. */
  private static final class Times {
    long source = Long.MIN_VALUE;
    long target = Long.MIN_VALUE;

    void add(Times other) {
      source = Math.max(source, other.source);
      target = Math.max(target, other.target);
    }

    void add(Mark mark) {
      source = Math.max(source, mark.sourceFinish());
      target = Math.max(target, mark.targetFinish());
    }

    boolean before(Mark mark) {
      return source < mark.sourceSince() && target < mark.targetSince();
    }
  }

  /** What was done to some rows. */
  private static final class Rows {
    final Times written = new Times();
    final Times commuted = new Times();
    final Times read = new Times();

    void add(Rows other) {
      written.add(other.written);
      commuted.add(other.commuted);
      read.add(other.read);
    }

    boolean before(Mark mark, Access a) {
      if (!written.before(mark)) {
        return false;
      }
      if (a.mode() != Access.Mode.WRITE) {
        return commuted.before(mark);
      }
      return read.before(mark) && (a.isCommuting() || commuted.before(mark));
    }

    void add(Mark mark, Access a) {
      Times times = a.mode() != Access.Mode.WRITE ? read : a.isCommuting() ? commuted : written;
      times.add(mark);
    }
  }

  private static final class Table {
    final Rows whole = new Rows();

    /** Of all keys together. */
    final Rows any = new Rows();

    /** Of keys that are not remembered by themselves any more. */
    final Rows forgotten = new Rows();
  }

  private final Concern concern;
  private final Calls calls;
  private final OutOfStep outOfStep;
  private final Map<String, Table> tables = new HashMap<>();
  private final Map<List<Object>, Rows> keys = new LinkedHashMap<>(256, 0.75f, true);
  private final Rows everywhere = new Rows();
  private final Rows anywhere = new Rows();
  private final ArrayDeque<Mark> waiting = new ArrayDeque<>();

  Crossings(Concern concern, Calls calls, OutOfStep outOfStep) {
    this.concern = concern;
    this.calls = calls;
    this.outOfStep = outOfStep;
  }

  /** A session has a table of its own from now on. */
  synchronized void temporary(Execution e) {
    concern.of(e, Connection.TRANSACTION_REPEATABLE_READ);
  }

  /** Its writes are done on the target. */
  synchronized void over(Mark mark) {
    waiting.add(mark);
    look();
  }

  /** Looks at what had to wait; now and then. */
  synchronized void look() {
    for (Mark mark = waiting.peek(); mark != null; mark = waiting.peek()) {
      boolean late =
          waiting.size() > MOST_WAITING || System.nanoTime() - mark.targetFinish() > PATIENCE_NANOS;
      if (!late && !isKnown(mark)) {
        return;
      }
      waiting.poll();
      judge(mark);
    }
  }

  synchronized boolean isIdle() {
    return waiting.isEmpty();
  }

  private boolean isKnown(Mark mark) {
    for (Execution e : mark.writes()) {
      if (!concern.isKnown(e)) {
        return false;
      }
    }
    return true;
  }

  private void judge(Mark mark) {
    boolean clear = !derives(mark);
    for (Execution e : mark.writes()) {
      clear &= isClear(mark, e);
    }
    if (mark.tooLarge()) {
      clear &= anywhere.before(mark, Access.of("", null, Access.Mode.WRITE));
      everywhere.written.add(mark);
      anywhere.written.add(mark);
    }
    for (Execution e : mark.writes()) {
      enter(mark, e);
    }
    if (!clear) {
      for (Mark.Text text : mark.texts()) {
        ambiguous(text);
      }
      if (mark.overflowed()) {
        outOfStep.everything(Reason.AMBIGUOUS);
      }
    }
    mark.forget();
  }

  /** Whether it has rows of a table before it that need not be the source's. */
  private boolean derives(Mark mark) {
    for (Mark.Text text : mark.texts()) {
      for (TableRef table : text.shape.tables()) {
        String schema = table.schema() == null ? text.schema : table.schema();
        if (!table.written() && outOfStep.contains(schema, table.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable List<Access> accesses(Execution e) {
    SqlShape shape = e.statementShape();
    if (shape.isWrite() && shape.kind() == Kind.DDL) {
      // To ask for a definition would announce it.
      return null;
    }
    Concerned concerned = concern.of(e, Connection.TRANSACTION_REPEATABLE_READ);
    return concerned.everything() ? null : concerned.accesses();
  }

  private boolean isClear(Mark mark, Execution e) {
    List<Access> accesses = accesses(e);
    if (accesses == null) {
      return anywhere.before(mark, Access.of("", null, Access.Mode.WRITE));
    }
    for (Access a : accesses) {
      if (matters(e, a) && !isClear(mark, a)) {
        return false;
      }
    }
    return true;
  }

  private boolean isClear(Mark mark, Access a) {
    if (!everywhere.before(mark, a)) {
      return false;
    }
    Table table = tables.get(a.table());
    if (table == null) {
      return true;
    }
    if (!table.whole.before(mark, a)) {
      return false;
    }
    if (a.key() == null) {
      return table.any.before(mark, a);
    }
    Rows rows = keys.get(List.of(a.table(), a.key()));
    return (rows == null ? table.forgotten : rows).before(mark, a);
  }

  private void enter(Mark mark, Execution e) {
    List<Access> accesses = accesses(e);
    if (accesses == null) {
      everywhere.written.add(mark);
      anywhere.written.add(mark);
      return;
    }
    for (Access a : accesses) {
      if (matters(e, a)) {
        enter(mark, a);
      }
    }
  }

  private void enter(Mark mark, Access a) {
    anywhere.add(mark, a);
    Table table = tables.computeIfAbsent(a.table(), k -> new Table());
    table.any.add(mark, a);
    if (a.key() == null) {
      table.whole.add(mark, a);
      return;
    }
    List<Object> key = List.of(a.table(), a.key());
    Rows rows = keys.get(key);
    if (rows == null) {
      if (keys.size() >= MOST_KEYS) {
        forget();
      }
      rows = new Rows();
      keys.put(key, rows);
    }
    rows.add(mark, a);
  }

  /** The key that was met longest ago: from now on it may be any that is not known. */
  private void forget() {
    Map.Entry<List<Object>, Rows> oldest = keys.entrySet().iterator().next();
    Table table = tables.get((String) oldest.getKey().get(0));
    if (table != null) {
      table.forgotten.add(oldest.getValue());
    }
    keys.remove(oldest.getKey());
  }

  /**
   * A parent's row that a foreign key looks at says nothing of what is written; what an INSERT …
   * SELECT reads does.
   */
  private static boolean matters(Execution e, Access a) {
    if (a.mode() == Access.Mode.WRITE) {
      return true;
    }
    for (TableRef table : e.statementShape().tables()) {
      if (!table.written()) {
        return true;
      }
    }
    return false;
  }

  private void ambiguous(Mark.Text text) {
    if (calls.of(text.shape, text.schema).reads()) {
      return;
    }
    boolean any = false;
    for (TableRef table : text.shape.tables()) {
      if (table.written()) {
        String schema = table.schema() == null ? text.schema : table.schema();
        outOfStep.table(schema, table.name(), Reason.AMBIGUOUS);
        any = true;
      }
    }
    if (!any) {
      outOfStep.everything(Reason.AMBIGUOUS);
    }
  }
}
