package io.querymirror.stats;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A way in which results differ: the kind, and the columns that are to blame; a value. */
final class DifferenceType {
  private static final Set<String> OTHER = Set.of("");

  private final ResultKind kind;
  private final Set<String> columns;

  private DifferenceType(ResultKind kind, Set<String> columns) {
    this.kind = kind;
    this.columns = columns;
  }

  static DifferenceType of(ResultExample example) {
    Set<String> columns = new TreeSet<>();
    for (String column : example.differing()) {
      columns.add(column.toLowerCase(Locale.ROOT));
    }
    return new DifferenceType(example.kind(), Collections.unmodifiableSet(columns));
  }

  /** Some other way of this kind. */
  static DifferenceType other(ResultKind kind) {
    return new DifferenceType(kind, OTHER);
  }

  ResultKind kind() {
    return kind;
  }

  /** What differs, each of which is or is not noise by itself. */
  Set<String> facets() {
    if (columns.isEmpty()) {
      return Set.of(kind.key());
    }
    Set<String> facets = new TreeSet<>();
    for (String column : columns) {
      facets.add(kind.key() + "." + column);
    }
    return facets;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof DifferenceType
        && kind == ((DifferenceType) o).kind
        && columns.equals(((DifferenceType) o).columns);
  }

  @Override
  public int hashCode() {
    return kind.hashCode() * 31 + columns.hashCode();
  }
}
