package io.querymirror.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table as a statement names it, and whether the statement writes it. */
public final class TableRef {
  private final @Nullable String schema;
  private final String name;
  private final boolean written;

  public TableRef(@Nullable String schema, String name, boolean written) {
    this.schema = schema;
    this.name = name;
    this.written = written;
  }

  /** The qualifier as written, or null where the current schema holds. */
  public @Nullable String schema() {
    return schema;
  }

  public String name() {
    return name;
  }

  public boolean written() {
    return written;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof TableRef)) {
      return false;
    }
    TableRef t = (TableRef) o;
    return written == t.written && name.equals(t.name) && Objects.equals(schema, t.schema);
  }

  @Override
  public int hashCode() {
    return Objects.hash(schema, name, written);
  }

  @Override
  public String toString() {
    return (schema == null ? name : schema + "." + name) + (written ? " (written)" : "");
  }
}
