package io.querymirror.stats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that must be known of a difference to judge it under other tolerances, without a value of
 * either side; immutable.
 */
public final class DifferenceProfile {
  private final List<ColumnDifference> columns;
  private final long unpaired;
  private final boolean order;

  /**
   * @param columns those that differ in rows that both sides have
   * @param unpaired rows that one side alone has
   * @param order whether rows stand in another order than ORDER BY allows
   */
  public DifferenceProfile(List<ColumnDifference> columns, long unpaired, boolean order) {
    this.columns = List.copyOf(columns);
    this.unpaired = unpaired;
    this.order = order;
  }

  public List<ColumnDifference> columns() {
    return columns;
  }

  public @Nullable ColumnDifference column(String label) {
    for (ColumnDifference c : columns) {
      if (c.label().equalsIgnoreCase(label)) {
        return c;
      }
    }
    return null;
  }

  public long unpaired() {
    return unpaired;
  }

  public boolean order() {
    return order;
  }

  /** Whether nothing differs but values in columns. */
  public boolean inColumnsAlone() {
    return unpaired == 0 && !order && !columns.isEmpty();
  }
}
