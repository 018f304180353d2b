package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be learned from a driver's objects without I/O, locks or exceptions. One for each family
 * of drivers; chosen by the class of the statement or connection.
 */
abstract class DriverAccess {
  private static final DriverAccess CONNECTOR_J = new ConnectorJ();
  private static final DriverAccess CONNECTOR_J_5 = new ConnectorJ5();
  private static final DriverAccess MARIADB = new MariaDb();
  private static final DriverAccess MARIADB_2 = new MariaDb2();
  private static final DriverAccess OTHER = new OtherDriver();

  private static final ClassValue<DriverAccess> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected DriverAccess computeValue(Class<?> type) {
          return choose(type);
        }
      };

  static DriverAccess of(Object statementOrConnection) {
    return BY_CLASS.get(statementOrConnection.getClass());
  }

  /** Subclasses of a driver's classes, as some frameworks generate them, count as the driver's. */
  private static DriverAccess choose(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      String name = c.getName();
      if (name.startsWith("com.mysql.cj.jdbc.")) {
        return CONNECTOR_J;
      }
      if (name.startsWith("com.mysql.jdbc.")) {
        return CONNECTOR_J_5;
      }
      if (name.startsWith("org.mariadb.jdbc.")) {
        return type.getSimpleName().startsWith("MariaDb") || isMariaDb2(c) ? MARIADB_2 : MARIADB;
      }
    }
    return OTHER;
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

  abstract @Nullable String sql(Object preparedStatement);

  SourceEvent.Form form(Object statement) {
    String name = statement.getClass().getSimpleName();
    return name.contains("Server")
        ? SourceEvent.Form.SERVER_PREPARED
        : name.contains("Callable") || name.contains("Procedure") || name.contains("Function")
            ? SourceEvent.Form.CALL
            : SourceEvent.Form.PREPARED;
  }

  /** Key that the last statement generated, or {@link Outcome#NO_KEY}. */
  abstract long generatedKey(Object statement);

  abstract boolean warnings(Object key);

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
