package io.querymirror.mirror.hosts;

import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.SchemaMapper;
import io.querymirror.sql.UntokenizableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Texts and schemas by the target's names; remembers the texts that come again. */
public final class TextMap {
  private static final int CACHED = 1024;
  private static final int LONGEST_CACHED = 4096;

  private final boolean mapped;
  private final SchemaMapper mapper;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  public TextMap(TargetSettings target) {
    this.mapped = !target.schemas().isEmpty();
    this.mapper = new SchemaMapper(target.schemas());
  }

  /** The text of a statement, read by its session's sql_mode. */
  public String map(Execution e) throws NotRepeatableException {
    return map(e.sql(), e.shape());
  }

  /** The same of a text alone, with what is known of it. */
  public String map(String sql, @Nullable SqlShape shape) throws NotRepeatableException {
    if (!mapped) {
      return sql;
    }
    boolean ansiQuotes = shape != null && shape.ansiQuotes();
    boolean noBackslashEscapes = shape != null && shape.noBackslashEscapes();
    boolean ordinary = !ansiQuotes && !noBackslashEscapes;
    String there = ordinary ? known.get(sql) : null;
    if (there != null) {
      return there;
    }
    try {
      there = mapper.map(sql, ansiQuotes, noBackslashEscapes);
    } catch (UntokenizableException ex) {
      throw new NotRepeatableException("text that cannot be tokenized", ex);
    }
    if (ordinary && sql.length() <= LONGEST_CACHED) {
      if (known.size() >= CACHED) {
        known.clear();
      }
      known.put(sql, there);
    }
    return there;
  }

  public @Nullable String schema(@Nullable String source) {
    return mapper.target(source);
  }
}
