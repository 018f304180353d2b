package io.querymirror.mirror.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Binds.Bind;
import io.querymirror.model.Binds.OutParameter;
import io.querymirror.model.SourceConnection;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.CallableStatement;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each bind by the setter that the application called. */
class BindApplierTest {
  private final List<String> calls = new ArrayList<>();
  private final CallableStatement statement =
      (CallableStatement)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {CallableStatement.class},
              (p, method, args) -> {
                String call =
                    Stream.of(args).map(BindApplierTest::show).collect(Collectors.joining(", "));
                calls.add(method.getName() + "(" + call + ")");
                if (call.contains("fail")) {
                  throw new SQLException("no");
                }
                return null;
              });

  private static String show(Object o) {
    return o instanceof byte[] ? "bytes" : o instanceof Calendar ? "calendar" : String.valueOf(o);
  }

  private void one(BindKind kind, Object value, Object extra) throws NotRepeatableException {
    BindApplier.apply(
        statement,
        new Binds(new BindKind[] {kind}, new Object[] {value}, new Object[] {extra}, null),
        AsSent.GIVEN);
    String byPosition = calls.remove(calls.size() - 1);
    BindApplier.apply(
        statement,
        new Binds(
            new BindKind[0],
            new Object[0],
            new Object[0],
            new Binds.Callable(Map.of("n", new Bind(kind, value, extra)), List.of())),
        AsSent.GIVEN);
    String byName = calls.remove(calls.size() - 1);
    assertEquals(byPosition, byName.replace("(n, ", "(1, "));
    calls.add(byPosition);
  }

  @Test
  void everyKind() throws Exception {
    Calendar calendar = Calendar.getInstance();
    one(BindKind.NULL, null, Types.INTEGER);
    one(BindKind.NULL_NAMED, "t", Types.OTHER);
    one(BindKind.BOOLEAN, true, null);
    one(BindKind.BYTE, (byte) 1, null);
    one(BindKind.SHORT, (short) 2, null);
    one(BindKind.INT, 3, null);
    one(BindKind.LONG, 4L, null);
    one(BindKind.FLOAT, 5f, null);
    one(BindKind.DOUBLE, 6d, null);
    one(BindKind.BIG_DECIMAL, new BigDecimal("7.0"), null);
    one(BindKind.STRING, "s", null);
    one(BindKind.NSTRING, "n", null);
    one(BindKind.BYTES, new byte[1], null);
    one(BindKind.DATE, new Date(0), null);
    one(BindKind.DATE, null, calendar);
    one(BindKind.TIME, new Time(0), calendar);
    one(BindKind.TIMESTAMP, new Timestamp(0), null);
    one(BindKind.TIMESTAMP, new Timestamp(0), calendar);
    one(BindKind.URL, new URL("http://x/"), null);
    one(BindKind.OBJECT, 8, null);
    one(BindKind.OBJECT_TYPED, 9, Types.BIGINT);
    one(BindKind.OBJECT_TYPED, 9, JDBCType.BIGINT);
    one(BindKind.OBJECT_SCALED, 9, new Object[] {Types.DECIMAL, 2});
    one(BindKind.OBJECT_SCALED, 9, new Object[] {JDBCType.DECIMAL, 2});
    assertEquals(
        List.of(
            "setNull",
            "setNull",
            "setBoolean",
            "setByte",
            "setShort",
            "setInt",
            "setLong",
            "setFloat",
            "setDouble",
            "setBigDecimal",
            "setString",
            "setNString",
            "setBytes",
            "setDate",
            "setDate",
            "setTime",
            "setTimestamp",
            "setTimestamp",
            "setURL",
            "setObject",
            "setObject",
            "setObject",
            "setObject",
            "setObject"),
        calls.stream().map(c -> c.substring(0, c.indexOf('('))).toList());
    assertTrue(calls.contains("setDate(1, null, calendar)"));
    assertTrue(calls.contains("setObject(1, 9, DECIMAL, 2)"));
  }

  @Test
  void outParameters() throws Exception {
    BindApplier.apply(
        statement,
        new Binds(
            new BindKind[] {BindKind.INT, null},
            new Object[] {1, null},
            new Object[0],
            new Binds.Callable(
                Map.of(),
                List.of(
                    new OutParameter(2, null, Types.INTEGER, null),
                    new OutParameter(0, "a", JDBCType.DECIMAL, 3),
                    new OutParameter(0, "b", Types.OTHER, "name")))),
        AsSent.GIVEN);
    assertEquals(
        List.of(
            "setInt(1, 1)",
            "registerOutParameter(2, 4)",
            "registerOutParameter(a, DECIMAL, 3)",
            "registerOutParameter(b, 1111, name)"),
        calls);
  }

  private static AsSent sent(String driver) {
    return AsSent.by(
        new SourceConnection(
            1, driver, "app", "db:3306", null, Map.of(), -1, -1, true, true, List.of()));
  }

  @Test
  void lessThanAMicrosecondWhereTheDriverCutsItOff() throws Exception {
    BindKind[] kinds = {BindKind.OBJECT, BindKind.INT};
    Object[] values = {LocalTime.of(1, 2, 3, 4_999), 5};
    BindApplier.apply(statement, new Binds(kinds, values, new Object[0], null), sent("mariadb"));
    BindApplier.apply(
        statement, new Binds(kinds, values, new Object[0], null), sent("connector-j"));
    assertEquals(
        List.of(
            "setObject(1, 01:02:03.000004)",
            "setInt(2, 5)",
            "setObject(1, 01:02:03.000004999)",
            "setInt(2, 5)"),
        calls);
  }

  @Test
  void refusedBindMakesTheStatementUnsupported() {
    NotRepeatableException e =
        assertThrows(NotRepeatableException.class, () -> one(BindKind.STRING, "fail", null));
    assertTrue(e.getMessage().contains("SQLException"));
    assertThrows(NotRepeatableException.class, () -> one(BindKind.UNSUPPORTED, "stream", null));
    assertThrows(NotRepeatableException.class, () -> one(BindKind.INT, null, null));
  }
}
