package io.querymirror.mirror;

import io.querymirror.model.Binds;
import io.querymirror.model.Cell;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import io.querymirror.stats.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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

  /** The same object where all names may be shown. */
  static ResultRows of(ResultRows rows, Execution e) {
    List<ResultColumn> columns = rows.columns();
    List<ResultColumn> changed = null;
    for (int i = 0; i < columns.size(); i++) {
      ResultColumn c = columns.get(i);
      String label = shown(c.label(), e);
      if (!label.equals(c.label())) {
        if (changed == null) {
          changed = new ArrayList<>(columns);
        }
        changed.set(
            i,
            new ResultColumn(label, c.type(), c.flags(), c.decimals(), c.collation(), c.length()));
      }
    }
    return changed == null ? rows : new SafeLabels(rows, changed);
  }

  static String shown(String label, Execution e) {
    String digest = e.statementShape().digestText();
    if (isName(label)) {
      // The name of a column that * stands for is nowhere in the text.
      return hasWord(digest, label) || !isPartOf(label, e) ? label : "?";
    }
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
