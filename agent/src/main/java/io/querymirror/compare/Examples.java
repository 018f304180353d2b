package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.ResultColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects rows to be shown, so many and so large at most. */
final class Examples {
  /** Bytes of a value that are looked at for where it differs. */
  private static final int LOOK = 1 << 16;

  /** Characters of a value that differs, and of another. */
  private static final int LONG = 256;

  private static final int SHORT = 64;

  /** Characters before the first that differs. */
  private static final int BEFORE = 32;

  private final List<ColumnPair> columns;
  private final List<String> labels = new ArrayList<>();
  private final Side source;
  private final Side target;
  private final List<RowExample> examples = new ArrayList<>();
  private final int limit;
  private int left;

  Examples(List<ColumnPair> columns, Side source, Side target, CompareOptions options) {
    this.columns = columns;
    this.source = source;
    this.target = target;
    this.limit = options.examples();
    this.left = options.exampleBytes();
    for (ColumnPair column : columns) {
      labels.add(column.label());
    }
  }

  List<RowExample> examples() {
    return List.copyOf(examples);
  }

  /** Rows by their places; -1 for none. */
  void add(int ofSource, int ofTarget) {
    if (examples.size() >= limit || left <= 0) {
      return;
    }
    Cell[] s = ofSource < 0 ? null : source.row(ofSource);
    Cell[] t = ofTarget < 0 ? null : target.row(ofTarget);
    List<ExampleCell> ofS = new ArrayList<>();
    List<ExampleCell> ofT = new ArrayList<>();
    List<Boolean> differs = new ArrayList<>();
    for (ColumnPair column : columns) {
      boolean other = s == null || t == null || !column.same(s, t);
      differs.add(other);
      String a = s == null ? null : text(column.sourceColumn(), source, s[column.source()]);
      String b = t == null ? null : text(column.targetColumn(), target, t[column.target()]);
      int from = other && a != null && b != null ? start(a, b) : 0;
      int length = other ? LONG : SHORT;
      long hash = s == null ? 0 : column.sourceValueHash(s);
      if (s != null) {
        ofS.add(cell(column.sourceColumn(), s[column.source()], a, from, length, hash));
      }
      if (t != null) {
        long own = other ? column.targetValueHash(t) : hash;
        ofT.add(cell(column.targetColumn(), t[column.target()], b, from, length, own));
      }
    }
    examples.add(
        new RowExample(
            List.copyOf(labels),
            s == null ? null : List.copyOf(ofS),
            t == null ? null : List.copyOf(ofT),
            List.copyOf(differs)));
  }

  private static @Nullable String text(ResultColumn column, Side side, Cell cell) {
    return cell.isNull() ? null : CellText.of(column, side.binary(), cell, LOOK);
  }

  /** Where to begin, so that what differs is seen. */
  private static int start(String a, String b) {
    int same = 0;
    int end = Math.min(a.length(), b.length());
    while (same < end && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    return same < LONG / 2 ? 0 : same - BEFORE;
  }

  private ExampleCell cell(
      ResultColumn column, Cell cell, @Nullable String text, int from, int length, long hash) {
    String type = TypeName.of(column);
    if (text == null) {
      return new ExampleCell(type, null, 0, hash, false);
    }
    int end = Math.min(text.length(), from + Math.min(length, Math.max(0, left)));
    int start = Math.min(from, end);
    boolean cut = start > 0 || end < text.length() || cell.length() > LOOK;
    String shown = (start > 0 ? "…" : "") + text.substring(start, end);
    left -= shown.length() + 1;
    return new ExampleCell(type, shown, cell.length(), hash, cut);
  }
}
