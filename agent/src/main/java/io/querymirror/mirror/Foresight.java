package io.querymirror.mirror;

import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.hosts.TextMap;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.stats.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * What a target would do with a statement that a rule took for it, as far as text, outcome and
 * settings tell: by the same judgement as in a running mirror, before queues and connections.
 */
public final class Foresight {
  /** How far it gets. */
  public enum Fate {
    /** It is queued and runs, if the queue has room and a host is up. */
    RUNS,
    NOT_REPEATED,
    DROPPED
  }

  private final Fate fate;
  private final @Nullable DropReason reason;
  private final String why;
  private final @Nullable String sql;
  private final @Nullable String schema;
  private final boolean multiplies;
  private final boolean varies;

  private Foresight(
      Fate fate,
      @Nullable DropReason reason,
      String why,
      @Nullable String sql,
      @Nullable String schema,
      boolean multiplies,
      boolean varies) {
    this.fate = fate;
    this.reason = reason;
    this.why = why;
    this.sql = sql;
    this.schema = schema;
    this.multiplies = multiplies;
    this.varies = varies;
  }

  /**
   * @param copy the statement as the rule wants it repeated
   * @param statementSize {@code limits.statement_size} in bytes
   */
  public static Foresight of(TargetSettings target, long statementSize, Execution copy) {
    Verdict verdict = new Admission(target, statementSize).judge(copy);
    SqlShape shape = copy.statementShape();
    DropReason reason = verdict.reason();
    if (verdict.notRepeated()) {
      String why =
          shape.control() != null && !Errors.notToRepeat(copy.outcome())
              ? "session control that failed at the source changed nothing there"
              : "its outcome at the source tells of the moment and not of the statement";
      return new Foresight(Fate.NOT_REPEATED, null, why, null, null, false, false);
    }
    if (reason != null) {
      return dropped(reason, why(target, copy, verdict));
    }
    TextMap texts = new TextMap(target);
    try {
      return new Foresight(
          Fate.RUNS,
          null,
          "",
          texts.map(copy),
          texts.schema(copy.schema()),
          new Copies(target).multiplies(copy, shape),
          Variation.varies(copy));
    } catch (NotRepeatableException e) {
      return dropped(DropReason.UNSUPPORTED, String.valueOf(e.getMessage()));
    }
  }

  private static Foresight dropped(DropReason reason, String why) {
    return new Foresight(Fate.DROPPED, reason, why, null, null, false, false);
  }

  private static String why(TargetSettings target, Execution e, Verdict verdict) {
    String unsupported = verdict.unsupported();
    if (unsupported != null) {
      return unsupported;
    }
    if (verdict.reason() != DropReason.WRITE_DENIED) {
      return "text and binds are larger than limits.statement_size";
    }
    if (target.writes() == Writes.DENY && Admission.mayWrite(e.statementShape())) {
      return "it writes, or may, and the target has writes: deny";
    }
    return Admission.liftsReadOnly(e, e.statementShape())
        ? "it would end the read-only mode of the session"
        : "it commits by itself, and the target has writes: rollback";
  }

  public Fate fate() {
    return fate;
  }

  /** The bin that it is dropped in; null unless {@link Fate#DROPPED}. */
  public @Nullable DropReason reason() {
    return reason;
  }

  /** In words, for one that does not run; else empty. */
  public String why() {
    return why;
  }

  /** The text that runs, by the target's names of schemas; null where it does not run. */
  public @Nullable String sql() {
    return sql;
  }

  /** The schema that it runs in, by the target's name; null for none. */
  public @Nullable String schema() {
    return schema;
  }

  /** Whether {@code copies} of the rule say how often it runs; false for what runs once anyway. */
  public boolean multiplies() {
    return multiplies;
  }

  /** Whether further copies may have the values of other statements, where the rule says so. */
  public boolean varies() {
    return varies;
  }
}
