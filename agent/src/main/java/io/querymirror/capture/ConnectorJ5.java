package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Connector/J 5.1. The key is the ConnectionImpl, also behind its load-balancing proxies. */
final class ConnectorJ5 extends DriverAccess {
  private static final int IN_TRANSACTION = 1;

  private static final Reach STATEMENT_CONNECTION =
      Reach.to("connection", "getActiveMySQLConnection");
  private static final Reach CONNECTION = Reach.to("getActiveMySQLConnection");
  private static final Reach HOST = Reach.to("host");
  private static final Reach PORT = Reach.to("port");
  private static final Reach USER = Reach.to("user");
  private static final Reach DATABASE = Reach.to("database");
  private static final Reach OWN_DATABASE = Reach.to("currentCatalog");
  private static final Reach PROPERTIES = Reach.to("props");
  private static final Reach CONNECTION_ID = Reach.to("connectionId");
  private static final Reach LOCAL_PORT = Reach.to("io", "mysqlConnection", "getLocalPort");
  private static final Reach AUTOCOMMIT = Reach.to("autoCommit");
  private static final Reach STATUS = Reach.to("io", "serverStatus");
  private static final Reach WARNINGS = Reach.to("io", "warningCount");
  private static final Reach LAST_INSERT_ID = Reach.to("lastInsertId");
  private static final Reach SQL = Reach.to("originalSql");

  @Override
  @Nullable Object keyOfStatement(Object statement) {
    return STATEMENT_CONNECTION.get(statement);
  }

  @Override
  @Nullable Object keyOfConnection(Object connection) {
    return CONNECTION.get(connection);
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
    if (own instanceof Properties) {
      Properties p = (Properties) own;
      for (String name : p.stringPropertyNames()) {
        String value = p.getProperty(name);
        if (value != null && !isSecret(name)) {
          all.put(name, value);
        }
      }
    }
    return new SourceConnection(
        id,
        "connector-j-5",
        USER.string(key),
        HOST.string(key) + ":" + PORT.number(key, 3306),
        schema(key, key),
        all,
        CONNECTION_ID.number(key, -1),
        (int) LOCAL_PORT.number(key, -1));
  }

  @Override
  @Nullable String schema(Object key, Object subject) {
    String schema = DATABASE.string(key);
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
    long status = STATUS.number(key, -1);
    return status < 0 ? !autocommit(key) : (status & IN_TRANSACTION) != 0;
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

  /** It makes the wire's bytes in the setter. */
  @Override
  boolean bindsByReference() {
    return false;
  }

  @Override
  boolean isPing(String sql) {
    return sql.startsWith("/* ping */");
  }
}
