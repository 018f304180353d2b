package io.querymirror.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that one call of a procedure returned, as the rows of one table: its results and, as one row,
 * its OUT parameters. A row has its values in the columns of its own result, NULL in those of the
 * others, and in {@code result} the result's number, from 1, or {@code OUT}. A column of the second
 * result is {@code 2.name}, a parameter {@code OUT name}.
 */
public final class CallResults implements ResultRows {
  /** How Connector/J names the variables that it reads OUT parameters from; newer ones quote it. */
  private static final Pattern VARIABLE = Pattern.compile("@`?com_mysql_jdbc_outparam_(.*?)`?");

  private static final String OUT = "OUT";
  private static final int UTF8MB4 = 45;
  private static final ResultColumn NUMBER =
      new ResultColumn("result", FieldType.VAR_STRING, 0, 0, UTF8MB4, 40);

  private final List<ResultRows> results;
  private final @Nullable ResultRows out;

  /** The results and the parameters. */
  private final List<ResultRows> parts;

  private final List<ResultColumn> columns = new ArrayList<>();
  private final boolean numbered;
  private final boolean binary;

  private CallResults(List<ResultRows> results, @Nullable ResultRows out) {
    this.results = results;
    this.out = out;
    this.parts = new ArrayList<>(results);
    if (out != null) {
      parts.add(out);
    }
    this.numbered = parts.size() > 1;
    if (numbered) {
      columns.add(NUMBER);
    }
    boolean anyBinary = false;
    for (int i = 0; i < parts.size(); i++) {
      ResultRows part = parts.get(i);
      anyBinary |= part.binary() && part.count() > 0;
      for (ResultColumn c : part.columns()) {
        String prefix = part == out ? OUT + " " : i == 0 ? "" : i + 1 + ".";
        columns.add(named(prefix + name(c.label()), c));
      }
    }
    this.binary = anyBinary;
  }

  /** Whether a statement calls one procedure, so that all its results are looked at. */
  public static boolean areOf(SqlShape shape) {
    return shape.kind() == Kind.CALL && !shape.several();
  }

  /**
   * @param results that have rows, in their order
   * @param out a result of the OUT parameters; null for none
   * @return null for nothing at all
   */
  public static @Nullable ResultRows of(List<ResultRows> results, @Nullable ResultRows out) {
    if (out == null && results.size() < 2) {
      return results.isEmpty() ? null : results.get(0);
    }
    return new CallResults(List.copyOf(results), out);
  }

  /**
   * As much of one side as can be told from the other: no parameters where that has none, or others
   * (a driver that may not see the procedure names them itself), and no results where it has
   * parameters alone.
   *
   * @param rows null for none
   * @param other null where nothing is known of it
   */
  public static @Nullable ResultRows beside(@Nullable ResultRows rows, @Nullable ResultRows other) {
    CallResults a = rows instanceof CallResults ? (CallResults) rows : null;
    CallResults b = other instanceof CallResults ? (CallResults) other : null;
    if (rows == null || other == null || (a == null && b == null)) {
      return rows;
    }
    boolean noResults = b != null && b.results.isEmpty();
    List<ResultRows> kept = noResults ? List.of() : a == null ? List.of(rows) : a.results;
    ResultRows parameters = a == null || b == null || !a.hasParametersOf(b) ? null : a.out;
    boolean all = a == null ? !noResults : kept.size() == a.results.size() && parameters == a.out;
    return all ? rows : of(kept, parameters);
  }

  private boolean hasParametersOf(CallResults other) {
    ResultRows mine = out;
    ResultRows theirs = other.out;
    if (mine == null || theirs == null || mine.columns().size() != theirs.columns().size()) {
      return false;
    }
    for (int i = 0; i < mine.columns().size(); i++) {
      String name = name(mine.columns().get(i).label());
      if (!name.equalsIgnoreCase(name(theirs.columns().get(i).label()))) {
        return false;
      }
    }
    return true;
  }

  /** The same with other labels of the results; names of parameters are in nobody's text. */
  public CallResults labelled(UnaryOperator<ResultRows> labels) {
    List<ResultRows> all = new ArrayList<>();
    for (ResultRows result : results) {
      all.add(labels.apply(result));
    }
    return new CallResults(List.copyOf(all), out);
  }

  /** The first result; the whole where there is none. */
  public ResultRows first() {
    return results.isEmpty() ? this : results.get(0);
  }

  private static String name(String label) {
    Matcher variable = VARIABLE.matcher(label);
    return variable.matches() ? variable.group(1) : label;
  }

  private static ResultColumn named(String label, ResultColumn c) {
    return label.equals(c.label())
        ? c
        : new ResultColumn(label, c.type(), c.flags(), c.decimals(), c.collation(), c.length());
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean binary() {
    return binary;
  }

  @Override
  public int count() {
    int sum = 0;
    for (ResultRows part : parts) {
      sum += part.count();
    }
    return sum;
  }

  @Override
  public long bytes() {
    long sum = 0;
    for (ResultRows part : parts) {
      sum += part.bytes();
    }
    return sum;
  }

  @Override
  public void row(int index, Cell[] into) {
    for (int i = 0; i < columns.size(); i++) {
      into[i].setNull();
    }
    int row = index;
    int from = numbered ? 1 : 0;
    for (int i = 0; i < parts.size(); i++) {
      ResultRows part = parts.get(i);
      int width = part.columns().size();
      if (row < part.count()) {
        if (part.binary() != binary) {
          throw new UnreadableRowsException("results of one call in two encodings");
        }
        if (numbered) {
          String number = part == out ? OUT : String.valueOf(i + 1);
          byte[] text = number.getBytes(StandardCharsets.US_ASCII);
          into[0].set(text, 0, text.length);
        }
        part.row(row, Arrays.copyOfRange(into, from, from + width));
        return;
      }
      row -= part.count();
      from += width;
    }
    throw new IndexOutOfBoundsException(String.valueOf(index));
  }
}
