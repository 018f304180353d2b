package io.querymirror.stats;

import io.querymirror.model.Execution;
import io.querymirror.model.Fate;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tables whose rows on one target need not equal the source's any more, by the source's names: a
 * write that the source committed was not committed there, or not as it was. What happens in a
 * transaction that the source rolls back changes nothing. All methods from any thread.
 *
 * <p>A write that does not tell its tables puts every table out of step; so does each table beyond
 * the first thousand. Of a CALL it may take a moment until it is known that it only reads: as long
 * every table is out of step.
 */
public final class OutOfStep {
  /** Why. */
  public enum Reason {
    DENIED,
    /** It ran on the target and was rolled back there. */
    ROLLED_BACK,
    DROPPED,
    SAMPLED_OUT,
    /** No rule took it for this target. */
    UNMATCHED,
    /** It failed on the target, or only at the source. */
    FAILED,
    /** Its place among others that concern it can't be known. */
    AMBIGUOUS,
    /** Another agent writes to the same tables, in an order of its own. */
    SEVERAL_WRITERS,
    /** It computes values anew that the source has computed by itself. */
    UNPINNED,
    /** Whether the source, or the target, committed it is not known. */
    UNKNOWN_OUTCOME;

    /** As the report names it. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a write reaches beyond the tables that its text names. */
  public interface Reach {
    /** Nobody knows of any. */
    Reach NOTHING = (e, table) -> List.of();

    /**
     * Such tables, by the source's names, with their schemas. Never waits.
     *
     * @param table one that the text names as written
     */
    List<TableRef> of(Execution e, TableRef table);

    /**
     * What a CALL may do. Never waits.
     *
     * @param schema the session's, by the source's name
     */
    default Calls calls(SqlShape shape, @Nullable String schema) {
      return Calls.ANYTHING;
    }
  }

  /** What a CALL may do to the tables. */
  public enum Calls {
    READS,
    ANYTHING,
    /** That is being found out. */
    NOT_KNOWN_YET
  }

  /** Names every table. */
  public static final String EVERY = "*";

  private final TableBook tables = new TableBook();
  private volatile Reach reach = Reach.NOTHING;
  private final Undecided undecided = new Undecided();

  /** A reason that holds once the source's transaction has ended in a certain way. */
  private static final class Pending implements Fate.Waiting {
    private final TableReasons table;
    private final Reason reason;
    private final When when;

    Pending(TableReasons table, Reason reason, When when) {
      this.table = table;
      this.reason = reason;
      this.when = when;
    }

    @Override
    public void over(Fate.End end, long times) {
      if (when.holds(end)) {
        table.add(reason, times);
      }
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Pending
          && table == ((Pending) o).table
          && reason == ((Pending) o).reason
          && when == ((Pending) o).when;
    }

    @Override
    public int hashCode() {
      return Objects.hash(System.identityHashCode(table), reason, when);
    }
  }

  private enum When {
    KEPT,
    UNDONE,
    UNKNOWN;

    boolean holds(Fate.End end) {
      switch (this) {
        case KEPT:
          return end != Fate.End.ROLLED_BACK;
        case UNDONE:
          return end != Fate.End.COMMITTED;
        default:
          return end == Fate.End.UNKNOWN;
      }
    }
  }

  /** From now on writes are followed to what they reach so. */
  public void follow(Reach to) {
    reach = to;
  }

  /** This table is out of step from now on; {@code schema} is null where none is known. */
  public void table(@Nullable String schema, String table, Reason reason) {
    tables.of(schema, table).add(reason, 1);
  }

  /** Every table is out of step from now on. */
  public void everything(Reason reason) {
    tables.every().add(reason, 1);
  }

  /** Whether a statement of this text may change rows at all. */
  public static boolean concerns(SqlShape shape) {
    return Written.of(shape) != Written.NOTHING;
  }

  /** A statement of the source that was not, or not surely, committed on this target. */
  public void missed(Execution e, Reason reason) {
    missed(e, reason, 1);
  }

  /** The same for so many statements that are like this one. */
  public void missed(Execution e, Reason reason, long times) {
    if (e.outcome().ok()) {
      note(e, reason, When.KEPT, times);
    } else if (mayHaveRun(e.outcome())) {
      note(e, Reason.UNKNOWN_OUTCOME, When.KEPT, times);
    }
  }

  /** A statement that failed at the source has changed rows on the target. */
  public void extra(Execution e) {
    note(e, Reason.FAILED, When.KEPT, 1);
  }

  /** It ran in a transaction of the target that ends as the source's does, if that is known. */
  public void followed(Execution e) {
    if (e.fate() != null) {
      note(e, Reason.UNKNOWN_OUTCOME, When.UNKNOWN, 1);
    }
  }

  /** It is committed on the target already, whatever the source does with its transaction. */
  public void aheadOf(Execution e) {
    if (e.fate() != null) {
      note(e, Reason.ROLLED_BACK, When.UNDONE, 1);
    }
  }

  /**
   * A statement of which nothing more will be heard, however often it is run: its tables are out of
   * step, whatever becomes of this transaction.
   */
  public void forgotten(Execution e, Reason reason) {
    SqlShape shape = e.original().shape();
    if (shape != null) {
      note(shape, e.original(), null, reason, When.KEPT, 1);
      unwatched(shape, e.schema());
    }
  }

  private void unwatched(SqlShape shape, @Nullable String schema) {
    if (Written.of(shape) == Written.ANYTHING) {
      tables.every().unwatched();
    }
    for (TableRef t : shape.tables()) {
      if (t.written()) {
        tables.of(t.schema() == null ? schema : t.schema(), t.name()).unwatched();
      }
    }
  }

  private void note(Execution e, Reason reason, When when, long times) {
    SqlShape shape = e.original().shape();
    if (shape != null) {
      note(shape, e.original(), e.fate(), reason, when, times);
    }
  }

  private void note(
      SqlShape shape, Execution e, @Nullable Fate fate, Reason reason, When when, long times) {
    Written written = Written.of(shape);
    if (written == Written.ANYTHING) {
      if (shape.kind() == Kind.CALL) {
        called(new Undecided.Call(shape, e.schema()), fate, reason, when, times);
      } else {
        note(tables.every(), fate, reason, when, times);
      }
    } else if (written == Written.TABLES) {
      for (TableRef t : shape.tables()) {
        if (t.written()) {
          String where = t.schema() == null ? e.schema() : t.schema();
          note(tables.of(where, t.name()), fate, reason, when, times);
          for (TableRef other : reach.of(e, t)) {
            note(tables.of(other.schema(), other.name()), fate, reason, when, times);
          }
        }
      }
    }
  }

  private void called(
      Undecided.Call call, @Nullable Fate fate, Reason reason, When when, long times) {
    switch (reach.calls(call.shape, call.schema)) {
      case READS:
        return;
      case NOT_KNOWN_YET:
        if (undecided.add(call, reason, () -> note(tables.every(), fate, reason, when, times))) {
          return;
        }
        break;
      default:
    }
    note(tables.every(), fate, reason, when, times);
  }

  /** Looks whether it is known by now what the last CALLs do. */
  private boolean isUndecided() {
    return !undecided.isEmpty() && !undecided.settle(reach);
  }

  private static void note(
      TableReasons table, @Nullable Fate fate, Reason reason, When when, long times) {
    if (fate == null) {
      table.add(reason, times);
    } else {
      fate.await(new Pending(table, reason, when), times);
    }
  }

  /** No answer of the server was seen: it may have run, and may have been committed. */
  private static boolean mayHaveRun(Outcome outcome) {
    String state = String.valueOf(outcome.sqlState());
    // Connector/J's time-out and cancel come with no state and no number, after the fact.
    return state.startsWith("08") || (outcome.vendorCode() == 0 && state.equals("HY000"));
  }

  /**
   * Whether a read of this table may differ by what was not mirrored. Names compare without their
   * case, as some servers do.
   */
  public boolean contains(@Nullable String schema, String table) {
    return isUndecided() || tables.every().any() || tables.holds(schema, table);
  }

  /** Grows with each table that comes to be out of step. */
  public int version() {
    return tables.version();
  }

  /** Takes the name of a table. */
  public interface Names {
    /**
     * @param schema null where none is known
     */
    void table(@Nullable String schema, String name);
  }

  /** Whether every table may be out of step. */
  public boolean holdsEvery() {
    return isUndecided() || tables.every().any();
  }

  /**
   * Tells the tables of which something was missed since that time (System.nanoTime()), or may have
   * been; {@link #EVERY} stands for any.
   */
  public void forEachSince(long nanos, Names to) {
    if (isUndecided() || tables.every().anySince(nanos)) {
      to.table(null, EVERY);
    }
    tables.forEach(
        t -> {
          if (t.anySince(nanos)) {
            to.table(t.schema, t.name);
          }
        });
  }

  /** Tells the tables that are out of step, but for {@link #holdsEvery}. */
  public void forEach(Names to) {
    tables.forEach(
        t -> {
          if (t.any()) {
            to.table(t.schema, t.name);
          }
        });
  }

  /**
   * Tells the tables that a statement's own transaction wrote at the source and not on the target,
   * whatever becomes of it; {@link #EVERY} stands for any.
   *
   * @param undone whether what ran on the target and is rolled back there counts as not written
   */
  public void missedWith(Execution e, boolean undone, Names to) {
    Fate fate = e.fate();
    if (fate == null) {
      return;
    }
    for (Fate.Waiting w : fate.awaited()) {
      if (w instanceof Pending
          && ((Pending) w).when == When.KEPT
          && (undone || ((Pending) w).reason != Reason.ROLLED_BACK)) {
        to.table(((Pending) w).table.schema, ((Pending) w).table.name);
      }
    }
  }

  /** Reasons by table, as {@code schema.table}, or {@link #EVERY}, which comes first; sorted. */
  public Map<String, Map<String, Long>> snapshot() {
    Map<String, Map<String, Long>> all = new LinkedHashMap<>();
    if (isUndecided()) {
      Map<String, Long> reasons = tables.every().snapshot();
      undecided.forEach(reason -> reasons.merge(reason.key(), 1L, Long::sum));
      all.put(EVERY, reasons);
    } else {
      put(all, EVERY, tables.every());
    }
    tables.forEachNamed((name, reasons) -> put(all, name, reasons));
    return all;
  }

  private static void put(Map<String, Map<String, Long>> all, String name, TableReasons table) {
    Map<String, Long> reasons = table.snapshot();
    if (!reasons.isEmpty()) {
      all.put(name, reasons);
    }
  }
}
