package io.querymirror.config;

import org.jspecify.annotations.Nullable;

/** A glob for tables: {@code audit_*} in any schema, or {@code shop.audit_*}; case counts. */
public final class TablePattern {
  private final @Nullable Glob schema;
  private final Glob name;

  TablePattern(String text) {
    int dot = text.indexOf('.');
    this.schema = dot < 0 ? null : new Glob(text.substring(0, dot), false);
    this.name = new Glob(text.substring(dot + 1), false);
  }

  /**
   * @param tableSchema the table's qualifier, else the current schema; null where there is neither
   */
  public boolean matches(@Nullable String tableSchema, String table) {
    return name.matches(table)
        && (schema == null || (tableSchema != null && schema.matches(tableSchema)));
  }

  @Override
  public String toString() {
    return schema == null ? name.toString() : schema + "." + name;
  }
}
