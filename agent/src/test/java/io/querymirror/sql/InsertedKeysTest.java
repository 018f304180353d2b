package io.querymirror.sql;

import static io.querymirror.sql.InsertedKeys.GENERATED;
import static io.querymirror.sql.InsertedKeys.GIVEN;
import static io.querymirror.sql.InsertedKeys.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import org.junit.jupiter.api.Test;

class InsertedKeysTest {
  private static void text(InsertedKeys expected, String sql, int column) {
    assertEquals(expected, InsertedKeys.of(sql, Binds.NONE, false, column), sql);
  }

  private static void bound(InsertedKeys expected, String sql, int column, Object... values) {
    BindKind[] kinds = new BindKind[values.length];
    for (int i = 0; i < values.length; i++) {
      kinds[i] =
          values[i] == null
              ? BindKind.NULL
              : values[i] instanceof Long ? BindKind.OBJECT : BindKind.STRING;
    }
    Binds binds = new Binds(kinds, values, new Object[values.length], null);
    assertEquals(expected, InsertedKeys.of(sql, binds, true, column), sql);
  }

  @Test
  void values() {
    text(GENERATED, "INSERT INTO t VALUES (NULL, 'a')", 0);
    text(GENERATED, "INSERT INTO t VALUES (DEFAULT, 'a')", 0);
    text(GENERATED, "INSERT INTO t VALUES (0, 'a')", 0);
    text(
        GENERATED, "INSERT INTO t (a, id) VALUES ((1 + 2), NULL) ON DUPLICATE KEY UPDATE a = 1", 1);
    text(GENERATED, "INSERT INTO t VALUES (5, 'a'), (NULL, 'b')", 0);
    text(GENERATED, "INSERT INTO t VALUES ()", 0);
    text(GIVEN, "INSERT INTO t VALUES (5, NULL), (6, NULL)", 0);
    text(GIVEN, "INSERT INTO t VALUES (-5, 'a')", 0);
    text(UNKNOWN, "INSERT INTO t VALUES (1 - 1, 'a')", 0);
    text(UNKNOWN, "INSERT INTO t VALUES (@id, 'a')", 0);
    text(UNKNOWN, "INSERT INTO t VALUES ('0', 'a'), (1, 'b')", 0);
    text(UNKNOWN, "INSERT INTO t SELECT 1, 2", 0);
  }

  @Test
  void assignments() {
    text(GENERATED, "INSERT INTO t SET a = f(1, 2), id = NULL", 1);
    text(GENERATED, "INSERT INTO t SET id = 0 ON DUPLICATE KEY UPDATE a = 1", 0);
    text(GIVEN, "INSERT INTO t SET id = 7, a = 1", 0);
    text(UNKNOWN, "INSERT INTO t SET id = 7 + 1, a = 1", 0);
  }

  @Test
  void binds() {
    bound(GENERATED, "INSERT INTO t (a, id) VALUES (?, ?)", 1, "x", null);
    bound(GENERATED, "INSERT INTO t (a, id) VALUES (?, ?)", 1, "x", 0L);
    bound(GENERATED, "INSERT INTO t (a, id) VALUES (?, ?), (?, ?)", 1, "x", 4L, "y", null);
    bound(GIVEN, "INSERT INTO t (a, id) VALUES (?, ?)", 1, null, 4L);
    bound(GIVEN, "INSERT INTO t (a, id) VALUES (?, ?)", 1, null, "12");
    bound(GENERATED, "INSERT INTO t SET a = ?, id = ?", 1, "x", null);
    bound(UNKNOWN, "INSERT INTO t (a, id) VALUES (?, ?)", 1, "x", "other");
    bound(UNKNOWN, "INSERT INTO t (a, id) VALUES (?, ?)", 1, "x");
  }
}
