package io.querymirror.mirror.judging;

import io.querymirror.catalog.Called;
import io.querymirror.compare.Allowance;
import io.querymirror.compare.CompareOptions;
import io.querymirror.compare.ResultComparer;
import io.querymirror.compare.ResultDifference;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import io.querymirror.model.RowOrder;
import io.querymirror.model.SqlShape;
import io.querymirror.model.Volatile;
import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.RowOrderReader;
import io.querymirror.sql.Traits;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.Mask;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.ResultKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the answers of both sides to one statement come to, without a look at anything else. */
final class Answers {
  /** Two runs never agree, so there is no need to look. */
  private static final int NEVER_THE_SAME =
      Volatile.SYSDATE.bit()
          | Volatile.RANDOM.bit()
          | Volatile.UUID.bit()
          | Volatile.CONNECTION.bit()
          | Volatile.USER.bit()
          | Volatile.SERVER.bit()
          | Volatile.LOCK.bit()
          | Volatile.FILE.bit()
          | Volatile.REPLICATION.bit()
          | Volatile.SEQUENCE.bit();

  private final Execution e;
  private final CompareOptions options;
  private final Mask mask;
  private final int causes;

  /**
   * @param called what it does, where it is a CALL
   */
  Answers(Execution e, CompareOptions options, Mask mask, Called called) {
    this.e = e;
    this.options = options;
    this.mask = mask;
    int bits = DeterminismReader.of(e.statementShape()).bits();
    if (called.answersAlike()) {
      bits = bits & ~Volatile.ROUTINE.bit() | called.bits();
    }
    this.causes = bits;
  }

  /** Whether the source answered with rows, or with OUT parameters. */
  static boolean hasRows(Execution e) {
    return e.outcome().rows() || e.heldRows() != null;
  }

  /** Why it may answer something else a second time; bits of {@link Volatile}. */
  int causes() {
    return causes;
  }

  /** Whether it asks for what no two runs agree on. */
  boolean neverTheSame() {
    if (!hasRows(e)) {
      return false;
    }
    boolean clock = Volatile.CLOCK.in(causes) && !Volatile.CLOCK_DECIDES.in(causes);
    return clock || (causes & NEVER_THE_SAME) != 0;
  }

  /** Whether a difference may be no more than another run of the same. */
  boolean mayDiffer() {
    if (Traits.userVariable(e.statementShape().digestText())) {
      return true;
    }
    if (hasRows(e)) {
      return causes != 0 || anyOrder();
    }
    return causes != 0 && !countsItsRows();
  }

  /** INSERT … VALUES changes as many rows as it names, whatever their values. */
  private boolean countsItsRows() {
    SqlShape shape = e.statementShape();
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    return shape.kind() == Kind.INSERT
        && DeterminismReader.of(shape).rows() == io.querymirror.model.Determinism.Rows.VALUES
        && !text.contains("on duplicate")
        && !text.contains("ignore");
  }

  /** What it makes of several rows depends on the order in which it meets them. */
  private boolean anyOrder() {
    String text = e.statementShape().digestText().toLowerCase(Locale.ROOT);
    return text.contains("group_concat")
        || text.contains("any_value")
        || text.contains("json_arrayagg")
        || text.contains("json_objectagg")
        || text.contains("row_number")
        || text.contains("first_value")
        || text.contains("last_value")
        || text.contains("ntile");
  }

  /** Both sides returned rows; with labels that may be shown, as all that are given here. */
  ResultFinding rows(ResultRows source, ResultRows target) {
    return rows(source, target, options);
  }

  /** The same, where moments agree within a second and no better. */
  ResultFinding rowsByClock(ResultRows source, ResultRows target) {
    Allowance second = Allowance.time(Duration.ofSeconds(1));
    CompareOptions how = options.allow(Clocked.moments(source), second);
    return rows(source, target, how);
  }

  private ResultFinding rows(ResultRows source, ResultRows target, CompareOptions how) {
    RowOrder order = RowOrderReader.of(e.statementShape(), e.sql());
    ResultDifference found = ResultComparer.compare(source, target, order, how);
    String undecided = found.undecided();
    if (found.same()) {
      return ResultFinding.same().drift(Examples.drift(found.typeDrift())).profile(found.profile());
    }
    if (undecided != null) {
      return ResultFinding.incomparable(Incomparable.of(undecided));
    }
    return ResultFinding.different(Examples.of(found, source, target, mask))
        .profile(found.profile());
  }

  /** Whether a second run of the target says what the first one said. */
  boolean agree(ResultRows first, ResultRows second) {
    RowOrder order = RowOrderReader.of(e.statementShape(), e.sql());
    return ResultComparer.compare(first, second, order, CompareOptions.DEFAULT.examples(0, 0))
        .same();
  }

  /** Only one side returned rows. */
  static ResultFinding onlyOneHasRows() {
    return ResultFinding.different(
        ResultExample.of(
            ResultKind.COLUMNS, "rows on one side alone", List.of(), List.of(), 0, 0, List.of()));
  }

  /**
   * Numbers of changed rows, and generated keys.
   *
   * @param keyed whether the keys were told to the copy
   */
  ResultFinding counts(CopyResult result, boolean keyed) {
    Outcome source = e.outcome();
    Outcome target = result.outcome();
    if (target.rows()) {
      return onlyOneHasRows();
    }
    if (source.updateCount() < 0 || target.updateCount() < 0) {
      return ResultFinding.incomparable(Incomparable.NO_ROWS);
    }
    if (source.updateCount() != target.updateCount()) {
      return different(ResultKind.AFFECTED, source, target);
    }
    boolean known =
        source.generatedKey() != Outcome.NO_KEY && target.generatedKey() != Outcome.NO_KEY;
    if (keyed && known && source.generatedKey() != target.generatedKey()) {
      return different(ResultKind.GENERATED_KEY, source, target);
    }
    return ResultFinding.same();
  }

  private static ResultFinding different(ResultKind kind, Outcome source, Outcome target) {
    long was = source.updateCount();
    long is = target.updateCount();
    String words =
        kind == ResultKind.AFFECTED ? was + " rows changed, here " + is : "another generated key";
    return ResultFinding.different(
        ResultExample.of(kind, words, List.of(), List.of(), was, is, List.of()));
  }

  /** Whether it answers with a number of rows that it changed. */
  static boolean tellsCount(SqlShape shape) {
    switch (shape.kind()) {
      case INSERT:
      case UPDATE:
      case DELETE:
      case REPLACE:
      case LOAD:
        return true;
      default:
        return false;
    }
  }
}
