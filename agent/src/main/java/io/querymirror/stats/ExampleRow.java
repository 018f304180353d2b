package io.querymirror.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the source beside one of the target; one of the two where the other has none. */
public final class ExampleRow {
  private final @Nullable List<@Nullable String> source;
  private final @Nullable List<@Nullable String> target;
  private final List<Integer> differs;

  /**
   * @param source its values as a report may show them, null for NULL
   * @param differs places of the cells that differ, from 0; empty where a side has no such row
   */
  public ExampleRow(
      @Nullable List<@Nullable String> source,
      @Nullable List<@Nullable String> target,
      List<Integer> differs) {
    this.source = copy(source);
    this.target = copy(target);
    this.differs = List.copyOf(differs);
  }

  /** Null for a row that only the target has. */
  public @Nullable List<@Nullable String> source() {
    return source;
  }

  /** Null for a row that only the source has. */
  public @Nullable List<@Nullable String> target() {
    return target;
  }

  public List<Integer> differs() {
    return differs;
  }

  long bytes() {
    return 64 + bytes(source) + bytes(target) + 24L * differs.size();
  }

  private static @Nullable List<@Nullable String> copy(@Nullable List<@Nullable String> cells) {
    return cells == null ? null : Collections.unmodifiableList(new ArrayList<>(cells));
  }

  private static long bytes(@Nullable List<@Nullable String> cells) {
    long sum = 0;
    if (cells != null) {
      for (String cell : cells) {
        sum += cell == null ? 8 : 56 + 2L * cell.length();
      }
    }
    return sum;
  }
}
