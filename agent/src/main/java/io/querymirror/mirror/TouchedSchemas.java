package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import io.querymirror.order.Ordered;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of its server that a target's copies have read and written so far, by the server's names:
 * two targets that share none of those that one of them writes cannot come between each other.
 * Noted under the target's lock; asked from any thread.
 */
final class TouchedSchemas {
  private static final int MOST_TABLES = 10_000;

  private final UnaryOperator<@Nullable String> schemas;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Set<String> all = ConcurrentHashMap.newKeySet();
  private volatile boolean everything;

  /** Tables that were looked at; what is not new costs one look. */
  private final Set<String> knownRead = new HashSet<>();

  private final Set<String> knownWritten = new HashSet<>();

  /**
   * @param schemas the target's name of a source schema; null for null
   */
  TouchedSchemas(UnaryOperator<@Nullable String> schemas) {
    this.schemas = schemas;
  }

  /** Takes note of a statement that has its place; true where it touches what none did before. */
  boolean note(Execution e, Ordered place) {
    if (everything) {
      return false;
    }
    SqlShape shape = e.shape();
    if (place.everything()) {
      return shape != null && shape.kind() == Kind.DDL && !shape.tables().isEmpty()
          ? defines(e, shape)
          : anything();
    }
    boolean grown = false;
    for (Access access : place.accesses()) {
      boolean writes = access.mode() == Mode.WRITE;
      if ((writes ? knownWritten : knownRead).add(access.table())) {
        int dot = access.table().indexOf('.');
        grown |= dot < 0 ? anything() : schema(access.table().substring(0, dot), writes);
      }
    }
    return knownRead.size() + knownWritten.size() > MOST_TABLES ? anything() : grown;
  }

  private boolean defines(Execution e, SqlShape shape) {
    boolean grown = false;
    for (TableRef table : shape.tables()) {
      String name = schemas.apply(table.schema() == null ? e.schema() : table.schema());
      grown |= name == null ? anything() : schema(name, true);
    }
    return grown;
  }

  private boolean schema(String name, boolean writes) {
    String key = name.toLowerCase(Locale.ROOT);
    boolean grown = all.add(key);
    return writes ? written.add(key) | grown : grown;
  }

  private boolean anything() {
    boolean grown = !everything;
    everything = true;
    return grown;
  }

  /** Whether one of them may have written what the other has read or written. */
  boolean meets(TouchedSchemas other) {
    return everything && other.any()
        || other.everything && any()
        || intersect(written, other.all)
        || intersect(other.written, all);
  }

  private boolean any() {
    return everything || !all.isEmpty();
  }

  private static boolean intersect(Set<String> a, Set<String> b) {
    for (String name : a) {
      if (b.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
