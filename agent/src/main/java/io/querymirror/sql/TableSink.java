package io.querymirror.sql;

import io.querymirror.model.TableRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the tables of a text as they are found; for a mapper also where schemas are named. */
final class TableSink {
  /** From this many tables on duplicates are found by hash. */
  private static final int FEW = 16;

  private List<TableRef> tables = new ArrayList<>();
  private Set<TableRef> seen = new HashSet<>();
  private final @Nullable Set<String> aliases;
  private final Set<Integer> schemas = new HashSet<>();

  private TableSink(@Nullable Set<String> aliases) {
    this.aliases = aliases;
  }

  static TableSink forTables() {
    return new TableSink(null);
  }

  /** Collects aliases, and the tokens that certainly name a schema, too. */
  static TableSink forNames() {
    return new TableSink(new HashSet<>());
  }

  void reset() {
    if (!seen.isEmpty()) {
      // Clearing would take time by the most that was ever in it.
      seen = new HashSet<>();
      tables = new ArrayList<>();
    }
    tables.clear();
  }

  List<TableRef> tables() {
    return tables;
  }

  boolean wantsNames() {
    return aliases != null;
  }

  /**
   * Adds the table whose name starts with token {@code i}, of one part or two.
   *
   * @return its last token
   */
  int table(Tokens t, int i, boolean written) {
    int last = lastOfName(t, i);
    add(t, last == i ? -1 : i, last, written);
    return last;
  }

  /** The last token of the name that starts with token {@code i}. */
  static int lastOfName(Tokens t, int i) {
    boolean qualified = t.type(i + 1) == Token.DOT && t.isName(i + 2);
    return qualified ? i + 2 : i;
  }

  /** Adds a table by the tokens of its schema, -1 for none, and its name. */
  void add(Tokens t, int schema, int name, boolean written) {
    TableRef table = new TableRef(schema < 0 ? null : t.name(schema), t.name(name), written);
    if (schema >= 0) {
      schema(schema);
    }
    alias(t, name);
    if (tables.size() < FEW) {
      if (tables.contains(table)) {
        return;
      }
    } else {
      if (seen.isEmpty()) {
        seen.addAll(tables);
      }
      if (!seen.add(table)) {
        return;
      }
    }
    tables.add(table);
  }

  /** Token {@code i} names a schema. */
  void schema(int i) {
    if (aliases != null) {
      schemas.add(i);
    }
  }

  /** Token {@code i} names something that columns may be qualified with. */
  void alias(Tokens t, int i) {
    if (aliases != null) {
      aliases.add(t.name(i).toLowerCase(Locale.ROOT));
    }
  }

  boolean isSchema(int token) {
    return schemas.contains(token);
  }

  boolean isAlias(String name) {
    return aliases != null && aliases.contains(name.toLowerCase(Locale.ROOT));
  }
}
