package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/**
 * What the capture hands over when a call of the application has finished: a statement, a batch, or
 * a method of its connection. Immutable; the only thing that crosses the ring.
 */
public class SourceEvent {
  /** The call that finished. */
  public enum Type {
    STATEMENT,
    /** executeBatch: one statement for each entry. */
    BATCH,
    COMMIT,
    ROLLBACK,
    /** setAutoCommit; {@link #number()} is 1 or 0. */
    AUTOCOMMIT,
    /** setSavepoint; {@link #argument()} is the name that the server knows. */
    SAVEPOINT,
    ROLLBACK_TO,
    RELEASE_SAVEPOINT,
    /** setCatalog or setSchema; {@link #argument()} is the schema. */
    SCHEMA,
    /** setTransactionIsolation; {@link #number()} is the constant of java.sql.Connection. */
    ISOLATION,
    /** setReadOnly; {@link #number()} is 1 or 0. */
    READ_ONLY,
    /** close or abort of the physical connection. */
    CLOSE
  }

  /** How the statement was sent. */
  public enum Form {
    TEXT,
    PREPARED,
    SERVER_PREPARED,
    CALL
  }

  /** Argument of an AUTOCOMMIT that tells where a session stands, after calls of it were missed. */
  public static final String REJOINED = "rejoined";

  private static final Type[] TYPES = Type.values();
  private static final Form[] FORMS = Form.values();

  /** What few events have: an object of its own keeps it out of all the others. */
  private static final class Particulars {
    final int lostBefore;
    final boolean joinedInTransaction;
    final @Nullable BatchEntries batch;
    final @Nullable String unsupported;
    final @Nullable String argument;
    final int number;

    Particulars(
        int lostBefore,
        boolean joinedInTransaction,
        @Nullable BatchEntries batch,
        @Nullable String unsupported,
        @Nullable String argument,
        int number) {
      this.lostBefore = lostBefore;
      this.joinedInTransaction = joinedInTransaction;
      this.batch = batch;
      this.unsupported = unsupported;
      this.argument = argument;
      this.number = number;
    }
  }

  /** One whose rows are held: a class of its own keeps the field out of all the others. */
  private static final class WithRows extends SourceEvent {
    final HeldRows rows;

    WithRows(
        SourceConnection connection,
        long startNanos,
        long finishNanos,
        int sessionEpoch,
        int lostBefore,
        boolean joinedInTransaction,
        Form form,
        StatementText text,
        Binds binds,
        Outcome outcome,
        @Nullable String unsupported,
        @Nullable String ownSchema,
        HeldRows rows) {
      super(
          Type.STATEMENT,
          connection,
          startNanos,
          finishNanos,
          sessionEpoch,
          lostBefore,
          joinedInTransaction,
          form,
          text,
          binds,
          outcome,
          null,
          unsupported,
          ownSchema,
          0);
      this.rows = rows;
    }
  }

  private final long startNanos;
  private final long finishNanos;
  private final SourceConnection connection;
  private final @Nullable StatementText text;
  private final Binds binds;
  private final Outcome outcome;
  private final @Nullable Particulars particulars;
  private final int sessionEpoch;
  private final byte type;
  private final byte form;

  private SourceEvent(
      Type type,
      SourceConnection connection,
      long startNanos,
      long finishNanos,
      int sessionEpoch,
      int lostBefore,
      boolean joinedInTransaction,
      Form form,
      @Nullable StatementText text,
      Binds binds,
      Outcome outcome,
      @Nullable BatchEntries batch,
      @Nullable String unsupported,
      @Nullable String argument,
      int number) {
    this.type = (byte) type.ordinal();
    this.connection = connection;
    this.startNanos = startNanos;
    this.finishNanos = finishNanos;
    this.sessionEpoch = sessionEpoch;
    this.form = (byte) form.ordinal();
    this.text = text;
    this.binds = binds;
    this.outcome = outcome;
    this.particulars =
        lostBefore == 0
                && !joinedInTransaction
                && batch == null
                && unsupported == null
                && argument == null
                && number == 0
            ? null
            : new Particulars(
                lostBefore, joinedInTransaction, batch, unsupported, argument, number);
  }

  /** One finished statement of which all is known, in a session of which nothing is lost. */
  public static SourceEvent statement(
      SourceConnection connection,
      long startNanos,
      long finishNanos,
      Form form,
      StatementText text,
      Binds binds,
      Outcome outcome) {
    return statement(
        connection,
        startNanos,
        finishNanos,
        0,
        0,
        false,
        form,
        text,
        binds,
        outcome,
        null,
        null,
        null);
  }

  /**
   * One finished statement.
   *
   * @param ownSchema see {@link #argument}
   * @param rows what its driver holds of its result, or null
   */
  public static SourceEvent statement(
      SourceConnection connection,
      long startNanos,
      long finishNanos,
      int sessionEpoch,
      int lostBefore,
      boolean joinedInTransaction,
      Form form,
      StatementText text,
      Binds binds,
      Outcome outcome,
      @Nullable String unsupported,
      @Nullable String ownSchema,
      @Nullable HeldRows rows) {
    if (rows != null) {
      return new WithRows(
          connection,
          startNanos,
          finishNanos,
          sessionEpoch,
          lostBefore,
          joinedInTransaction,
          form,
          text,
          binds,
          outcome,
          unsupported,
          ownSchema,
          rows);
    }
    return new SourceEvent(
        Type.STATEMENT,
        connection,
        startNanos,
        finishNanos,
        sessionEpoch,
        lostBefore,
        joinedInTransaction,
        form,
        text,
        binds,
        outcome,
        null,
        unsupported,
        ownSchema,
        0);
  }

  /**
   * One finished batch; {@code text} is null where every entry has its own.
   *
   * @param ownSchema see {@link #argument}
   */
  public static SourceEvent batch(
      SourceConnection connection,
      long startNanos,
      long finishNanos,
      int sessionEpoch,
      int lostBefore,
      boolean joinedInTransaction,
      Form form,
      @Nullable StatementText text,
      BatchEntries entries,
      @Nullable String unsupported,
      @Nullable String ownSchema) {
    return new SourceEvent(
        Type.BATCH,
        connection,
        startNanos,
        finishNanos,
        sessionEpoch,
        lostBefore,
        joinedInTransaction,
        form,
        text,
        Binds.NONE,
        Outcome.ROWS,
        entries,
        unsupported,
        ownSchema,
        0);
  }

  /** One finished method of the connection. */
  public static SourceEvent control(
      Type type,
      SourceConnection connection,
      long startNanos,
      long finishNanos,
      int sessionEpoch,
      int lostBefore,
      boolean joinedInTransaction,
      Outcome outcome,
      @Nullable String argument,
      int number) {
    return new SourceEvent(
        type,
        connection,
        startNanos,
        finishNanos,
        sessionEpoch,
        lostBefore,
        joinedInTransaction,
        Form.TEXT,
        null,
        Binds.NONE,
        outcome,
        null,
        null,
        argument,
        number);
  }

  public Type type() {
    return TYPES[type];
  }

  public SourceConnection connection() {
    return connection;
  }

  /** System.nanoTime() before the driver was called. */
  public long startNanos() {
    return startNanos;
  }

  /** System.nanoTime() after the driver returned. */
  public long finishNanos() {
    return finishNanos;
  }

  /** Grows with everything on the application's side that may have changed the session's state. */
  public int sessionEpoch() {
    return sessionEpoch;
  }

  /** Events of this connection that found the ring full since its last event. */
  public int lostBefore() {
    return particulars == null ? 0 : particulars.lostBefore;
  }

  /**
   * True on the first event of a connection after mirroring was switched on, where a transaction
   * was open, or may have been, before that event.
   */
  public boolean joinedInTransaction() {
    return particulars != null && particulars.joinedInTransaction;
  }

  public Form form() {
    return FORMS[form];
  }

  public @Nullable StatementText text() {
    return text;
  }

  public Binds binds() {
    return binds;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** What the driver holds of a statement's result, or null. */
  public @Nullable HeldRows heldRows() {
    return this instanceof WithRows ? ((WithRows) this).rows : null;
  }

  public @Nullable BatchEntries batch() {
    return particulars == null ? null : particulars.batch;
  }

  /** Why the binds could not be read, or null. */
  public @Nullable String unsupported() {
    return particulars == null ? null : particulars.unsupported;
  }

  /**
   * Of a control its argument. Of a statement the schema that it ran in, where that is not its
   * connection's: Connector/J runs a statement in the schema it was made in.
   */
  public @Nullable String argument() {
    return particulars == null ? null : particulars.argument;
  }

  public int number() {
    return particulars == null ? 0 : particulars.number;
  }

  /** Nobody will take it any further: its rows are kept by those alone who took it by now. */
  public void releaseRows() {
    HeldRows rows = heldRows();
    if (rows != null) {
      rows.release();
    }
  }

  /** Statements in it: entries of a batch, 1 for a statement, 0 for a method of the connection. */
  public int statements() {
    BatchEntries batch = batch();
    return batch != null ? batch.size() : type() == Type.STATEMENT ? 1 : 0;
  }
}
