package io.querymirror.mirror.judging;

import io.querymirror.compare.ExampleCell;
import io.querymirror.compare.ResultDifference;
import io.querymirror.compare.RowExample;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import io.querymirror.stats.ExampleRow;
import io.querymirror.stats.Mask;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultKind;
import io.querymirror.stats.TypeDrift;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what a comparison found into the form that is counted and shown. */
final class Examples {
  private Examples() {}

  static ResultExample of(
      ResultDifference difference, ResultRows source, ResultRows target, Mask mask) {
    List<ExampleRow> rows = new ArrayList<>();
    List<String> labels = List.of();
    for (RowExample example : difference.examples()) {
      labels = example.columns();
      List<Integer> differs = new ArrayList<>();
      for (int i = 0; i < example.differs().size(); i++) {
        if (example.differs().get(i)) {
          differs.add(i);
        }
      }
      rows.add(
          new ExampleRow(shown(example.source(), mask), shown(example.target(), mask), differs));
    }
    return ResultExample.of(
        kind(difference, source, target),
        difference.description(),
        labels,
        difference.columns(),
        source.count(),
        target.count(),
        rows);
  }

  private static ResultKind kind(
      ResultDifference difference, ResultRows source, ResultRows target) {
    if (!labels(source).equals(labels(target))) {
      return ResultKind.COLUMNS;
    }
    boolean rows =
        source.count() != target.count()
            || !difference.columns().isEmpty()
            || !difference.examples().isEmpty();
    return rows ? ResultKind.ROWS : ResultKind.ORDER;
  }

  private static List<String> labels(ResultRows rows) {
    List<String> labels = new ArrayList<>();
    for (ResultColumn column : rows.columns()) {
      labels.add(column.label());
    }
    return labels;
  }

  private static @Nullable List<@Nullable String> shown(
      @Nullable List<ExampleCell> cells, Mask mask) {
    if (cells == null) {
      return null;
    }
    List<@Nullable String> all = new ArrayList<>(cells.size());
    for (ExampleCell cell : cells) {
      all.add(mask.value(cell.type(), cell.text()));
    }
    return all;
  }

  static List<TypeDrift> drift(List<io.querymirror.compare.TypeDrift> found) {
    List<TypeDrift> all = new ArrayList<>(found.size());
    for (io.querymirror.compare.TypeDrift drift : found) {
      all.add(TypeDrift.of(drift.column(), drift.source(), drift.target()));
    }
    return all;
  }
}
