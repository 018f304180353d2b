package io.querymirror.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables of one schema of the target, as they were when it was read. */
final class SchemaCatalog {
  private final Map<String, CatalogTable> tables = new HashMap<>();
  private final Set<String> functions = new HashSet<>();

  /** The server takes names of tables in any case. */
  final boolean anyCase;

  /** Between two values that the server generates. */
  final long increment;

  SchemaCatalog(boolean anyCase, long increment) {
    this.anyCase = anyCase;
    this.increment = increment;
  }

  void add(CatalogTable table) {
    tables.put(Names.of(table.name(), anyCase), table);
  }

  /** A stored function, in lower case. */
  void function(String name) {
    functions.add(name);
  }

  @Nullable CatalogTable table(String name) {
    return tables.get(Names.of(name, anyCase));
  }

  Collection<CatalogTable> tables() {
    return tables.values();
  }

  Set<String> functions() {
    return functions;
  }
}
