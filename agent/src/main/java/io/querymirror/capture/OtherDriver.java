package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A driver that nothing is known of: what JDBC itself answers from memory, and what connect saw.
 */
final class OtherDriver extends DriverAccess {
  OtherDriver(Class<?> type) {
    super(type);
  }

  @Override
  @Nullable Object keyOfStatement(Object statement) {
    try {
      return ((Statement) statement).getConnection();
    } catch (SQLException | RuntimeException e) {
      return null;
    }
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
    UrlParts parts = UrlParts.of(url);
    Map<String, String> all = new LinkedHashMap<>(parts.properties);
    all.putAll(properties);
    String user = all.getOrDefault("user", "");
    all.keySet().removeIf(DriverAccess::isSecret);
    return new SourceConnection(
        id, key.getClass().getName(), user, parts.host, parts.schema, all, -1, -1);
  }

  @Override
  @Nullable String schema(Object key, Object subject) {
    return null;
  }

  @Override
  boolean autocommit(Object key) {
    try {
      return ((Connection) key).getAutoCommit();
    } catch (SQLException | RuntimeException e) {
      return true;
    }
  }

  @Override
  @Nullable String sql(Object preparedStatement) {
    return null;
  }

  @Override
  long generatedKey(Object statement) {
    return Outcome.NO_KEY;
  }

  @Override
  int warnings(Object statement) {
    return Outcome.UNKNOWN_WARNINGS;
  }
}
