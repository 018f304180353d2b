package io.querymirror.sql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the schemas that a text names, for a target whose schemas have other names: of tables,
 * columns, routines, and of USE and its like. Names compare with their case. Literals, comments and
 * every other character stay. Safe for several threads.
 */
public final class SchemaMapper {
  private static final ThreadLocal<NameFinder> FINDERS = ThreadLocal.withInitial(NameFinder::new);

  private final Map<String, String> schemas;

  /** Takes source schema to target schema; others keep their name. */
  public SchemaMapper(Map<String, String> schemas) {
    this.schemas = Map.copyOf(schemas);
  }

  /** The target's name of a source schema; null for null. */
  public @Nullable String target(@Nullable String schema) {
    return schema == null ? null : schemas.getOrDefault(schema, schema);
  }

  /** The text for the target; the same object where nothing changes. */
  public String map(String sql) throws UntokenizableException {
    return map(sql, false, false);
  }

  /**
   * The text for the target.
   *
   * @param ansiQuotes double quotes hold identifiers; they also do where they touch a dot
   * @param noBackslashEscapes a backslash in a literal is an ordinary character
   */
  public String map(String sql, boolean ansiQuotes, boolean noBackslashEscapes)
      throws UntokenizableException {
    if (schemas.isEmpty()) {
      return sql;
    }
    NameFinder names = FINDERS.get();
    try {
      if (!names.tokenize(sql, ansiQuotes, noBackslashEscapes)) {
        throw new UntokenizableException();
      }
      return isMentioned(sql) ? rewrite(sql, names) : sql;
    } finally {
      names.release();
    }
  }

  private boolean isMentioned(String sql) {
    for (String schema : schemas.keySet()) {
      if (sql.contains(schema) || schema.indexOf('`') >= 0) {
        return true;
      }
    }
    return false;
  }

  private String rewrite(String sql, NameFinder names) {
    names.findTables();
    StringBuilder out = null;
    int copied = 0;
    for (int i = names.next(0); i >= 0; i = names.next(i + 1)) {
      String target = schemas.get(names.name(i));
      if (target != null && names.isSchema(i)) {
        out = out == null ? new StringBuilder(sql.length() + 32) : out;
        out.append(sql, copied, names.start(i));
        quote(target, sql.charAt(names.start(i)), out);
        copied = names.end(i);
      }
    }
    return out == null ? sql : out.append(sql, copied, sql.length()).toString();
  }

  /** Writes a name in the quotes that the text used, or where it used none and can, without. */
  private static void quote(String name, char before, StringBuilder out) {
    boolean quoted = before == '`' || before == '"';
    if (!quoted && isPlain(name)) {
      out.append(name);
      return;
    }
    String quote = before == '"' ? "\"" : "`";
    out.append(quote).append(name.replace(quote, quote + quote)).append(quote);
  }

  private static boolean isPlain(String name) {
    if (name.isEmpty() || CharClass.of(name.charAt(0)) != CharClass.LETTER) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!CharClass.isWordPart(name.charAt(i))) {
        return false;
      }
    }
    return !Keywords.find(name).isReserved();
  }
}
