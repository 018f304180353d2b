package io.querymirror.capture;

import io.querymirror.model.Cell;
import io.querymirror.model.FieldType;
import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;

/** Calls with several results and OUT parameters, as they are held with each driver. */
final class StressCalls {
  private static final RowBudget BUDGET = new RowBudget(1 << 20, 1000);
  private static final String ALL =
      "[result, x, 2.y, OUT total, OUT name][1, 20, -, -, -][1, 21, -, -, -][2, -, two, -, -]"
          + "[OUT, -, -, 40, n!]";

  private StressCalls() {}

  static void held(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute("DROP PROCEDURE IF EXISTS held_call");
      s.execute("DROP PROCEDURE IF EXISTS held_out");
      s.execute("DROP PROCEDURE IF EXISTS held_in");
      s.execute(
          "CREATE PROCEDURE held_call(IN a INT, OUT total INT, INOUT name VARCHAR(20))"
              + " BEGIN SELECT a AS x UNION ALL SELECT a + 1; SELECT 'two' AS y;"
              + " SET total = a * 2; SET name = CONCAT(name, '!'); END");
      s.execute("CREATE PROCEDURE held_out(OUT n INT) SET n = 7");
      s.execute(
          "CREATE PROCEDURE held_in(IN n INT) BEGIN IF n > 0 THEN SELECT n AS x; END IF; END");
    }
    all(c);
    parametersAlone(c);
    noParameters(c);
    byText(c);
  }

  private static void all(Connection c) throws SQLException {
    HeldRows held = null;
    try (CallableStatement call = c.prepareCall("{CALL held_call(?, ?, ?)}")) {
      for (int i = 0; i < 2; i++) {
        call.setInt(1, 20);
        call.registerOutParameter(2, Types.INTEGER);
        call.setString(3, "n");
        call.registerOutParameter(3, Types.VARCHAR);
        check(true, call.execute());
        held = StressSource.rows(call, BUDGET);
        check(ALL, text(held));
        try (ResultSet rs = call.getResultSet()) {
          check(true, rs.next() && rs.getInt(1) == 20 && rs.next() && !rs.next());
        }
        check(true, call.getMoreResults());
        try (ResultSet rs = call.getResultSet()) {
          check(true, rs.next() && rs.getString(1).equals("two") && !rs.next());
        }
        check(40, call.getInt(2));
        check("n!", call.getString(3));
        check(ALL, text(held));
      }
    }
    check(ALL, text(held));
  }

  private static void parametersAlone(Connection c) throws SQLException {
    try (CallableStatement call = c.prepareCall("{CALL held_out(?)}")) {
      call.registerOutParameter(1, Types.INTEGER);
      check(false, call.execute());
      HeldRows held = StressSource.parameters(call, BUDGET);
      check("[OUT n][7]", text(held));
      check(7, call.getInt(1));
      call.close();
      check("[OUT n][7]", text(held));
    }
  }

  private static void noParameters(Connection c) throws SQLException {
    try (CallableStatement call = c.prepareCall("{CALL held_in(?)}")) {
      call.setInt(1, 0);
      check(false, call.execute());
      check(true, StressSource.parameters(call, BUDGET) == null);
      call.setInt(1, 5);
      check(true, call.execute());
      check("[x][5]", text(StressSource.rows(call, BUDGET)));
    }
  }

  private static void byText(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute("CALL held_in(6)");
      check("[x][6]", text(StressSource.rows(s, BUDGET)));
      s.execute("CALL held_call(1, @held_n, @held_s)");
      check("[result, x, 2.y][1, 1, -][1, 2, -][2, -, two]", text(StressSource.rows(s, BUDGET)));
    }
  }

  private static void check(Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new IllegalStateException("found " + found + ", not " + expected);
    }
  }

  private static String text(HeldRows held) {
    ResultRows rows = held == null ? null : held.rows();
    if (rows == null) {
      return String.valueOf(held == null ? null : held.missing());
    }
    List<ResultColumn> columns = rows.columns();
    StringBuilder text = new StringBuilder();
    text.append(columns.stream().map(ResultColumn::label).toList());
    Cell[] cells = new Cell[columns.size()];
    Arrays.setAll(cells, i -> new Cell());
    for (int row = 0; row < rows.count(); row++) {
      rows.row(row, cells);
      String[] values = new String[cells.length];
      for (int i = 0; i < cells.length; i++) {
        values[i] = value(cells[i], rows.binary() && isNumber(columns.get(i)));
      }
      text.append(Arrays.toString(values));
    }
    return text.toString();
  }

  private static boolean isNumber(ResultColumn c) {
    return c.type() == FieldType.LONG || c.type() == FieldType.LONGLONG;
  }

  private static String value(Cell cell, boolean number) {
    if (cell.isNull()) {
      return "-";
    }
    if (!number) {
      return new String(cell.bytes(), cell.offset(), cell.length(), StandardCharsets.UTF_8);
    }
    long value = 0;
    for (int i = cell.length() - 1; i >= 0; i--) {
      value = value << 8 | cell.bytes()[cell.offset() + i] & 0xff;
    }
    return String.valueOf(value);
  }
}
