package io.querymirror.stats;

import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import org.jspecify.annotations.Nullable;

/**
 * What verdicts know of one copy, with nothing of its text, binds or rows; immutable. How it ran is
 * told when it ended, and what its result came to when that is settled: two of these.
 */
public final class JudgedCopy {
  private final Execution original;
  private final @Nullable Outcome outcome;
  private final long targetNanos;
  private final long lagNanos;
  private final boolean timed;
  private final long millis;
  private final @Nullable ResultFinding finding;

  private JudgedCopy(
      Execution original,
      @Nullable Outcome outcome,
      long targetNanos,
      long lagNanos,
      boolean timed,
      long millis,
      @Nullable ResultFinding finding) {
    this.original = original;
    this.outcome = outcome;
    this.targetNanos = targetNanos;
    this.lagNanos = lagNanos;
    this.timed = timed;
    this.millis = millis;
    this.finding = finding;
  }

  /**
   * It ran.
   *
   * @param original as {@link #slim} makes it
   * @param timed whether its times count: not those of further copies and of entries of a batch
   * @param millis since the epoch
   */
  public static JudgedCopy ran(
      Execution original,
      Outcome outcome,
      long targetNanos,
      long lagNanos,
      boolean timed,
      long millis) {
    return new JudgedCopy(original, outcome, targetNanos, lagNanos, timed, millis, null);
  }

  /**
   * Its result was judged.
   *
   * @param original as {@link #slim} makes it
   */
  public static JudgedCopy compared(Execution original, ResultFinding finding) {
    return new JudgedCopy(original, null, 0, 0, false, 0, finding);
  }

  /** An original without what takes memory: its normalized text, no binds, no rows. */
  public static Execution slim(Execution e) {
    return slim(
        e.connection(),
        e.statementShape(),
        e.schema(),
        e.inTransaction(),
        e.sourceNanos(),
        e.outcome());
  }

  public static Execution slim(
      SourceConnection connection,
      SqlShape shape,
      @Nullable String schema,
      boolean inTransaction,
      long sourceNanos,
      Outcome outcome) {
    StatementText text = new StatementText(shape.digestText());
    text.shape(shape);
    SourceEvent event =
        SourceEvent.statement(
            connection, 0, sourceNanos, SourceEvent.Form.TEXT, text, Binds.NONE, outcome);
    return new Execution(
        event,
        0,
        text,
        shape,
        Binds.NONE,
        outcome,
        schema,
        true,
        inTransaction ? 1 : 0,
        0,
        false,
        null,
        null,
        null);
  }

  /** Counts it as it was counted when it ran. */
  public void count(TargetLedger ledger) {
    if (outcome != null) {
      ledger.result(original, outcome, targetNanos, lagNanos, !timed, millis);
    }
    if (finding != null) {
      ledger.compared(original, finding);
    }
  }

  public Execution original() {
    return original;
  }

  /** On the target; null for a result. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  public long targetNanos() {
    return targetNanos;
  }

  public long lagNanos() {
    return lagNanos;
  }

  public boolean timed() {
    return timed;
  }

  public long millis() {
    return millis;
  }

  /** Null for a run. */
  public @Nullable ResultFinding finding() {
    return finding;
  }
}
