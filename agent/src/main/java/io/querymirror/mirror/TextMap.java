package io.querymirror.mirror;

import io.querymirror.config.TargetSettings;
import org.jspecify.annotations.Nullable;

/** A statement's text as this target is to see it. */
final class TextMap {
  TextMap(TargetSettings target) {}

  String map(String sql) throws NotRepeatableException {
    return sql;
  }

  @Nullable String schema(@Nullable String source) {
    return source;
  }
}
