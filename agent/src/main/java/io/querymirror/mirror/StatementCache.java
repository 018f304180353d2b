package io.querymirror.mirror;

import io.querymirror.model.SourceEvent.Form;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepared statements of one connection; the one not used for longest is closed for a new one. */
final class StatementCache {
  private static final int SIZE = 64;

  private final Map<String, PreparedStatement> cache = new LinkedHashMap<>(16, 0.75f, true);

  @Nullable PreparedStatement get(Form form, String sql) {
    return cache.get(form.name() + sql);
  }

  void put(Form form, String sql, PreparedStatement statement) {
    cache.put(form.name() + sql, statement);
    if (cache.size() > SIZE) {
      String eldest = cache.keySet().iterator().next();
      close(cache.remove(eldest));
    }
  }

  void remove(Form form, String sql) {
    close(cache.remove(form.name() + sql));
  }

  private static void close(@Nullable PreparedStatement statement) {
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException | RuntimeException e) {
        // Gone with its connection.
      }
    }
  }
}
