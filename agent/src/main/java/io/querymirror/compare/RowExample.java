package io.querymirror.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the source beside the target's that is most like it; immutable. */
public final class RowExample {
  private final List<String> columns;
  private final @Nullable List<ExampleCell> source;
  private final @Nullable List<ExampleCell> target;
  private final List<Boolean> differs;

  RowExample(
      List<String> columns,
      @Nullable List<ExampleCell> source,
      @Nullable List<ExampleCell> target,
      List<Boolean> differs) {
    this.columns = columns;
    this.source = source;
    this.target = target;
    this.differs = differs;
  }

  /** Labels of the columns that both sides have. */
  public List<String> columns() {
    return columns;
  }

  /** A cell for each column; null where the source has no such row. */
  public @Nullable List<ExampleCell> source() {
    return source;
  }

  /** A cell for each column; null where the target has no such row. */
  public @Nullable List<ExampleCell> target() {
    return target;
  }

  /** For each column, whether the values differ. */
  public List<Boolean> differs() {
    return differs;
  }
}
