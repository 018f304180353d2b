package io.querymirror.catalog;

import io.querymirror.catalog.Trigger.Event;
import io.querymirror.model.Kind;
import io.querymirror.model.TableRef;
import io.querymirror.model.Volatile;
import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.SqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of a table bears upon how a statement on it is repeated: where its keys come from, and what
 * its defaults, its triggers or its query take from the server alone. Immutable.
 */
public final class TableFacts {
  private final CatalogTable table;

  /** Place of the AUTO_INCREMENT column, from 0; -1 for none. */
  private final int auto;

  /** Bits of {@link Volatile}: of default values. */
  private final int defaults;

  /** The same of ON UPDATE. */
  private final int updates;

  /** The same of a view's query. */
  private final int query;

  /** The same of triggers, by their event. */
  private final int[] triggered = new int[Event.values().length];

  /** Whether a trigger before the row, by its event, may generate a key of its own. */
  private final boolean[] before = new boolean[triggered.length];

  private TableFacts(CatalogTable table, int auto, int defaults, int updates, int query) {
    this.table = table;
    this.auto = auto;
    this.defaults = defaults;
    this.updates = updates;
    this.query = query;
  }

  static TableFacts of(CatalogTable table) {
    int auto = -1;
    int defaults = 0;
    int updates = 0;
    List<CatalogColumn> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      CatalogColumn column = columns.get(i);
      auto = column.autoIncrement() ? i : auto;
      updates |= column.updatedByClock() ? Volatile.CLOCK.bit() : 0;
      if (column.filledByClock()) {
        defaults |= Volatile.CLOCK.bit();
      } else if (column.defaultKind() == CatalogColumn.Default.EXPRESSION) {
        defaults |= bits("SELECT " + column.defaultText());
      }
    }
    boolean view = table.view() != null;
    int query = !view ? 0 : table.query().isEmpty() ? Volatile.CLOCK.bit() : bits(table.query());
    TableFacts facts = new TableFacts(table, auto, defaults, updates, query);
    table.triggers().forEach(facts::add);
    return facts;
  }

  private void add(Trigger trigger) {
    String words = ' ' + trigger.text.toLowerCase(Locale.ROOT).replaceAll("[^a-z_]+", " ") + ' ';
    boolean inserts =
        trigger.text.isEmpty()
            || words.contains(" insert ")
            || words.contains(" replace into ")
            || words.contains(" call ");
    int i = trigger.event.ordinal();
    triggered[i] |= trigger.text.isEmpty() ? Volatile.ROUTINE.bit() : bits(trigger.text);
    triggered[i] |= inserts ? Volatile.KEYS.bit() : 0;
    before[i] |= inserts && trigger.before;
  }

  private static int bits(String sql) {
    return DeterminismReader.of(SqlParser.parse(sql)).bits();
  }

  public boolean isView() {
    return table.view() != null;
  }

  /** The highest key that its AUTO_INCREMENT column has room for; 0 where there is none. */
  public long highestKey() {
    CatalogColumn column = table.autoIncrement();
    switch (column == null ? "" : column.type()) {
      case "int":
        return Integer.MAX_VALUE;
      case "bigint":
        return Long.MAX_VALUE;
      case "mediumint":
        return (1 << 23) - 1;
      default:
        return 0;
    }
  }

  /** Whether the server generates keys for it. */
  public boolean generates() {
    return auto >= 0;
  }

  /**
   * The place of its AUTO_INCREMENT column among the columns that an INSERT names, or among all
   * where it names none; -1 where the statement leaves it out.
   */
  public int place(@Nullable List<String> named) {
    if (named == null || auto < 0) {
      return auto;
    }
    for (int i = 0; i < named.size(); i++) {
      if (named.get(i).equalsIgnoreCase(table.columns().get(auto).name())) {
        return i;
      }
    }
    return -1;
  }

  /** Bits of {@link Volatile} that a statement of this kind meets; SELECT for a table it reads. */
  public int bits(Kind kind) {
    switch (kind) {
      case INSERT:
      case REPLACE:
        // ON DUPLICATE KEY UPDATE and REPLACE may do all three.
        return query | defaults | updates | triggered[0] | triggered[1] | triggered[2];
      case LOAD:
        return query | defaults | updates | triggered[Event.INSERT.ordinal()];
      case UPDATE:
        return query | updates | triggered[Event.UPDATE.ordinal()];
      case DELETE:
        return query | triggered[Event.DELETE.ordinal()];
      default:
        return query;
    }
  }

  /** Tables that its triggers write when a statement of this kind runs, as they name them. */
  public List<TableRef> triggered(Kind kind) {
    boolean any = kind == Kind.INSERT || kind == Kind.REPLACE;
    List<TableRef> written = new ArrayList<>();
    for (Trigger trigger : table.triggers()) {
      if (any || trigger.event.name().equals(kind.name())) {
        trigger.body.tables().stream().filter(TableRef::written).forEach(written::add);
      }
    }
    return written;
  }

  /** Whether a trigger of an INSERT may generate a key before the row has its own. */
  public boolean keyIsTriggers() {
    return before[0] || before[1] || before[2];
  }
}
