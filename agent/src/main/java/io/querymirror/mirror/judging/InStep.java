package io.querymirror.mirror.judging;

import io.querymirror.catalog.Reach;
import io.querymirror.model.Execution;
import io.querymirror.stats.OutOfStep;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether the tables that a statement meets are on the target as they were at the source: also
 * those behind views, and those that triggers and foreign keys change. From any thread.
 */
final class InStep {
  private final OutOfStep tables;
  private final Reach reach;
  private final boolean alone;
  private volatile Closed closed;

  /** All tables that may differ, as far as is known. */
  private static final class Closed {
    final int version;
    final Object state;
    final Set<String> names;

    Closed(int version, Object state, Set<String> names) {
      this.version = version;
      this.state = state;
      this.names = names;
    }
  }

  /**
   * @param alone each statement stands alone on the target, so that none sees what others of its
   *     transaction wrote
   */
  InStep(OutOfStep tables, Reach reach, boolean alone) {
    this.tables = tables;
    this.reach = reach;
    this.alone = alone;
    this.closed = new Closed(-1, this, Set.of());
  }

  boolean holds(Execution e) {
    return holds(e, reach.of(e));
  }

  /**
   * @param met the tables that it meets
   */
  boolean holds(Execution e, Set<String> met) {
    if (met.isEmpty()) {
      return true;
    }
    if (tables.holdsEvery() || Reach.meet(met, outside())) {
      return false;
    }
    return !Reach.meet(met, missed(e));
  }

  /** Whether nothing is known that its own transaction has at the source alone. */
  boolean holdsOwn(Execution e) {
    return !Reach.meet(reach.of(e), missed(e));
  }

  /** Whether something that it meets was written at the source since then (nanoTime). */
  boolean changedSince(Execution e, long nanos) {
    Set<String> all = new HashSet<>();
    tables.forEachSince(
        nanos,
        (schema, table) ->
            all.addAll(
                table.equals(OutOfStep.EVERY) ? Reach.EVERY : reach.ofChange(schema, table)));
    return Reach.meet(reach.of(e), all.contains("*") ? Reach.EVERY : all);
  }

  private Set<String> outside() {
    int version = tables.version();
    Object state = reach.state();
    Closed known = closed;
    if (known.version != version || known.state != state) {
      Set<String> all = new HashSet<>();
      tables.forEach((schema, table) -> add(reach.ofChange(schema, table), all));
      known = new Closed(version, state, all.contains("*") ? Reach.EVERY : all);
      closed = known;
    }
    return known.names;
  }

  /** What its own transaction has at the source, and not here. */
  private Set<String> missed(Execution e) {
    Set<String> all = new HashSet<>();
    tables.missedWith(
        e,
        alone,
        (schema, table) ->
            add(table.equals(OutOfStep.EVERY) ? Reach.EVERY : reach.ofChange(schema, table), all));
    return all.contains("*") ? Reach.EVERY : all;
  }

  private static void add(Set<String> some, Set<String> to) {
    to.addAll(some);
  }
}
