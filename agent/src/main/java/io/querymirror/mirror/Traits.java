package io.querymirror.mirror;

import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How a statement's text hangs on the state of its session. A guess from words: where it errs, it
 * errs towards keeping a session where it is.
 */
final class Traits {
  private static final int CACHED = 4096;
  private static final Set<String> HARMLESS =
      Set.of("select", "show", "insert", "update", "delete", "replace", "with", "values");
  private static final ConcurrentMap<Long, Traits> CACHE = new ConcurrentHashMap<>();

  /** Reads or changes what only its own connection knows. */
  private final boolean bound;

  /** Leaves state behind that no list of SET statements can bring back. */
  private final boolean sticky;

  private Traits(boolean bound, boolean sticky) {
    this.bound = bound;
    this.sticky = sticky;
  }

  static Traits of(SqlShape shape) {
    Traits known = CACHE.get(shape.digest());
    if (known == null) {
      known = find(shape);
      if (CACHE.size() >= CACHED) {
        CACHE.clear();
      }
      CACHE.put(shape.digest(), known);
    }
    return known;
  }

  private static Traits find(SqlShape shape) {
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    boolean variables = userVariable(text);
    boolean locks = text.contains("get_lock") || text.contains("release_");
    boolean identity =
        text.contains("last_insert_id")
            || text.contains("found_rows")
            || text.contains("row_count")
            || text.contains("lastval")
            || text.contains("previous value");
    boolean bound =
        variables || locks || identity || text.contains("connection_id") || text.contains("_lock(");
    boolean assigns =
        variables
            && shape.control() == null
            && (text.contains(":=") || text.contains("into") || !shape.isRead());
    boolean sticky =
        shape.temporaryTable()
            || locks
            || identity
            || assigns
            || shape.kind() == Kind.OTHER
            || (shape.several() && hidesControl(text));
    return new Traits(bound, sticky);
  }

  /** Whether one of several statements may be a SET, a USE or the like. */
  private static boolean hidesControl(String text) {
    for (String part : text.split(";")) {
      String trimmed = part.trim();
      int end = trimmed.indexOf(' ');
      if (!HARMLESS.contains(end < 0 ? trimmed : trimmed.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /** A name behind one {@code @}, not two. */
  static boolean userVariable(String text) {
    for (int i = text.indexOf('@'); i >= 0; i = text.indexOf('@', i + 1)) {
      boolean system = i + 1 < text.length() && text.charAt(i + 1) == '@';
      if (!system) {
        return true;
      }
      i++;
    }
    return false;
  }

  boolean bound() {
    return bound;
  }

  boolean sticky() {
    return sticky;
  }
}
