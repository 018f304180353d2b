package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MariaDB Connector/J 2. The key is its MariaDbConnection. */
final class MariaDb2 extends DriverAccess {
  private static final Reach STATEMENT_CONNECTION = Reach.to("connection");
  private static final Reach USER = Reach.to("protocol", "getUsername");
  private static final Reach URL = Reach.to("protocol", "getUrlParser", "getInitialUrl");
  private static final Reach HOST = Reach.to("protocol", "getHost");
  private static final Reach PORT = Reach.to("protocol", "getPort");
  private static final Reach DATABASE = Reach.to("protocol", "database");
  private static final Reach THREAD_ID = Reach.to("protocol", "getServerThreadId");
  private static final Reach LOCAL_PORT = Reach.to("protocol", "socket", "getLocalPort");
  private static final Reach AUTOCOMMIT = Reach.to("protocol", "getAutocommit");
  private static final Reach IN_TRANSACTION = Reach.to("protocol", "inTransaction");
  private static final Reach CLIENT_SQL = Reach.to("sqlQuery");
  private static final Reach SERVER_SQL = Reach.to("sql");

  @Override
  @Nullable Object keyOfStatement(Object statement) {
    return STATEMENT_CONNECTION.get(statement);
  }

  @Override
  Object keyOfConnection(Object connection) {
    return connection;
  }

  @Override
  SourceConnection identify(
      long id,
      Object key,
      @Nullable Object connection,
      @Nullable String url,
      Map<String, String> properties) {
    UrlParts parts = UrlParts.of(URL.string(key));
    Map<String, String> all = new LinkedHashMap<>(parts.properties);
    all.putAll(properties);
    all.keySet().removeIf(DriverAccess::isSecret);
    String host = HOST.string(key);
    return new SourceConnection(
        id,
        "mariadb-2",
        USER.string(key),
        host.isEmpty() ? parts.host : host + ":" + PORT.number(key, 3306),
        schema(key, key),
        all,
        THREAD_ID.number(key, -1),
        (int) LOCAL_PORT.number(key, -1));
  }

  @Override
  @Nullable String schema(Object key, Object subject) {
    String schema = DATABASE.string(key);
    return schema.isEmpty() ? null : schema;
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
    Object client = CLIENT_SQL.get(preparedStatement);
    return client != null ? client.toString() : (String) SERVER_SQL.get(preparedStatement);
  }

  @Override
  long generatedKey(Object statement) {
    return Outcome.NO_KEY;
  }

  /** Its count is read by a method that may throw on a closed result; left alone. */
  @Override
  boolean warnings(Object key) {
    return false;
  }
}
