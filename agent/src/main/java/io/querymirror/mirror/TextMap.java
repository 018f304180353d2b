package io.querymirror.mirror;

import io.querymirror.config.TargetSettings;
import io.querymirror.sql.SchemaMapper;
import io.querymirror.sql.UntokenizableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Texts and schemas by the target's names; remembers the texts that come again. */
final class TextMap {
  private static final int CACHED = 1024;
  private static final int LONGEST_CACHED = 4096;

  private final boolean mapped;
  private final SchemaMapper mapper;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  TextMap(TargetSettings target) {
    this.mapped = !target.schemas().isEmpty();
    this.mapper = new SchemaMapper(target.schemas());
  }

  String map(String sql) throws NotRepeatableException {
    if (!mapped) {
      return sql;
    }
    String there = known.get(sql);
    if (there != null) {
      return there;
    }
    try {
      there = mapper.map(sql);
    } catch (UntokenizableException e) {
      throw new NotRepeatableException("text that cannot be tokenized", e);
    }
    if (sql.length() <= LONGEST_CACHED) {
      if (known.size() >= CACHED) {
        known.clear();
      }
      known.put(sql, there);
    }
    return there;
  }

  @Nullable String schema(@Nullable String source) {
    return mapper.target(source);
  }
}
