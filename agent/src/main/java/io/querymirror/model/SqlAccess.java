package io.querymirror.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a text reads and writes, as far as the text alone tells: for the simple forms over one
 * table by the columns and values that pick the rows, else only by {@link SqlShape#tables()}.
 * Immutable.
 */
public final class SqlAccess {
  /** How much is told. */
  public enum Form {
    /** Any statement: whole tables, those of the shape. */
    TABLES,
    /** SELECT, UPDATE or DELETE of one table, with {@link #where}. */
    POINT,
    /** INSERT or REPLACE with {@link #rows}. */
    ROWS
  }

  /** What a SELECT locks. */
  public enum Lock {
    NONE,
    SHARE,
    UPDATE
  }

  private final Form form;
  private final Lock lock;
  private final boolean subqueries;
  private final Set<String> calls;
  private final boolean doubtful;
  private final @Nullable TableRef table;
  private final Map<String, List<SqlValue>> where;
  private final boolean equalitiesOnly;
  private final Map<String, SqlValue> assigned;
  private final Map<String, SqlValue> added;
  private final @Nullable List<String> columns;
  private final List<List<SqlValue>> rows;

  private SqlAccess(Builder b) {
    this.form = b.form;
    this.lock = b.lock;
    this.subqueries = b.subqueries;
    this.calls = Set.copyOf(b.calls);
    this.doubtful = b.doubtful;
    this.table = b.table;
    this.where = b.where;
    this.equalitiesOnly = b.equalitiesOnly;
    this.assigned = b.assigned;
    this.added = b.added;
    this.columns = b.columns;
    this.rows = b.rows;
  }

  public Form form() {
    return form;
  }

  public Lock lock() {
    return lock;
  }

  /** Whether there is a query beside the first word's: a source, a sub-select. */
  public boolean subqueries() {
    return subqueries;
  }

  /**
   * Names, in lower case, before an opening parenthesis: functions, among which may be stored ones;
   * and {@code nextval} for NEXT VALUE FOR.
   */
  public Set<String> calls() {
    return calls;
  }

  /** A table may hide in double quotes, as by sql_mode ANSI_QUOTES. */
  public boolean doubtful() {
    return doubtful;
  }

  /** The one table; null for {@link Form#TABLES}. */
  public @Nullable TableRef table() {
    return table;
  }

  /**
   * Columns, in lower case, that every row has with one of these values; other conditions may come
   * on top.
   */
  public Map<String, List<SqlValue>> where() {
    return where;
  }

  /** Whether {@link #where} is all that picks the rows: no other condition, no LIMIT. */
  public boolean equalitiesOnly() {
    return equalitiesOnly;
  }

  /** Columns, in lower case, that an UPDATE or ON DUPLICATE KEY UPDATE assigns. */
  public Map<String, SqlValue> assigned() {
    return assigned;
  }

  /** The constants, where every assigned column is itself plus or minus one; else empty. */
  public Map<String, SqlValue> added() {
    return added;
  }

  /** Columns of the rows in lower case; null for all columns of the table. */
  public @Nullable List<String> columns() {
    return columns;
  }

  /** An empty row has the default of every column. */
  public List<List<SqlValue>> rows() {
    return rows;
  }

  @Override
  public String toString() {
    return form + " " + table + " where " + where + " set " + assigned + " rows " + rows;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects the fields. */
  public static final class Builder {
    private Form form = Form.TABLES;
    private Lock lock = Lock.NONE;
    private boolean subqueries;
    private Set<String> calls = Set.of();
    private boolean doubtful;
    private @Nullable TableRef table;
    private Map<String, List<SqlValue>> where = Map.of();
    private boolean equalitiesOnly;
    private Map<String, SqlValue> assigned = Map.of();
    private Map<String, SqlValue> added = Map.of();
    private @Nullable List<String> columns;
    private List<List<SqlValue>> rows = List.of();

    public Builder query(Lock locks, boolean more, Set<String> functions) {
      this.lock = locks;
      this.subqueries = more;
      this.calls = functions;
      return this;
    }

    public Builder doubtful(boolean value) {
      this.doubtful = value;
      return this;
    }

    /** Takes the map over. */
    public Builder point(TableRef one, Map<String, List<SqlValue>> equal, boolean nothingElse) {
      this.form = Form.POINT;
      this.table = one;
      this.where = equal;
      this.equalitiesOnly = nothingElse;
      return this;
    }

    /** Takes the maps over. */
    public Builder assigned(Map<String, SqlValue> values, Map<String, SqlValue> constants) {
      this.assigned = values;
      this.added = constants;
      return this;
    }

    /** Takes the lists over. */
    public Builder rows(TableRef one, @Nullable List<String> names, List<List<SqlValue>> values) {
      this.form = Form.ROWS;
      this.table = one;
      this.columns = names;
      this.rows = values;
      return this;
    }

    public SqlAccess build() {
      return new SqlAccess(this);
    }
  }
}
