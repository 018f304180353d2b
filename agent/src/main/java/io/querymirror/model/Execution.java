package io.querymirror.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One executed statement, or one piece of session control, placed in its session: what rules judge
 * and targets repeat. Made by the dispatcher, in the order of each session; immutable.
 */
public final class Execution {
  private final SourceEvent event;
  private final long sequence;
  private final @Nullable StatementText text;
  private final @Nullable SqlShape shape;
  private final Binds binds;
  private final Outcome outcome;
  private final @Nullable String schema;
  private final boolean autocommit;
  private final long transaction;
  private final long endedTransaction;
  private final boolean committed;
  private final @Nullable ControlType control;
  private final @Nullable String argument;
  private final @Nullable String unsupported;
  private final long sentNanos;
  private final @Nullable Execution original;
  private final @Nullable Fate fate;
  private final BindMask hidden;

  /**
   * @param text null for a method of the connection
   * @param schema current schema at the source when it ran; null for none
   * @param transaction id of the transaction it belongs to (unique in the JVM); 0 for none
   * @param endedTransaction id of the transaction that ended with it, or that the server ended
   *     before it; 0 for none
   * @param committed how {@code endedTransaction} ended
   * @param control what it does to its session; null for a statement that is no session control
   * @param argument of the control: schema, savepoint, variables, isolation constant, 1 or 0
   * @param fate how its transaction will end; null for none
   */
  public Execution(
      SourceEvent event,
      long sequence,
      @Nullable StatementText text,
      @Nullable SqlShape shape,
      Binds binds,
      Outcome outcome,
      @Nullable String schema,
      boolean autocommit,
      long transaction,
      long endedTransaction,
      boolean committed,
      @Nullable ControlType control,
      @Nullable String argument,
      @Nullable Fate fate) {
    this.event = event;
    this.sequence = sequence;
    this.text = text;
    this.shape = shape;
    this.binds = binds;
    this.outcome = outcome;
    this.schema = schema;
    this.autocommit = autocommit;
    this.transaction = transaction;
    this.endedTransaction = endedTransaction;
    this.committed = committed;
    this.control = control;
    this.argument = argument;
    this.unsupported = event.unsupported();
    this.original = null;
    this.sentNanos = event.startNanos();
    this.fate = fate;
    this.hidden = BindMask.NONE;
  }

  /** What another is, but for what a copy may have of its own. */
  private Execution(
      Execution same,
      @Nullable StatementText text,
      @Nullable SqlShape shape,
      Binds binds,
      @Nullable String unsupported,
      @Nullable Execution original,
      long sentNanos,
      BindMask hidden) {
    this.event = same.event;
    this.sequence = same.sequence;
    this.text = text;
    this.shape = shape;
    this.binds = binds;
    this.outcome = same.outcome;
    this.schema = same.schema;
    this.autocommit = same.autocommit;
    this.transaction = same.transaction;
    this.endedTransaction = same.endedTransaction;
    this.committed = same.committed;
    this.control = same.control;
    this.argument = same.argument;
    this.unsupported = unsupported;
    this.original = original;
    this.sentNanos = sentNanos;
    this.fate = same.fate;
    this.hidden = hidden;
  }

  /** The same execution, which no target can repeat for this reason. */
  public Execution unsupported(String reason) {
    return new Execution(this, text, shape, binds, reason, original, sentNanos, hidden);
  }

  /** The same execution with another text, which is what a target repeats. */
  public Execution rewritten(StatementText other, SqlShape otherShape) {
    return new Execution(
        this, other, otherShape, binds, unsupported, original(), original().sentNanos, hidden);
  }

  /**
   * The same execution with what another one said: a copy for volume alone, in this one's place.
   */
  public Execution saying(StatementText other, SqlShape otherShape, Binds values) {
    return new Execution(
        this, other, otherShape, values, unsupported, original(), sentNanos, hidden);
  }

  /** The same execution, one of a batch, which its driver sent at that System.nanoTime(). */
  public Execution sentAt(long nanos) {
    return new Execution(this, text, shape, binds, unsupported, original, nanos, hidden);
  }

  /** The same execution, of which these binds are shown nowhere. */
  public Execution hiding(BindMask mask) {
    return new Execution(this, text, shape, binds, unsupported, original, sentNanos, mask);
  }

  /** Values of binds that are shown nowhere, as texts; mostly none. */
  public List<String> hiddenValues() {
    return hidden.isEmpty() ? List.of() : hidden.values(binds);
  }

  /**
   * Whether its key was made out, and not told by its driver: true for what draws one whatever its
   * values are.
   */
  public boolean assumesKey() {
    BatchEntries batch = event.batch();
    return batch != null
        && batch.size() > 1
        && outcome.generatedKey() != Outcome.NO_KEY
        && batch.outcome(0).generatedKey() == Outcome.NO_KEY
        && outcome != batch.outcome(batch.size() - 1);
  }

  /** About when its driver sent it, as System.nanoTime(). */
  public long sentNanos() {
    return sentNanos;
  }

  /** As the application ran it: what reports tell of. The same object unless it was rewritten. */
  public Execution original() {
    return original == null ? this : original;
  }

  /** How its transaction ends; null where it belongs to none. */
  public @Nullable Fate fate() {
    return fate;
  }

  /** Why the capture could not read all that it takes to repeat this, or null. */
  public @Nullable String unsupported() {
    return unsupported;
  }

  public SourceEvent event() {
    return event;
  }

  /** Place among all executions of this JVM, from 1. */
  public long sequence() {
    return sequence;
  }

  public SourceConnection connection() {
    return event.connection();
  }

  /**
   * Whether it is a statement with a text, and so counted; false for a method of the connection.
   */
  public boolean isStatement() {
    return text != null;
  }

  public @Nullable StatementText text() {
    return text;
  }

  public @Nullable SqlShape shape() {
    return shape;
  }

  /** Text of a statement; throws IllegalStateException for a method of the connection. */
  public String sql() {
    if (text == null) {
      throw new IllegalStateException("no statement: " + event.type());
    }
    return text.sql();
  }

  /** Shape of a statement; throws IllegalStateException for a method of the connection. */
  public SqlShape statementShape() {
    if (shape == null) {
      throw new IllegalStateException("no statement: " + event.type());
    }
    return shape;
  }

  public Binds binds() {
    return binds;
  }

  public Outcome outcome() {
    return outcome;
  }

  public @Nullable String schema() {
    return schema;
  }

  /** The session's autocommit mode when it ran. */
  public boolean autocommit() {
    return autocommit;
  }

  public long transaction() {
    return transaction;
  }

  public boolean inTransaction() {
    return transaction != 0;
  }

  public long endedTransaction() {
    return endedTransaction;
  }

  public boolean committed() {
    return committed;
  }

  public @Nullable ControlType control() {
    return control;
  }

  public @Nullable String argument() {
    return argument;
  }

  /**
   * The rows that production returned, as its driver holds them; null where they can't be had.
   * Released once every target is done with the statement.
   */
  public @Nullable HeldRows heldRows() {
    return text == null ? null : event.heldRows();
  }

  /** How many warnings production got, or -1 where its driver does not tell. */
  public int sourceWarnings() {
    return outcome.warningCount();
  }

  /** Service time at the source in nanoseconds, as the application's thread saw it. */
  public long sourceNanos() {
    return event.finishNanos() - event.startNanos();
  }

  /** A rough size in bytes, for queue bounds. */
  public long bytes() {
    return 200 + (text == null ? 0 : 2L * text.sql().length()) + binds.bytes();
  }
}
