package io.querymirror.capture;

import io.querymirror.model.BatchEntries;
import io.querymirror.model.Determinism.Rows;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.model.Volatile;
import io.querymirror.sql.DeterminismReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a batch's entries, where the driver holds that of the last alone: as Connector/J does
 * unless the application asks for them. Keys of a table only grow. So where the last of n entries
 * that drew one each is n above a key that was drawn before the batch began, there was no room for
 * anybody else's, and every one of them is known. Used by the dispatcher's thread alone.
 */
final class DrawnKeys {
  private static final int MOST_TABLES = 1000;
  private static final int RECENT = 16;

  /** The highest keys of one table, by the time at which they were there for certain. */
  private static final class Table {
    private final long[] finish = new long[RECENT];
    private final long[] key = new long[RECENT];
    private int size;

    /** Of all that found no room: none of these was there before. */
    private long since;

    private long oldest;

    void add(long nanos, long drawn) {
      int at = (size + RECENT - 1) % RECENT;
      if (size > 0 && finish[at] == nanos) {
        key[at] = Math.max(key[at], drawn);
        return;
      }
      at = size % RECENT;
      if (size >= RECENT) {
        since = oldest == 0 ? finish[at] : Math.max(since, finish[at]);
        oldest = Math.max(oldest, key[at]);
      }
      finish[at] = nanos;
      key[at] = drawn;
      size = size + 1 == 2 * RECENT ? RECENT : size + 1;
    }

    /** The highest that was drawn before; 0 where none is known. */
    long before(long nanos) {
      long highest = oldest != 0 && since - nanos <= 0 ? oldest : 0;
      for (int i = 0; i < Math.min(size, RECENT); i++) {
        if (finish[i] - nanos <= 0) {
          highest = Math.max(highest, key[i]);
        }
      }
      return highest;
    }
  }

  private final Map<String, Table> tables = new HashMap<>();

  /** Names that a session has given to a table of its own. */
  private final Set<String> temporary = new HashSet<>();

  /** Counters may have gone back. */
  void clear() {
    tables.clear();
  }

  /** A statement ran, by itself or as one of a batch. */
  void ran(SourceEvent event, SqlShape shape, @Nullable String schema, Outcome outcome) {
    if (shape.kind() == Kind.DDL) {
      define(event, shape, schema);
    } else if (outcome.ok() && outcome.generatedKey() > 0 && inserts(shape)) {
      String name = name(event, shape, schema);
      if (name != null && (tables.size() < MOST_TABLES || tables.containsKey(name))) {
        // The rows of one INSERT … VALUES have their keys one after the other.
        long more = outcome.updateCount() > 1 && isPlain(shape) ? outcome.updateCount() - 1 : 0;
        tables
            .computeIfAbsent(name, n -> new Table())
            .add(event.finishNanos(), outcome.generatedKey() + more);
      }
    }
  }

  private void define(SourceEvent event, SqlShape shape, @Nullable String schema) {
    if (!shape.temporaryTable()) {
      clear();
      return;
    }
    for (TableRef table : shape.tables()) {
      if (temporary.size() < MOST_TABLES) {
        temporary.add(name(event, table, schema));
      }
    }
  }

  /** Whether what its driver tells is a key of its table: LAST_INSERT_ID(5) would be, too. */
  private static boolean inserts(SqlShape shape) {
    return (shape.kind() == Kind.INSERT || shape.kind() == Kind.REPLACE)
        && !shape.several()
        && !DeterminismReader.of(shape).has(Volatile.SESSION);
  }

  /** Whether it inserts every row that it names, or fails. */
  private static boolean isPlain(SqlShape shape) {
    if (!inserts(shape) || !DeterminismReader.isPlainInsert(shape)) {
      return false;
    }
    Rows rows = DeterminismReader.of(shape).rows();
    return rows == Rows.VALUES || rows == Rows.SET;
  }

  private static String name(SourceEvent event, TableRef table, @Nullable String schema) {
    String own = table.schema();
    return event.connection().host() + '/' + (own == null ? schema : own) + '/' + table.name();
  }

  private static @Nullable String name(SourceEvent event, SqlShape shape, @Nullable String schema) {
    String name = null;
    for (TableRef table : shape.tables()) {
      if (table.written()) {
        if (name != null) {
          return null;
        }
        name = name(event, table, schema);
      }
    }
    return name;
  }

  /**
   * The first key of a batch's first entry, of which each next has the next; 0 where that is not
   * certain. Holds for entries that all draw one.
   */
  long first(SourceEvent event, BatchEntries batch, SqlShape shape, @Nullable String schema) {
    int n = batch.size();
    long last = n < 2 ? 0 : batch.outcome(n - 1).generatedKey();
    if (last <= 0 || batch.outcome(0).generatedKey() != Outcome.NO_KEY || !isPlain(shape)) {
      return 0;
    }
    for (int i = 0; i < n; i++) {
      if (batch.text(i) != null || batch.outcome(i).updateCount() != 1) {
        return 0;
      }
    }
    String name = name(event, shape, schema);
    if (name == null || temporary.contains(name) || temporary.size() >= MOST_TABLES) {
      return 0;
    }
    Table table = tables.get(name);
    long before = table == null ? 0 : table.before(event.startNanos());
    return last - before == n ? before + 1 : 0;
  }
}
