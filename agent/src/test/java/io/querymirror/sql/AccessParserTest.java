package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.SqlAccess;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows that a text names. */
class AccessParserTest {
  static Stream<Arguments> points() {
    return Stream.of(
        Arguments.of("SELECT * FROM t WHERE id = 7", "t {id=[7]} only"),
        Arguments.of("select a, b from t where id=?;", "t {id=[?1]} only"),
        Arguments.of(
            "/* c */ SELECT a FROM `s`.`t` x WHERE x.`ID` = -7 -- end", "s.t {id=[-7]} only"),
        Arguments.of("SELECT a FROM t AS x WHERE s.x.id = 'it''s'", "t {id=['it's']} only"),
        Arguments.of("SELECT a FROM t WHERE id = 'a\\'b\\n'", "t {id=['a'b\n']} only"),
        Arguments.of("SELECT a FROM t WHERE 7 = id", "t {id=[7]} only"),
        Arguments.of("SELECT a FROM t WHERE (id = ?)", "t {id=[?1]} only"),
        Arguments.of(
            "SELECT a FROM t WHERE (a=1 AND (b=2)) AND c IN (3, ?)",
            "t {a=[1], b=[2], c=[3, ?1]} only"),
        Arguments.of("SELECT a FROM t WHERE id = 7 AND qty >= ?", "t {id=[7]}"),
        Arguments.of("SELECT a FROM t WHERE (x = 1 OR y = 2) AND id = ?", "t {id=[?1]}"),
        Arguments.of("SELECT a FROM t WHERE n BETWEEN 1 AND id AND id = 2", "t {id=[2]}"),
        Arguments.of(
            "SELECT a FROM t WHERE n BETWEEN 1 AND 5 AND m BETWEEN ? AND ? AND id = ?",
            "t {id=[?3]}"),
        Arguments.of("SELECT a FROM t WHERE id = 1 AND id = 2", "t {id=[1]}"),
        Arguments.of("SELECT a FROM t WHERE id = 7 ORDER BY a LIMIT 1", "t {id=[7]}"),
        Arguments.of("SELECT a FROM t WHERE id = 7 FOR UPDATE", "t {id=[7]} only UPDATE"),
        Arguments.of("SELECT a FROM t WHERE id = 7 FOR SHARE", "t {id=[7]} only SHARE"),
        Arguments.of("SELECT a FROM t WHERE id = 7 LOCK IN SHARE MODE", "t {id=[7]} only SHARE"),
        Arguments.of(
            "SELECT EXTRACT(DAY FROM d) FROM t FORCE INDEX (PRIMARY) WHERE id = 7",
            "t {id=[7]} only"),
        Arguments.of("SELECT @x:=a INTO @y FROM t WHERE id = 7", "t {id=[7]} only"),
        Arguments.of("SELECT count(*) FROM t", "t {} only"),
        // Nothing that holds for every row.
        Arguments.of("SELECT a FROM t WHERE id = 7 OR id = 8", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 7 || id = 8", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 7 XOR x = 8", "t {}"),
        Arguments.of("SELECT a FROM t WHERE NOT id = 7", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 7 + 1", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 7 IS NULL", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 'a' COLLATE utf8mb4_bin", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 'a' 'b'", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = \"a\"", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = 0x07", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = _utf8'a'", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = N'a'", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = @id", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = NULL", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id = f(7)", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id > 7", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id <=> 7", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id != 7 AND a LIKE 'x'", "t {}"),
        Arguments.of("SELECT a FROM t WHERE (id, b) = (7, 8)", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id NOT IN (1, 2)", "t {}"),
        Arguments.of("SELECT a FROM t WHERE id IN (1, b)", "t {}"),
        Arguments.of("SELECT a FROM t WHERE CASE WHEN x THEN 1 AND id = 7 AND y END", "t {}"),
        Arguments.of("UPDATE t SET a = 1 WHERE id = 7", "t {id=[7]} only set {a=1}"),
        Arguments.of(
            "UPDATE LOW_PRIORITY IGNORE t AS x SET x.a = ?, b = c + 1 WHERE x.id = ?",
            "t {id=[?2]} only set {a=?1, b=EXPRESSION}"),
        Arguments.of(
            "UPDATE t SET n = n + 1 WHERE id = ?",
            "t {id=[?1]} only set {n=EXPRESSION} adds {n=1}"),
        Arguments.of(
            "UPDATE t SET n = n - ?, m = t.m + 2 WHERE id = ?",
            "t {id=[?2]} only set {m=EXPRESSION, n=EXPRESSION} adds {m=2, n=?1}"),
        Arguments.of(
            "UPDATE t SET n = n + 1, a = 2 WHERE id = ?",
            "t {id=[?1]} only set {a=2, n=EXPRESSION}"),
        Arguments.of("UPDATE t SET n = n * 2 WHERE id = ?", "t {id=[?1]} only set {n=EXPRESSION}"),
        Arguments.of("UPDATE t SET n = m + 1 WHERE id = ?", "t {id=[?1]} only set {n=EXPRESSION}"),
        Arguments.of(
            "UPDATE t SET n = n + 1 + 1 WHERE id = ?", "t {id=[?1]} only set {n=EXPRESSION}"),
        Arguments.of(
            "UPDATE t SET a = IF(b = 1, 2, 3) WHERE id = 7 LIMIT 1",
            "t {id=[7]} set {a=EXPRESSION}"),
        Arguments.of("UPDATE t SET a = 1", "t {} only set {a=1}"),
        Arguments.of("DELETE FROM t WHERE id = ? AND sku = ?", "t {id=[?1], sku=[?2]} only"),
        Arguments.of("DELETE QUICK FROM s.t x WHERE x.id = 7", "s.t {id=[7]} only"),
        Arguments.of("DELETE FROM t", "t {} only"),
        Arguments.of("DELETE FROM t WHERE id = 7 RETURNING a", "t {id=[7]} only"));
  }

  @ParameterizedTest
  @MethodSource("points")
  void namesRowsByEqualities(String sql, String expected) {
    assertEquals("POINT " + expected, tell(AccessParser.parse(sql)));
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of("INSERT INTO t VALUES (1, 'a', NULL)", "t null [[1, 'a', NULL]]"),
        Arguments.of(
            "INSERT IGNORE INTO s.`t` (a, `B`) VALUES (?, ?), (DEFAULT, NOW())",
            "s.t [a, b] [[?1, ?2], [DEFAULT, EXPRESSION]]"),
        Arguments.of("INSERT t (a) VALUE (LAST_INSERT_ID())", "t [a] [[LAST_INSERT_ID]]"),
        Arguments.of("INSERT INTO t () VALUES ()", "t [] [[]]"),
        Arguments.of(
            "INSERT INTO t (a, b) VALUES (CONCAT('(', ?), TRUE)", "t [a, b] [[EXPRESSION, 1]]"),
        Arguments.of("INSERT INTO t SET a = 1, b = 'x'", "t [a, b] [[1, 'x']]"),
        Arguments.of("REPLACE INTO t (id) VALUES (-1.50)", "t [id] [[-1.50]]"),
        Arguments.of(
            "INSERT INTO t (id, n) VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1",
            "t [id, n] [[?1, 1]] set {n=EXPRESSION} adds {n=1}"),
        Arguments.of(
            "INSERT INTO t (id, n) VALUES (?, 1) AS new ON DUPLICATE KEY UPDATE n = new.n, m = ?",
            "t [id, n] [[?1, 1]] set {m=?2, n=EXPRESSION}"),
        Arguments.of("INSERT INTO t (id) VALUES (1) RETURNING id", "t [id] [[1]]"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesRowsThatAreInserted(String sql, String expected) {
    assertEquals("ROWS " + expected, tell(AccessParser.parse(sql)));
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("SELECT a FROM t, u WHERE t.id = 7", "TABLES"),
        Arguments.of("SELECT a FROM t JOIN u USING (id) WHERE id = 7", "TABLES"),
        Arguments.of("SELECT a FROM t WHERE id = 7 AND x IN (SELECT y FROM u)", "TABLES more"),
        Arguments.of("SELECT a FROM (SELECT * FROM t) x WHERE id = 7", "TABLES more"),
        Arguments.of("SELECT a FROM t WHERE id = 7 UNION SELECT b FROM u", "TABLES more"),
        Arguments.of("WITH x AS (SELECT 1) SELECT a FROM x WHERE id = 7", "TABLES more"),
        Arguments.of("SELECT a FROM t FOR SYSTEM_TIME AS OF '2026-01-01' WHERE id = 7", "TABLES"),
        Arguments.of("SELECT a FROM t WHERE id = 7; SELECT b FROM u", "TABLES more"),
        Arguments.of("SELECT 1", "TABLES"),
        Arguments.of("UPDATE t, u SET t.a = 1 WHERE t.id = u.id", "TABLES"),
        Arguments.of("UPDATE t JOIN u USING (id) SET a = 1 WHERE id = 7", "TABLES"),
        Arguments.of("UPDATE t SET a = (SELECT b FROM u) WHERE id = 7", "TABLES more"),
        Arguments.of("DELETE t FROM t JOIN u USING (id) WHERE id = 7", "TABLES"),
        Arguments.of("DELETE FROM t USING t, u WHERE id = 7", "TABLES"),
        Arguments.of("INSERT INTO t (a) SELECT b FROM u", "TABLES more"),
        Arguments.of("INSERT INTO t TABLE u", "TABLES more"),
        Arguments.of("INSERT INTO t (a) VALUES ((SELECT b FROM u))", "TABLES more"),
        Arguments.of("INSERT INTO t PARTITION (p) VALUES (1)", "TABLES"),
        Arguments.of("INSERT INTO t VALUES ROW(1)", "TABLES"),
        Arguments.of("SELECT a FROM t WHERE id = 'open", "TABLES"),
        Arguments.of("CALL p(1)", "TABLES"),
        Arguments.of("", "TABLES"));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void leavesTheRest(String sql, String expected) {
    SqlAccess access = AccessParser.parse(sql);
    assertEquals(expected, access.form() + (access.subqueries() ? " more" : ""));
  }

  @Test
  void findsFunctions() {
    assertEquals(
        new TreeSet<>(java.util.List.of("count", "f", "s.g")),
        new TreeSet<>(AccessParser.parse("SELECT count(*), f (1), s.g(2), IF(a, 1, 2)").calls()));
    assertEquals(
        java.util.Set.of("nextval"), AccessParser.parse("SELECT NEXT VALUE FOR s").calls());
    assertEquals(java.util.Set.of(), AccessParser.parse("INSERT INTO s.t(a) VALUES (1)").calls());
  }

  @Test
  void manyRowsAreTheWholeTable() {
    String one = "INSERT INTO t (a) VALUES (1)";
    assertEquals(SqlAccess.Form.ROWS, AccessParser.parse(one + ", (2)".repeat(63)).form());
    assertEquals(SqlAccess.Form.TABLES, AccessParser.parse(one + ", (2)".repeat(64)).form());
  }

  private static String tell(SqlAccess a) {
    StringBuilder b = new StringBuilder(a.form().name()).append(' ');
    b.append(a.table() == null ? "" : a.table().toString().replace(" (written)", ""));
    if (a.form() == SqlAccess.Form.ROWS) {
      Map<String, Object> sorted = new TreeMap<>();
      if (a.columns() != null && a.rows().size() == 1 && a.rows().get(0).size() > 0) {
        // SET has no order.
        for (int i = 0; i < a.columns().size(); i++) {
          sorted.put(a.columns().get(i), a.rows().get(0).get(i));
        }
        b.append(' ').append(sorted.keySet()).append(" [").append(sorted.values()).append(']');
      } else {
        b.append(' ').append(a.columns()).append(' ').append(a.rows());
      }
    } else {
      b.append(' ').append(new TreeMap<>(a.where())).append(a.equalitiesOnly() ? " only" : "");
    }
    b.append(a.assigned().isEmpty() ? "" : " set " + new TreeMap<>(a.assigned()));
    b.append(a.added().isEmpty() ? "" : " adds " + new TreeMap<>(a.added()));
    return b.append(a.lock() == SqlAccess.Lock.NONE ? "" : " " + a.lock()).toString();
  }
}
