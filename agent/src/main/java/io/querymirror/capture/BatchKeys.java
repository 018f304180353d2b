package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.StatementText;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the entries of a batch generated, as far as the driver holds them: those that the
 * application asked for, those of the one statement that it made of a rewritten batch, and that of
 * the last entry.
 */
final class BatchKeys {
  private BatchKeys() {}

  /**
   * @param added the entries
   * @param counts int[] or long[] that came back
   * @param parts prepared statements that the driver ran for the batch
   * @return one key for each entry; null where they are not known
   */
  static long @Nullable [] of(
      DriverAccess access,
      Object statement,
      StatementState state,
      List<Object> added,
      @Nullable Object counts,
      @Nullable List<Object> parts) {
    int n = added.size();
    if (counts == null || Array.getLength(counts) != n) {
      return null;
    }
    StatementText text = state.text;
    List<Object> run = text == null || parts == null ? List.of() : parts;
    boolean rewritten = !run.isEmpty();
    if (rewritten && text != null && !isPlainInsert(text.sql())) {
      return null;
    }
    List<Long> held = access.batchKeys(statement);
    // One row each, so one key each.
    if (held.size() == n && (rewritten || isOnes(counts))) {
      return held.stream().mapToLong(Long::longValue).toArray();
    }
    if (rewritten) {
      return consecutive(n, run);
    }
    // Texts may have run several in one, on a statement of the driver's own.
    boolean byOne = n == 1 || held.isEmpty() && text != null;
    long last = byOne ? access.generatedKey(statement) : Outcome.NO_KEY;
    return last == Outcome.NO_KEY || n > 1 && !isOnes(counts) ? null : last(n, last);
  }

  /** Of the entries one by one the driver holds that of the last. */
  private static long[] last(int n, long key) {
    long[] keys = new long[n];
    Arrays.fill(keys, Outcome.NO_KEY);
    keys[n - 1] = key;
    return keys;
  }

  /**
   * Whether Connector/J made INSERTs of many rows of the batch, so that the rows of each were kept
   * together or not at all. Of other forms it runs several statements in one text, or each alone.
   *
   * @param parts prepared statements that the driver ran for the batch
   */
  static boolean isOfRows(@Nullable StatementState state, @Nullable List<Object> parts) {
    StatementText text = state == null ? null : state.text;
    if (text == null || parts == null || parts.isEmpty()) {
      return false;
    }
    String sql = text.sql().trim().toLowerCase(Locale.ROOT);
    return (sql.startsWith("insert") || sql.startsWith("replace"))
        && sql.contains("values")
        && !sql.contains("select")
        && !sql.contains(" duplicate ");
  }

  private static boolean isOnes(Object counts) {
    for (int i = 0; i < Array.getLength(counts); i++) {
      if (Array.getLong(counts, i) != 1) {
        return false;
      }
    }
    return true;
  }

  /** One that inserts every row, or fails; of INSERT … SET the driver makes several statements. */
  private static boolean isPlainInsert(String sql) {
    String text = sql.trim().toLowerCase(Locale.ROOT);
    return text.startsWith("insert")
        && text.contains("values")
        && !text.contains(" ignore ")
        && !text.contains(" duplicate ")
        && !text.contains("select");
  }

  /** One INSERT of all rows draws its keys at once, one after the other. */
  private static long @Nullable [] consecutive(int n, List<Object> parts) {
    if (parts.size() != 1) {
      return null;
    }
    long first = DriverAccess.of(parts.get(0)).generatedKey(parts.get(0));
    if (first == Outcome.NO_KEY) {
      return null;
    }
    long[] keys = new long[n];
    Arrays.setAll(keys, i -> first + i);
    return keys;
  }

  /** Numbers in decimal digits, as Connector/J keeps generated keys. */
  static List<Long> digits(@Nullable Object rows, Reach columns) {
    List<Long> keys = new ArrayList<>();
    if (rows instanceof List) {
      for (Object row : (List<?>) rows) {
        Object cells = columns.get(row);
        if (!(cells instanceof byte[][]) || ((byte[][]) cells).length == 0) {
          return List.of();
        }
        keys.add(number(((byte[][]) cells)[0]));
      }
    }
    return keys;
  }

  /** The first result's key, and those of the others. */
  static List<Long> numbers(long first, @Nullable Object results, Reach key) {
    List<Long> keys = new ArrayList<>();
    keys.add(first);
    if (results instanceof List) {
      for (Object result : (List<?>) results) {
        long found = key.number(result, 0);
        keys.add(found > 0 ? found : Outcome.NO_KEY);
      }
    }
    return keys;
  }

  private static long number(byte @Nullable [] digits) {
    long n = 0;
    for (byte b : digits == null ? new byte[0] : digits) {
      if (b < '0' || b > '9' || n > Long.MAX_VALUE / 10 - 1) {
        return Outcome.NO_KEY;
      }
      n = n * 10 + b - '0';
    }
    return n > 0 ? n : Outcome.NO_KEY;
  }
}
