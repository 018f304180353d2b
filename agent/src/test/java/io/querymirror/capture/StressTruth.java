package io.querymirror.capture;

import io.querymirror.model.Cell;
import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A query with all that its rows are: by what JDBC answers, and by the bytes that lie there. */
final class StressTruth {
  /** The driver has let go of the rows. */
  static final long GONE = -1;

  private static final String UNREADABLE = "unreadable";

  private final String query;
  private final boolean prepared;

  /** By getter, row and column. */
  private final List<List<String[]>> answers = new ArrayList<>();

  private final List<byte[][]> bytes = new ArrayList<>();
  private final List<String> columns;

  private StressTruth(String query, boolean prepared, List<String> columns) {
    this.query = query;
    this.prepared = prepared;
    this.columns = columns;
  }

  String query() {
    return query;
  }

  boolean prepared() {
    return prepared;
  }

  long cells() {
    return (long) bytes.size() * columns.size();
  }

  /** Reads it with nobody beside, and holds that both sides say the same. */
  static StressTruth of(Connection c, String query, boolean prepared) throws SQLException {
    try (Statement s = prepared ? c.prepareStatement(query) : c.createStatement();
        ResultSet rs = prepared ? ((PreparedStatement) s).executeQuery() : s.executeQuery(query)) {
      HeldRows held = StressSource.rows(s, new RowBudget(64 << 20, 1000));
      ResultRows rows = held == null ? null : held.rows();
      if (rows == null) {
        throw new IllegalStateException(
            query + ": no rows, " + (held == null ? "" : held.missing()));
      }
      StressTruth truth = new StressTruth(query, prepared, described(rows.columns()));
      int n = rows.columns().size();
      for (int getter = 0; getter < 3; getter++) {
        truth.answers.add(new ArrayList<>());
      }
      Cell[] into = cells(n);
      while (rs.next()) {
        rows.row(truth.bytes.size(), into);
        byte[][] row = new byte[n][];
        String[][] answer = new String[3][n];
        for (int i = 0; i < n; i++) {
          row[i] = copy(into[i]);
          for (int getter = 0; getter < 3; getter++) {
            answer[getter][i] = answer(rs, i + 1, getter);
          }
          StressValues.check(rs, i + 1, rows.columns().get(i), rows.binary(), row[i]);
        }
        truth.bytes.add(row);
        for (int getter = 0; getter < 3; getter++) {
          truth.answers.get(getter).add(answer[getter]);
        }
      }
      for (int i = 0; i < n; i++) {
        if (!rows.columns().get(i).label().equals(rs.getMetaData().getColumnLabel(i + 1))) {
          throw new IllegalStateException(rows.columns() + " of " + query);
        }
      }
      if (rows.count() != truth.bytes.size()) {
        throw new IllegalStateException(rows.count() + " rows of " + query);
      }
      if (rows.count() > 0 && (held.bytes() < rows.count() || rows.bytes() < rows.count())) {
        throw new IllegalStateException(held.bytes() + " bytes of " + query);
      }
      return truth;
    }
  }

  private static Cell[] cells(int n) {
    Cell[] cells = new Cell[n];
    Arrays.setAll(cells, i -> new Cell());
    return cells;
  }

  private static byte[] copy(Cell cell) {
    byte[] from = cell.bytes();
    return from == null
        ? null
        : Arrays.copyOfRange(from, cell.offset(), cell.offset() + cell.length());
  }

  private static List<String> described(List<ResultColumn> columns) {
    List<String> all = new ArrayList<>();
    for (ResultColumn c : columns) {
      all.add(
          c.label() + ' ' + c.type() + ' ' + c.flags() + ' ' + c.decimals() + ' ' + c.collation());
    }
    return all;
  }

  private static String answer(ResultSet rs, int column, int getter) {
    try {
      switch (getter) {
        case 0:
          return rs.getString(column);
        case 1:
          Object value = rs.getObject(column);
          return value instanceof byte[] ? Arrays.toString((byte[]) value) : String.valueOf(value);
        default:
          return Arrays.toString(rs.getBytes(column));
      }
    } catch (SQLException | RuntimeException e) {
      return UNREADABLE;
    }
  }

  /** Reads as an application does, in some way; answers how many cells were not the truth. */
  long read(ResultSet rs, Random random) throws SQLException {
    int n = columns.size();
    int count = bytes.size();
    long wrong = 0;
    switch (random.nextInt(5)) {
      case 0:
        // Closed at once, or left as it is.
        return 0;
      case 1:
        int stop = random.nextInt(count + 1);
        for (int row = 0; row < stop && rs.next(); row++) {
          wrong += cell(rs, row, random.nextInt(n), random.nextInt(3));
        }
        return wrong;
      case 2:
        for (int k = 0; k < 20 && count > 0; k++) {
          int row = random.nextInt(count);
          if (!rs.absolute(row + 1)) {
            return wrong + 1;
          }
          wrong += cell(rs, row, random.nextInt(n), random.nextInt(3));
          if (row > 0 && rs.previous()) {
            wrong += cell(rs, row - 1, random.nextInt(n), random.nextInt(3));
          }
        }
        return wrong;
      default:
        int row = 0;
        int getter = random.nextInt(3);
        while (rs.next()) {
          for (int i = 0; i < n; i++) {
            wrong += cell(rs, row, random.nextBoolean() ? i : random.nextInt(n), getter);
          }
          row++;
        }
        return wrong + (row == count ? 0 : 1);
    }
  }

  private long cell(ResultSet rs, int row, int column, int getter) {
    String expected = answers.get(getter).get(row)[column];
    String found = answer(rs, column + 1, getter);
    return String.valueOf(expected).equals(String.valueOf(found)) ? 0 : 1;
  }

  /** Reads as the agent does; answers how many cells were not the truth. */
  long compare(HeldRows held) {
    ResultRows rows = held.rows();
    if (rows == null) {
      return GONE;
    }
    long wrong = described(rows.columns()).equals(columns) && rows.count() == bytes.size() ? 0 : 1;
    Cell[] into = cells(columns.size());
    for (int r = 0; r < Math.min(rows.count(), bytes.size()); r++) {
      rows.row(r, into);
      byte[][] expected = bytes.get(r);
      for (int i = 0; i < into.length; i++) {
        wrong += Arrays.equals(expected[i], copy(into[i])) ? 0 : 1;
      }
    }
    return wrong;
  }

  @Override
  public String toString() {
    return query + (prepared ? ", prepared" : "");
  }
}
