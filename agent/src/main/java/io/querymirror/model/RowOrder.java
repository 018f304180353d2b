package io.querymirror.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of the order of a result's rows its statement fixes; immutable. */
public final class RowOrder {
  /** Nothing: rows may come in any order. */
  public static final RowOrder NONE = new RowOrder(false, List.of(), true, false, false);

  /** One column of the output that rows are sorted by. */
  public static final class Term {
    private final @Nullable String label;
    private final int position;
    private final boolean descending;

    /**
     * @param label as the result names the column; null where the position tells it
     * @param position of the column, from 1; 0 where the label tells it
     */
    public Term(@Nullable String label, int position, boolean descending) {
      this.label = label;
      this.position = position;
      this.descending = descending;
    }

    public @Nullable String label() {
      return label;
    }

    public int position() {
      return position;
    }

    @Override
    public String toString() {
      return (label == null ? String.valueOf(position) : label) + (descending ? " desc" : "");
    }
  }

  private final boolean sorted;
  private final List<Term> terms;
  private final boolean complete;
  private final boolean limited;
  private final boolean skips;

  /**
   * @param sorted the outermost query has an ORDER BY
   * @param terms of it, up to the first that is no column of the output
   * @param complete these are all
   * @param limited a LIMIT or FETCH cuts the rows, perhaps among equal ones
   * @param skips so does an OFFSET, at their begin
   */
  public RowOrder(
      boolean sorted, List<Term> terms, boolean complete, boolean limited, boolean skips) {
    this.sorted = sorted;
    this.terms = List.copyOf(terms);
    this.complete = complete;
    this.limited = limited;
    this.skips = skips;
  }

  public boolean sorted() {
    return sorted;
  }

  /** What can be checked; the order of rows that are equal in these columns is free. */
  public List<Term> terms() {
    return terms;
  }

  /** False where it is also sorted by something that is not in the output. */
  public boolean complete() {
    return complete;
  }

  public boolean limited() {
    return limited;
  }

  public boolean skips() {
    return skips;
  }

  @Override
  public String toString() {
    return (sorted ? "order by " + terms : "no order")
        + (complete ? "" : " and more")
        + (limited ? " limit" : "")
        + (skips ? " offset" : "");
  }
}
