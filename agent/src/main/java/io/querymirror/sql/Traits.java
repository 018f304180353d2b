package io.querymirror.sql;

import io.querymirror.model.ControlPart;
import io.querymirror.model.ControlType;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a statement's text hangs on the state of its session. A guess from words: where it errs, it
 * errs towards keeping a session where it is.
 */
public final class Traits {
  private static final int CACHED = 4096;
  private static final Pattern VARIABLE =
      Pattern.compile("(?<![@\\w])@(?:[\\w.$]+|`[^`]+`|'[^']+'|\"[^\"]+\")");
  private static final Set<String> HARMLESS =
      Set.of(
          "select",
          "show",
          "insert",
          "update",
          "delete",
          "replace",
          "with",
          "values",
          "use",
          "set",
          "begin",
          "start",
          "commit",
          "rollback",
          "savepoint",
          "release",
          "create",
          "alter",
          "drop",
          "truncate",
          "call",
          "explain",
          "describe",
          "desc",
          "analyze",
          "optimize",
          "load",
          "table");

  /** By digest; texts that differ in quotes' meaning alone differ in digest, too. */
  private static final ConcurrentMap<Long, Traits> CACHE = new ConcurrentHashMap<>();

  private final boolean bound;
  private final boolean sticky;
  private final boolean lasting;
  private final boolean unfathomable;
  private final boolean getsLock;
  private final boolean releasesLock;
  private final boolean releasesAllLocks;
  private final boolean locksTables;
  private final boolean unlocksTables;
  private final boolean readsIdentity;
  private final boolean makesIdentity;
  private final boolean countsFound;
  private final boolean readsFound;
  private final boolean readsCount;
  private final Set<String> assigned;

  private Traits(SqlShape shape) {
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    Kind kind = shape.kind();
    boolean several = shape.several();
    boolean variables = userVariable(text);
    this.getsLock = text.contains("get_lock");
    this.releasesAllLocks = text.contains("release_all_locks");
    this.releasesLock = text.contains("release_lock");
    boolean locks = getsLock || releasesAllLocks || releasesLock;
    this.readsIdentity =
        text.contains("last_insert_id")
            || text.contains("@@identity")
            || text.contains("lastval")
            || text.contains("previous value");
    this.countsFound = text.contains("sql_calc_found_rows");
    this.readsFound = text.contains("found_rows(");
    this.readsCount = text.contains("row_count(") || text.contains("get diagnostics");
    this.unlocksTables = !several && text.startsWith("unlock");
    this.locksTables = !several && text.startsWith("lock");
    boolean calls = kind == Kind.CALL || text.startsWith("do ");
    this.makesIdentity =
        kind == Kind.INSERT
            || kind == Kind.REPLACE
            || kind == Kind.LOAD
            || calls
            || several
            || text.contains("last_insert_id(?")
            || text.contains("last_insert_id(@")
            || (text.contains("last_insert_id(") && !text.contains("last_insert_id()"));
    boolean reads = shape.isRead() && !text.contains(":=") && !text.contains("into");
    this.assigned = new LinkedHashSet<>();
    if (variables && shape.control() == null && !reads) {
      variables(text, assigned);
    }
    this.unfathomable =
        several
            ? hidesState(text, shape)
            : kind == Kind.OTHER
                && shape.control() == null
                && !locksTables
                && !unlocksTables
                && !text.startsWith("do ");
    if (several) {
      for (ControlPart part : shape.parts()) {
        if (part.control() == ControlType.SET && part.argument() != null) {
          assigned.addAll(Set.of(part.argument().split(",")));
        }
      }
      assigned.remove("autocommit");
    }
    this.lasting =
        shape.temporaryTable()
            || locks
            || locksTables
            || unlocksTables
            || kind == Kind.OTHER
            || unfathomable
            || !shape.parts().isEmpty();
    this.sticky =
        lasting || readsIdentity || countsFound || readsFound || readsCount || !assigned.isEmpty();
    this.bound =
        variables
            || locks
            || readsIdentity
            || countsFound
            || readsFound
            || readsCount
            || text.contains("connection_id")
            || text.contains("_lock(");
  }

  public static Traits of(SqlShape shape) {
    Object known = shape.traits();
    if (known instanceof Traits) {
      return (Traits) known;
    }
    Traits found = ofDigest(shape);
    shape.traits(found);
    return found;
  }

  private static Traits ofDigest(SqlShape shape) {
    Traits known = CACHE.get(shape.digest());
    if (known == null) {
      known = new Traits(shape);
      if (CACHE.size() >= CACHED) {
        CACHE.clear();
      }
      CACHE.put(shape.digest(), known);
    }
    return known;
  }

  private static void variables(String text, Set<String> to) {
    Matcher m = VARIABLE.matcher(text);
    while (m.find()) {
      to.add(m.group().replace("`", "").replace("'", "").replace("\"", ""));
    }
  }

  /** Whether one of several statements leaves behind what no SET can bring back. */
  private static boolean hidesState(String text, SqlShape shape) {
    for (ControlPart part : shape.parts()) {
      String names = part.control() == ControlType.SET ? part.argument() : null;
      if (names != null && (names.contains("names") || names.contains("transaction"))) {
        return true;
      }
    }
    for (String part : text.split(";")) {
      String trimmed = part.trim();
      int end = trimmed.indexOf(' ');
      if (!HARMLESS.contains(end < 0 ? trimmed : trimmed.substring(0, end))) {
        return true;
      }
    }
    return text.contains("get_lock");
  }

  /** A name behind one {@code @}, not two. */
  public static boolean userVariable(String text) {
    for (int i = text.indexOf('@'); i >= 0; i = text.indexOf('@', i + 1)) {
      boolean system = i + 1 < text.length() && text.charAt(i + 1) == '@';
      if (!system) {
        return true;
      }
      i++;
    }
    return false;
  }

  /** Reads or changes what only its own connection knows. */
  public boolean bound() {
    return bound;
  }

  /** Leaves state behind, or hangs on what was left behind. */
  public boolean sticky() {
    return sticky;
  }

  /** May leave more behind than user variables and what the next statement overwrites. */
  public boolean lasting() {
    return lasting;
  }

  /** Leaves state of an unknown sort behind: PREPARE, HANDLER and the like. */
  public boolean unfathomable() {
    return unfathomable;
  }

  public boolean getsLock() {
    return getsLock;
  }

  public boolean releasesLock() {
    return releasesLock;
  }

  public boolean releasesAllLocks() {
    return releasesAllLocks;
  }

  public boolean locksTables() {
    return locksTables;
  }

  public boolean unlocksTables() {
    return unlocksTables;
  }

  /** Uses LAST_INSERT_ID() or its kin. */
  public boolean readsIdentity() {
    return readsIdentity;
  }

  /** May change what LAST_INSERT_ID() answers. */
  public boolean makesIdentity() {
    return makesIdentity;
  }

  /** SELECT SQL_CALC_FOUND_ROWS. */
  public boolean countsFound() {
    return countsFound;
  }

  /** Uses FOUND_ROWS(). */
  public boolean readsFound() {
    return readsFound;
  }

  /** Uses ROW_COUNT(). */
  public boolean readsCount() {
    return readsCount;
  }

  /** Whether it asks for what was on another connection: FOUND_ROWS() and its like. */
  public boolean asksBack() {
    return readsFound || readsCount;
  }

  /**
   * Names of the variables that it may assign although it is no SET: {@code @a}, or without the
   * sign that of a session variable; lower case.
   */
  public Set<String> assigned() {
    return assigned;
  }
}
