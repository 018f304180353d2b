package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.sql.Traits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ties a session to its connection: temporary tables, user locks, LOCK TABLES, a FOUND_ROWS()
 * or ROW_COUNT() to come, and state of an unknown sort. All else can be read out of one connection
 * and set on another.
 */
final class Holds {
  private static final int NAMES = 64;
  private static final Pattern LOCK_NAME =
      Pattern.compile("(?i)(get_lock|release_lock)\\s*\\(\\s*('[^'\\\\]*'|\\?)");

  private final Set<String> temporary = new HashSet<>();
  private final Map<String, Integer> locks = new HashMap<>();

  /** A lock of which the name was not found out. */
  private boolean someLock;

  private boolean tablesLocked;
  private boolean found;
  private boolean counted;
  private boolean usesFound;
  private boolean usesCount;
  private boolean unfathomable;

  /** Takes note of a statement that succeeded on the connection. */
  void ran(Execution e) {
    SqlShape shape = e.statementShape();
    Traits t = Traits.of(shape);
    unfathomable |= t.unfathomable();
    tables(shape);
    locks(e, t);
    if (t.locksTables() || t.unlocksTables()) {
      tablesLocked = t.locksTables();
    }
    // The first use of its kind tells that the session is one that asks so.
    usesFound |= t.readsFound() && !found;
    usesCount |= t.readsCount() && !counted;
    if (shape.kind() == Kind.SELECT) {
      found = t.countsFound() || (usesFound && !t.readsFound());
    }
    counted = usesCount && shape.isWrite();
  }

  private void tables(SqlShape shape) {
    boolean drops = shape.digestText().startsWith("drop");
    if (!shape.temporaryTable() && (!drops || temporary.isEmpty())) {
      return;
    }
    for (TableRef table : shape.tables()) {
      if (drops && !shape.several()) {
        temporary.remove(key(table));
      } else if (table.written()) {
        unfathomable |= temporary.size() >= NAMES;
        temporary.add(key(table));
      }
    }
    unfathomable |= shape.temporaryTable() && shape.tables().isEmpty();
  }

  /** Whether all of these temporary tables are on the connection. */
  boolean has(Set<String> tables) {
    return temporary.containsAll(tables);
  }

  static String key(TableRef table) {
    return table.name().toLowerCase(Locale.ROOT);
  }

  private void locks(Execution e, Traits t) {
    if (t.releasesAllLocks()) {
      locks.clear();
      someLock = false;
    }
    if (!t.getsLock() && !t.releasesLock()) {
      return;
    }
    Matcher m = LOCK_NAME.matcher(e.sql());
    boolean named = m.find();
    String name = named ? name(e, m) : null;
    boolean one = named && t.getsLock() != t.releasesLock() && !m.find();
    if (name == null || !one || locks.size() >= NAMES) {
      someLock |= t.getsLock();
    } else if (t.getsLock()) {
      locks.merge(name, 1, Integer::sum);
    } else {
      locks.computeIfPresent(name, (k, n) -> n > 1 ? n - 1 : null);
    }
  }

  private static @Nullable String name(Execution e, Matcher m) {
    String text = m.group(2);
    if (!text.equals("?")) {
      return text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    }
    boolean first = e.sql().indexOf('?') == m.start(2);
    return first && e.binds().size() > 0
        ? String.valueOf(e.binds().value(1)).toLowerCase(Locale.ROOT)
        : null;
  }

  /** Whether a statement of the agent's own would change what the session is told. */
  boolean tellsOfLast() {
    return found || counted;
  }

  boolean any() {
    return unfathomable
        || tablesLocked
        || found
        || counted
        || someLock
        || !locks.isEmpty()
        || !temporary.isEmpty();
  }

  /** BEGIN gives table locks back. */
  void begun() {
    tablesLocked = false;
  }

  /** The connection is gone, and all of it with it. */
  void clear() {
    temporary.clear();
    locks.clear();
    someLock = false;
    tablesLocked = false;
    found = false;
    counted = false;
    unfathomable = false;
  }
}
