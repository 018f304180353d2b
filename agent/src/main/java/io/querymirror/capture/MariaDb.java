package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MariaDB Connector/J 3 and newer. The key is its Connection. */
final class MariaDb extends DriverAccess {
  private static final int IN_TRANSACTION = 1;
  private static final int AUTOCOMMIT = 2;

  private static final Reach STATEMENT_CONNECTION = Reach.to("con");
  private static final Reach USER = Reach.to("getContext", "getConf", "user");
  private static final Reach URL = Reach.to("getContext", "getConf", "initialUrl");
  private static final Reach HOST = Reach.to("client", "getHostAddress", "host");
  private static final Reach PORT = Reach.to("client", "getHostAddress", "port");
  private static final Reach DATABASE = Reach.to("getContext", "getDatabase");
  private static final Reach THREAD_ID = Reach.to("getContext", "getThreadId");
  private static final Reach LOCAL_PORT = Reach.to("client", "socket", "getLocalPort");
  private static final Reach STATUS = Reach.to("getContext", "getServerStatus");
  private static final Reach WARNINGS = Reach.to("getContext", "getWarning");
  private static final Reach LAST_INSERT_ID = Reach.to("currResult", "getLastInsertId");
  private static final Reach SQL = Reach.to("sql");

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
        "mariadb",
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
    return (STATUS.number(key, AUTOCOMMIT) & AUTOCOMMIT) != 0;
  }

  @Override
  boolean inTransaction(Object key) {
    return (STATUS.number(key, 0) & IN_TRANSACTION) != 0;
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
}
