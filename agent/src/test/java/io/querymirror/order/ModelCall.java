package io.querymirror.order;

/** One call of a session, as the client saw it, and what came of it. */
final class ModelCall {
  enum Kind {
    STATEMENT,
    COMMIT,
    ROLLBACK,
    SAVEPOINT,
    ROLLBACK_TO
  }

  final int session;
  final Kind kind;
  final ModelStatement statement;
  final ModelTransaction transaction;
  final long start;
  long finish;

  /** When the dispatcher gets it. */
  long arrival;

  ModelDb.Result result;
  boolean timedOut;

  /** Its reply never came: it may have run or not. */
  boolean lost;

  int met;
  int read;
  Ordered.Snapshot snapshot = Ordered.Snapshot.NONE;

  // on the target
  Ordered ordered;
  boolean compared;
  int targetRead;

  ModelCall(
      int session, Kind kind, ModelStatement statement, ModelTransaction transaction, long start) {
    this.session = session;
    this.kind = kind;
    this.statement = statement;
    this.transaction = transaction;
    this.start = start;
  }

  boolean isAutocommitWrite() {
    return transaction == null && kind == Kind.STATEMENT && statement.writes();
  }

  boolean isDeadlock() {
    return result == ModelDb.Result.DEADLOCK;
  }

  /** Whether its start is announced before it is sent. */
  boolean isAnnounced(boolean repeatable) {
    return kind == Kind.COMMIT
        || kind == Kind.ROLLBACK
        || kind == Kind.ROLLBACK_TO
        || isAutocommitWrite()
        || isPlacedByStart(repeatable);
  }

  boolean isPlacedByStart(boolean repeatable) {
    return !repeatable
        && statement != null
        && statement.kind == ModelStatement.Kind.INSERT_SELECT
        && transaction != null;
  }

  @Override
  public String toString() {
    return "s"
        + session
        + " ["
        + start
        + ".."
        + finish
        + "] at "
        + arrival
        + " "
        + (statement == null ? kind : (transaction == null ? "auto " : "") + statement)
        + (result == null || result == ModelDb.Result.OK ? "" : " " + result)
        + (timedOut ? " TIMEOUT" : "")
        + (lost ? " LOST" : "");
  }
}
