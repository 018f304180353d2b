package io.querymirror.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tables that are or may come to be out of step, by schema and name, which compare without
 * their case, as some servers do. Past a thousand all others are one. All methods from any thread.
 */
final class TableBook {
  private static final int MOST = 1_000;

  private final AtomicInteger version = new AtomicInteger();
  private final TableReasons every = new TableReasons(null, OutOfStep.EVERY, version);
  private final ConcurrentMap<String, ConcurrentMap<String, TableReasons>> tables =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
  private final AtomicInteger size = new AtomicInteger();

  /** Stands for every table. */
  TableReasons every() {
    return every;
  }

  /** Of this table. */
  TableReasons of(@Nullable String schema, String table) {
    String where = schema == null ? "" : schema;
    TableReasons found = find(where, table);
    if (found != null) {
      return found;
    }
    if (size.incrementAndGet() > MOST) {
      size.decrementAndGet();
      return every;
    }
    TableReasons fresh = new TableReasons(schema, table, version);
    TableReasons before =
        tables
            .computeIfAbsent(where, k -> new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER))
            .putIfAbsent(table, fresh);
    if (before != null) {
      size.decrementAndGet();
      return before;
    }
    return fresh;
  }

  private @Nullable TableReasons find(String schema, String table) {
    ConcurrentMap<String, TableReasons> there = tables.get(schema);
    return there == null ? null : there.get(table);
  }

  /** Whether this table is out of step, or one of its name whose schema is not known. */
  boolean holds(@Nullable String schema, String table) {
    return size.get() > 0 && (isOut(schema == null ? "" : schema, table) || isOut("", table));
  }

  private boolean isOut(String schema, String table) {
    TableReasons found = find(schema, table);
    return found != null && found.any();
  }

  /** Grows with each table that comes to be out of step. */
  int version() {
    return version.get();
  }

  void forEach(Consumer<TableReasons> to) {
    tables.values().forEach(there -> there.values().forEach(to));
  }

  /** With names as {@code schema.table}, sorted. */
  void forEachNamed(BiConsumer<String, TableReasons> to) {
    for (Map.Entry<String, ConcurrentMap<String, TableReasons>> there : tables.entrySet()) {
      String prefix = there.getKey().isEmpty() ? "" : there.getKey() + ".";
      there.getValue().forEach((table, reasons) -> to.accept(prefix + table, reasons));
    }
  }
}
