package io.querymirror.capture;

import io.querymirror.model.BindKind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.sql.Statement;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connector/J 8.0 and newer. The key is its NativeSession: behind a load balancer too, one a node.
 */
final class ConnectorJ extends DriverAccess {
  private static final Reach STATEMENT_SESSION = Reach.to("session");
  private static final Reach CONNECTION_SESSION = Reach.to("getSession");
  private static final Reach HOST = Reach.to("getHostInfo", "getHost");
  private static final Reach PORT = Reach.to("getHostInfo", "getPort");
  private static final Reach USER = Reach.to("getHostInfo", "getUser");
  private static final Reach DATABASE = Reach.to("getHostInfo", "getDatabase");
  private static final Reach PROPERTIES = Reach.to("getHostInfo", "getHostProperties");
  private static final Reach CURRENT_DATABASE = Reach.to("database");
  private static final Reach STATEMENT_DATABASE = Reach.to("connection", "database");
  private static final Reach OWN_DATABASE = Reach.to("query", "getCurrentDatabase");
  private static final Reach THREAD_ID = Reach.to("getThreadId");
  private static final Reach LOCAL_PORT =
      Reach.to("getProtocol", "getSocketConnection", "getMysqlSocket", "getLocalPort");
  private static final Reach AUTOCOMMIT = Reach.to("getServerSession", "isAutoCommit");
  private static final Reach IN_TRANSACTION = Reach.to("getServerSession", "inTransactionOnServer");
  private static final Reach WARNINGS = Reach.to("getProtocol", "getWarningCount");
  private static final Reach LAST_INSERT_ID = Reach.to("lastInsertId");
  private static final Reach SQL = Reach.to("query", "getOriginalSql");
  private static final Reach BIND_VALUES = Reach.to("query", "getQueryBindings", "getBindValues");
  private static final Reach BIND_IS_NULL = Reach.to("isNull");
  private static final Reach BIND_IS_SET = Reach.to("isSet");
  private static final Reach BIND_VALUE = Reach.to("getValue");
  private static final Reach BIND_TYPE = Reach.to("getMysqlType", "getJdbcType");

  @Override
  @Nullable Object keyOfStatement(Object statement) {
    return STATEMENT_SESSION.get(statement);
  }

  @Override
  @Nullable Object keyOfConnection(Object connection) {
    return CONNECTION_SESSION.get(connection);
  }

  @Override
  SourceConnection identify(
      long id,
      Object key,
      @Nullable Object connection,
      @Nullable String url,
      Map<String, String> properties) {
    Map<String, String> all = new LinkedHashMap<>();
    Object own = PROPERTIES.get(key);
    if (own instanceof Map) {
      ((Map<?, ?>) own)
          .forEach(
              (k, v) -> {
                if (k != null && v != null && !isSecret(k.toString())) {
                  all.put(k.toString(), v.toString());
                }
              });
    }
    return new SourceConnection(
        id,
        "connector-j",
        USER.string(key),
        HOST.string(key) + ":" + PORT.number(key, 3306),
        schema(key, connection == null ? key : connection),
        all,
        THREAD_ID.number(key, -1),
        (int) LOCAL_PORT.number(key, -1));
  }

  @Override
  @Nullable String schema(Object key, Object subject) {
    String schema =
        subject instanceof Statement
            ? STATEMENT_DATABASE.string(subject)
            : CURRENT_DATABASE.string(subject);
    if (schema.isEmpty()) {
      schema = DATABASE.string(key);
    }
    return schema.isEmpty() ? null : schema;
  }

  @Override
  @Nullable String ownSchema(Object statement) {
    return (String) OWN_DATABASE.get(statement);
  }

  @Override
  boolean autocommit(Object key) {
    return !Boolean.FALSE.equals(AUTOCOMMIT.get(key));
  }

  @Override
  boolean inTransaction(Object key) {
    Object in = IN_TRANSACTION.get(key);
    return in instanceof Boolean ? (Boolean) in : !autocommit(key);
  }

  @Override
  @Nullable String sql(Object preparedStatement) {
    return (String) SQL.get(preparedStatement);
  }

  @Override
  long generatedKey(Object statement) {
    long key = LAST_INSERT_ID.number(statement, 0);
    return key > 0 ? key : Outcome.NO_KEY;
  }

  @Override
  boolean warnings(Object key) {
    return WARNINGS.number(key, 0) > 0;
  }

  /** For binds that no setter of the application set, as those of an updatable result set. */
  @Override
  @Nullable RawBinds binds(Object preparedStatement) {
    Object held = BIND_VALUES.get(preparedStatement);
    if (held == null || !held.getClass().isArray()) {
      return null;
    }
    int n = Array.getLength(held);
    BindKind[] kinds = new BindKind[n];
    @Nullable Object[] values = new Object[n];
    @Nullable Object[] extras = new Object[n];
    for (int i = 0; i < n; i++) {
      Object bind = Array.get(held, i);
      Object type = BIND_TYPE.get(bind);
      if (bind == null || type == null || !Boolean.TRUE.equals(BIND_IS_SET.get(bind))) {
        // Before 8.0.29 a bind holds bytes made for the wire, not the value.
        return null;
      }
      Object value = BIND_VALUE.get(bind);
      if (Boolean.TRUE.equals(BIND_IS_NULL.get(bind))) {
        kinds[i] = BindKind.NULL;
        extras[i] = Types.NULL;
      } else if (value == null || value instanceof InputStream || value instanceof Reader) {
        kinds[i] = BindKind.UNSUPPORTED;
        values[i] = "stream";
      } else if (value instanceof byte[]) {
        kinds[i] = BindKind.BYTES;
        values[i] = value;
      } else {
        kinds[i] = BindKind.OBJECT_TYPED;
        values[i] = value;
        extras[i] = type;
      }
    }
    return new RawBinds(kinds, values, extras, null);
  }

  @Override
  boolean isPing(String sql) {
    return sql.startsWith("/* ping */");
  }
}
