package io.querymirror.bootstrap;

/**
 * What the instrumented drivers call: the only class of querymirror that every class loader sees.
 *
 * <p>It lives in the boot loader, so it names no type outside {@code java.lang}: the boot loader
 * does not see {@code java.sql}. An instrumented method reads {@link #on} first and does nothing
 * else while it is false. {@code enter} methods answer a token that the matching exit method takes;
 * a null token means that this frame has nothing to do, because an outer frame of the same driver
 * is already being watched. Every non-null token must come back exactly once, also when the driver
 * threw. No method throws.
 */
public abstract class Probe {
  /** commit. */
  public static final int CONTROL_COMMIT = 0;

  /** rollback without a savepoint. */
  public static final int CONTROL_ROLLBACK = 1;

  /** setAutoCommit. */
  public static final int CONTROL_AUTOCOMMIT = 2;

  /** setSavepoint; the argument is the Savepoint that came back. */
  public static final int CONTROL_SAVEPOINT = 3;

  /** rollback to a Savepoint. */
  public static final int CONTROL_ROLLBACK_TO = 4;

  /** releaseSavepoint. */
  public static final int CONTROL_RELEASE = 5;

  /** setCatalog, setSchema or a driver's own name for it. */
  public static final int CONTROL_SCHEMA = 6;

  /** setTransactionIsolation. */
  public static final int CONTROL_ISOLATION = 7;

  /** setReadOnly. */
  public static final int CONTROL_READ_ONLY = 8;

  /** close or abort. */
  public static final int CONTROL_CLOSE = 9;

  /** The server forgets the session's state: changeUser, reset. */
  public static final int CONTROL_RESET = 10;

  /** Whether calls are captured. */
  public static volatile boolean on;

  /** Set before {@link #on} becomes true; null again once the agent has left. */
  public static volatile Probe probe;

  /** A call that sends the given text. {@code known}: a driver's own class, no unknown wrapper. */
  public abstract Object enterText(Object statement, String sql, boolean known);

  /** A call that sends the text and binds of a prepared statement. */
  public abstract Object enterPrepared(Object statement, boolean known);

  /** executeBatch or executeLargeBatch. */
  public abstract Object enterBatch(Object statement, boolean known);

  /**
   * A method of a connection that changes its session.
   *
   * @param argument the schema or the java.sql.Savepoint, or null
   * @param number the boolean as 1 or 0, or the isolation constant
   */
  public abstract Object enterControl(
      Object connection, int what, Object argument, int number, boolean known);

  /** Anything else that a driver may answer by statements of its own. */
  public abstract Object enterGuard(boolean known);

  /**
   * The same, with the arguments as they came: a driver may assign to its parameters, and the exit
   * would see what it assigned.
   */
  public abstract Object enterArguments(
      boolean known, Object first, Object second, Object third, Object fourth);

  /** executeQuery ended with a result set, or threw. */
  public abstract void exitRows(Object token, Object statement, Object resultSet, Throwable thrown);

  /** executeUpdate ended. */
  public abstract void exitCount(Object token, Object statement, long count, Throwable thrown);

  /** execute ended: whether the first result is rows. */
  public abstract void exitFlag(Object token, Object statement, boolean rows, Throwable thrown);

  /** A batch ended: an int[] or long[], or null where it threw. */
  public abstract void exitBatch(Object token, Object statement, Object counts, Throwable thrown);

  /**
   * A method of a connection ended; {@code result} is the java.sql.Savepoint where there is one.
   */
  public abstract void exitControl(
      Object token, Object connection, Object result, Throwable thrown);

  /** A guarded method ended. */
  public abstract void exitGuard(Object token);

  /** prepareStatement or prepareCall, entered with its text, ended with the new statement. */
  public abstract void exitPrepare(
      Object token, Object connection, Object statement, Throwable thrown);

  /** connect, entered with URL and java.util.Properties where given, ended. */
  public abstract void exitConnect(Object token, Object connection, Throwable thrown);

  /**
   * A setter of a prepared statement that takes a number.
   *
   * @param bits the number; a boolean as 1 or 0, a float or double as its raw bits
   */
  public abstract Object enterNumber(int position, long bits, boolean known);

  /** A setter that takes a number ended; {@code kind}: ordinal of the agent's BindKind. */
  public abstract void exitNumber(Object token, Object statement, int kind, Throwable thrown);

  /** A setter of a prepared statement that takes a text or a BigDecimal. */
  public abstract Object enterValue(int position, Object value, boolean known);

  /** A setter that takes a text or a BigDecimal ended. */
  public abstract void exitValue(
      Object token, Object statement, int kind, boolean known, Throwable thrown);

  /**
   * Any other setter of a prepared statement ended; entered with Integer position from 1 or String
   * name, value, and what else there was.
   *
   * @param kind ordinal of the agent's BindKind
   * @param reason the setter's name where the value cannot be read, else null
   */
  public abstract void exitBind(
      Object token, Object statement, int kind, String reason, Throwable thrown);

  /** registerOutParameter, entered with position or name, type, and scale or type name, ended. */
  public abstract void exitRegisterOut(Object token, Object statement, Throwable thrown);

  /** addBatch ended; entered with its text, or with none for the binds of a prepared statement. */
  public abstract void exitAddBatch(Object token, Object statement, Throwable thrown);

  /** clearBatch ended. */
  public abstract void exitClearBatch(Object token, Object statement, Throwable thrown);

  /** close of a statement ended. */
  public abstract void exitClose(Object token, Object statement, Throwable thrown);

  /** clearParameters ended. */
  public abstract void exitClearParameters(Object token, Object statement, Throwable thrown);
}
