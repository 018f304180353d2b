package io.querymirror.mirror.judging;

import io.querymirror.catalog.Reach;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tables whose rows were filled from a clock since the start: the target was told the client's, and
 * production asked its server's. Such moments agree within a second, and no better. From any
 * thread.
 */
final class Clocked {
  private static final int MOST = 10_000;
  private static final int TIMESTAMP = 7;
  private static final int TIME = 11;
  private static final int DATETIME = 12;

  private final Reach reach;
  private final Set<String> tables = ConcurrentHashMap.newKeySet();
  private volatile boolean every;

  Clocked(Reach reach) {
    this.reach = reach;
  }

  /** A write that was told the time has run. */
  void wrote(Execution e) {
    Set<String> some = reach.changedBy(e.statementShape(), e.schema());
    if (some == Reach.EVERY || tables.size() > MOST) {
      every = true;
    } else {
      tables.addAll(some);
    }
  }

  /** Whether it meets such a table. */
  boolean concerns(Execution e) {
    Set<String> met = reach.of(e);
    return !met.isEmpty() && (every || Reach.meet(met, tables));
  }

  /** Whether such a moment may decide which rows it has, and in which order. */
  boolean decides(Execution e) {
    return reach.namesMoments(e);
  }

  /** Labels of the columns that hold moments. */
  static List<String> moments(ResultRows rows) {
    List<String> labels = new ArrayList<>();
    for (ResultColumn column : rows.columns()) {
      int type = column.type();
      if (type == TIMESTAMP || type == TIME || type == DATETIME) {
        labels.add(column.label());
      }
    }
    return labels;
  }
}
