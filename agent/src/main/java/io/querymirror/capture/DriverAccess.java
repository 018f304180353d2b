package io.querymirror.capture;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be learned from a driver's objects without I/O, locks or exceptions. Chosen by the class
 * of the statement or connection.
 */
abstract class DriverAccess {
  private static final Set<DriverPaths> TOLD = ConcurrentHashMap.newKeySet();

  private static final ByClass<DriverAccess> BY_CLASS =
      new ByClass<>() {
        @Override
        DriverAccess compute(Class<?> type) {
          return choose(type);
        }
      };

  private final Class<?> type;
  private final WeakReference<DriverAccess> weakly = new WeakReference<>(this);
  private final SourceEvent.Form form;

  DriverAccess(Class<?> type) {
    this.type = type;
    this.form = form(type.getSimpleName());
  }

  boolean isOf(Object statementOrConnection) {
    return statementOrConnection.getClass() == type;
  }

  /** For who outlives the driver's class, which this belongs to. */
  WeakReference<DriverAccess> weakly() {
    return weakly;
  }

  static DriverAccess of(Object statementOrConnection) {
    return BY_CLASS.get(statementOrConnection.getClass());
  }

  /** Subclasses of a driver's classes, as some frameworks generate them, count as the driver's. */
  private static DriverAccess choose(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      DriverPaths paths = paths(c.getName(), c);
      ClassLoader loader = c.getClassLoader();
      if (paths != null && loader != null) {
        if (paths.leadThrough(loader)) {
          return new KnownDriver(paths, type, loader);
        }
        tell(paths, type);
        return new OtherDriver(type);
      }
    }
    return new OtherDriver(type);
  }

  private static @Nullable DriverPaths paths(String name, Class<?> c) {
    if (name.startsWith("com.mysql.cj.jdbc.")) {
      return DriverPaths.CONNECTOR_J;
    }
    if (name.startsWith("com.mysql.jdbc.")) {
      return DriverPaths.CONNECTOR_J_5;
    }
    if (name.startsWith("org.mariadb.jdbc.")) {
      return c.getSimpleName().startsWith("MariaDb") || isMariaDb2(c)
          ? DriverPaths.MARIADB_2
          : DriverPaths.MARIADB;
    }
    return null;
  }

  /** A version of the driver in which things lie elsewhere: JDBC itself must tell. */
  private static void tell(DriverPaths paths, Class<?> type) {
    if (TOLD.add(paths)) {
      Log.of(DriverAccess.class).later(Message.DRIVER_UNKNOWN, type.getName());
    }
  }

  private static boolean isMariaDb2(Class<?> c) {
    for (Class<?> k = c; k != null; k = k.getSuperclass()) {
      if (k.getName().equals("org.mariadb.jdbc.MariaDbStatement")) {
        return true;
      }
    }
    return false;
  }

  /** The object that stands for the physical connection, compared by identity; null if closed. */
  abstract @Nullable Object keyOfStatement(Object statement);

  abstract @Nullable Object keyOfConnection(Object connection);

  /**
   * Whether the statement's connection is one of several nodes, of which its driver chooses anew
   * between two transactions: then the statement goes along.
   */
  boolean isOfSeveral(Object statement) {
    return false;
  }

  /**
   * @param connection the connection where it is at hand
   * @param url given to connect, where seen
   * @param properties given to connect, where seen
   */
  abstract SourceConnection identify(
      long id,
      Object key,
      @Nullable Object connection,
      @Nullable String url,
      Map<String, String> properties);

  /** Current schema as the driver believes, or null; {@code subject}: a statement or connection. */
  abstract @Nullable String schema(Object key, Object subject);

  /** The schema that a driver runs this statement in, where that is not its connection's now. */
  @Nullable String ownSchema(Session s, Object statement) {
    String changed = s.changedSchema;
    String own = changed == null ? null : ownSchema(statement);
    return own == null || own.equals(changed) ? null : own;
  }

  /**
   * The schema that the driver runs a statement in, where it keeps the one that the connection had
   * when the statement was made; null where a statement follows its connection.
   */
  @Nullable String ownSchema(Object statement) {
    return null;
  }

  /** The driver's view of autocommit; true where unknown. */
  abstract boolean autocommit(Object key);

  /**
   * Whether the server reported an open transaction; a driver that can't tell says autocommit off.
   */
  boolean inTransaction(Object key) {
    return !autocommit(key);
  }

  /** When the connection was opened, by System.currentTimeMillis(); 0 where unknown. */
  long created(Object key) {
    return 0;
  }

  abstract @Nullable String sql(Object preparedStatement);

  /** How a prepared statement of its class is sent. */
  SourceEvent.Form form() {
    return form;
  }

  private static SourceEvent.Form form(String name) {
    return name.contains("Server")
        ? SourceEvent.Form.SERVER_PREPARED
        : name.contains("Callable") || name.contains("Procedure") || name.contains("Function")
            ? SourceEvent.Form.CALL
            : SourceEvent.Form.PREPARED;
  }

  /** Key that the last statement generated, or {@link Outcome#NO_KEY}. */
  abstract long generatedKey(Object statement);

  /** Keys that the last batch generated, where the driver holds them one by one; else empty. */
  List<Long> batchKeys(Object statement) {
    return List.of();
  }

  /** How many warnings there were, or {@link Outcome#UNKNOWN_WARNINGS}. */
  abstract int warnings(Object statement);

  /** What the driver holds of the result that a statement just got; null where it can't be had. */
  @Nullable HeldRows rows(Object statement, RowBudget budget) {
    return NoRows.DRIVER;
  }

  /**
   * What the driver holds of the OUT parameters of a call that returned no rows; null for none, or
   * where they can't be had.
   */
  @Nullable HeldRows parameters(Object callable, RowBudget budget) {
    return null;
  }

  /** The binds as the driver holds them, where it does so readably; else null. */
  @Nullable RawBinds binds(Object preparedStatement) {
    return null;
  }

  /** Whether the driver keeps what was bound by reference until it sends. */
  boolean bindsByReference() {
    return true;
  }

  /** Comments by which the driver's users ask for a ping instead of a statement. */
  boolean isPing(String sql) {
    return false;
  }

  static boolean isSecret(String property) {
    String p = property.toLowerCase(Locale.ROOT);
    return p.contains("password") || p.contains("secret") || p.contains("token");
  }
}
