package io.querymirror.catalog;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of one schema of the target, as they were when it was read. */
final class SchemaCatalog {
  private final Map<String, CatalogTable> tables = new HashMap<>();
  private final Map<String, Routine> functions = new HashMap<>();
  private final Map<String, Routine> procedures = new HashMap<>();

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

  /** By its name in lower case. */
  void function(String name, Routine function) {
    functions.put(name, function);
  }

  void procedure(String name, Routine procedure) {
    procedures.put(name, procedure);
  }

  @Nullable CatalogTable table(String name) {
    return tables.get(Names.of(name, anyCase));
  }

  /** A stored function by its name in lower case; null where there is none. */
  @Nullable Routine function(String name) {
    return functions.get(name);
  }

  @Nullable Routine procedure(String name) {
    return procedures.get(name);
  }
}
