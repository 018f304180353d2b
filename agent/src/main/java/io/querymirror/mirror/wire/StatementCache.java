package io.querymirror.mirror.wire;

import io.querymirror.model.SourceEvent.Form;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements of one connection; the one not used for longest is closed for a new one. By
 * schema too: a server's prepared statement, and what the driver knows of a routine, stay with the
 * schema that was current when they were prepared.
 */
final class StatementCache {
  private static final int SIZE = 64;

  private final Map<Key, PreparedStatement> cache = new LinkedHashMap<>(16, 0.75f, true);

  /** What was asked for last, and so is the last to be closed; null where that may have gone. */
  private @Nullable Key last;

  private @Nullable PreparedStatement lastFound;

  @Nullable PreparedStatement get(Form form, @Nullable String schema, String sql) {
    Key known = last;
    if (known != null && known.is(form, schema, sql)) {
      return lastFound;
    }
    Key key = new Key(form, schema, sql);
    PreparedStatement found = cache.get(key);
    last = found == null ? null : key;
    lastFound = found;
    return found;
  }

  void put(Form form, @Nullable String schema, String sql, PreparedStatement statement) {
    last = null;
    cache.put(new Key(form, schema, sql), statement);
    if (cache.size() > SIZE) {
      Key eldest = cache.keySet().iterator().next();
      close(cache.remove(eldest));
    }
  }

  void remove(Form form, @Nullable String schema, String sql) {
    last = null;
    close(cache.remove(new Key(form, schema, sql)));
  }

  void clear() {
    last = null;
    cache.values().forEach(StatementCache::close);
    cache.clear();
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

  private static final class Key {
    private final Form form;
    private final @Nullable String schema;
    private final String sql;

    Key(Form form, @Nullable String schema, String sql) {
      this.form = form;
      this.schema = schema;
      this.sql = sql;
    }

    boolean is(Form otherForm, @Nullable String otherSchema, String otherSql) {
      return form == otherForm && sql.equals(otherSql) && Objects.equals(schema, otherSchema);
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key && is(((Key) o).form, ((Key) o).schema, ((Key) o).sql);
    }

    @Override
    public int hashCode() {
      return sql.hashCode() * 31 + form.ordinal();
    }
  }
}
