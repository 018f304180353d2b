package io.querymirror.mirror.judging;

import io.querymirror.model.Binds;
import io.querymirror.model.CallResults;
import io.querymirror.model.Cell;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import io.querymirror.model.SqlShape;
import io.querymirror.stats.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows whose columns are named without values. A server names a column that is no column by the
 * expression's text, so {@code SELECT 'a'} has a column {@code a}, and so has {@code SELECT ?}
 * where the driver writes binds into the text.
 */
final class SafeLabels implements ResultRows {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$]+");

  private final ResultRows rows;
  private final List<ResultColumn> columns;

  private SafeLabels(ResultRows rows, List<ResultColumn> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** The same object where all names may be shown. Of several results of no call, the first. */
  static ResultRows of(ResultRows rows, Execution e) {
    if (rows instanceof CallResults) {
      CallResults all = (CallResults) rows;
      return CallResults.areOf(e.statementShape())
          ? all.labelled(result -> of(result, e))
          : of(all.first(), e);
    }
    List<ResultColumn> columns = rows.columns();
    SqlShape shape = e.statementShape();
    if (areNamed(columns, shape.shownLabels())) {
      return rows;
    }
    List<ResultColumn> changed = null;
    boolean words = true;
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn c = columns.get(i);
      boolean word = isWord(c.label(), e);
      words &= word;
      String label = word ? c.label() : noWord(c.label(), e);
      if (!label.equals(c.label())) {
        if (changed == null) {
          changed = new ArrayList<>(columns);
        }
        changed.set(
            i,
            new ResultColumn(label, c.type(), c.flags(), c.decimals(), c.collation(), c.length()));
      }
    }
    if (changed != null) {
      return new SafeLabels(rows, changed);
    }
    if (words) {
      // Shown whatever the binds are, and the next results will have the same.
      shape.shownLabels(
          columns.stream().map(ResultColumn::label).collect(Collectors.toUnmodifiableList()));
    }
    return rows;
  }

  private static boolean areNamed(List<ResultColumn> columns, List<String> labels) {
    if (labels.size() != columns.size() || labels.isEmpty()) {
      return false;
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.get(i).equals(columns.get(i).label())) {
        return false;
      }
    }
    return true;
  }

  static String shown(String label, Execution e) {
    return isWord(label, e) ? label : noWord(label, e);
  }

  private static boolean isWord(String label, Execution e) {
    return isName(label) && hasWord(e.statementShape().digestText(), label);
  }

  private static String noWord(String label, Execution e) {
    if (isName(label)) {
      // The name of a column that * stands for is nowhere in the text.
      return isPartOf(label, e) ? "?" : label;
    }
    String digest = e.statementShape().digestText();
    return NAME.matcher(Mask.hidden().sql(label))
        .replaceAll(m -> hasWord(digest, m.group()) ? "$0" : "?");
  }

  private static boolean isName(String label) {
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c > 'z' || !isWordPart(c)) { // others may be half a letter
        return NAME.matcher(label).matches();
      }
    }
    return !label.isEmpty();
  }

  /** Whether the statement has it somewhere, in its text or in its binds. */
  private static boolean isPartOf(String label, Execution e) {
    if (indexOf(e.sql(), label, 0) >= 0) {
      return true;
    }
    Binds binds = e.binds();
    for (int i = 1; i <= binds.size(); i++) {
      Object value = binds.value(i);
      if (value != null && indexOf(value.toString(), label, 0) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasWord(String text, String word) {
    for (int at = indexOf(text, word, 0); at >= 0; at = indexOf(text, word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !isWordPart(text.charAt(at - 1)))
          && (end == text.length() || !isWordPart(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private static int indexOf(String text, String part, int from) {
    char first = Character.toLowerCase(part.charAt(0));
    for (int i = from; i <= text.length() - part.length(); i++) {
      char c = text.charAt(i);
      boolean begins = c == first || Character.toLowerCase(c) == first || c > 'z' || first > 'z';
      if (begins && text.regionMatches(true, i, part, 0, part.length())) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean binary() {
    return rows.binary();
  }

  @Override
  public int count() {
    return rows.count();
  }

  @Override
  public long bytes() {
    return rows.bytes();
  }

  @Override
  public void row(int index, Cell[] into) {
    rows.row(index, into);
  }
}
