package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.model.RowOrder;
import io.querymirror.model.SqlShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowOrderReaderTest {
  private static RowOrder read(String sql) {
    return RowOrderReader.of(SqlParser.parse(sql), sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a, b FROM t ORDER BY b | order by [b]",
        "SELECT a, b FROM t ORDER BY b DESC, `a` ASC | order by [b desc, a]",
        "select * from t order by name limit 10 | order by [name] limit",
        "SELECT * FROM t ORDER BY name LIMIT 5, 10 | order by [name] limit offset",
        "SELECT * FROM t ORDER BY name LIMIT ? OFFSET ? | order by [name] limit offset",
        "SELECT * FROM t ORDER BY offset | order by [offset]",
        "SELECT a, b FROM t ORDER BY 2, 1 DESC | order by [2, 1 desc]",
        "SELECT a x, COUNT(*) FROM t GROUP BY a ORDER BY count( * ) DESC, x | order by [2 desc, x]",
        "SELECT t.a, u.a FROM t JOIN u USING (id) ORDER BY u.a | order by [2]",
        "SELECT t.a AS n FROM t ORDER BY t.a | order by [1]",
        "SELECT b, a AS n FROM t ORDER BY a DESC | order by [2 desc]",
        "SELECT t.a n, b AS a FROM t ORDER BY a | order by [a]",
        "SELECT *, a AS n FROM t ORDER BY a | order by [a]",
        "SELECT a FROM t ORDER BY t.a | order by [1]",
        "SELECT t.* FROM t ORDER BY t.a | order by [a]",
        "SELECT a FROM t ORDER BY t.b, a | order by [] and more",
        "SELECT a, b FROM t ORDER BY a, LOWER(b), b | order by [a] and more",
        "SELECT a, LOWER(b) lb FROM t ORDER BY lower(b) | order by [2]",
        "SELECT a FROM t ORDER BY ? | order by [] and more",
        "SELECT a FROM t ORDER BY a = 'x', a | order by [] and more",
        "SELECT DISTINCT a + 1 FROM t ORDER BY a + 1 | order by [1]",
        "SELECT SQL_NO_CACHE a b FROM t ORDER BY b FOR UPDATE | order by [b]",
        "SELECT a FROM t UNION SELECT b FROM u ORDER BY a | order by [a]",
        "(SELECT a FROM t ORDER BY c) UNION (SELECT b FROM u) ORDER BY 1 | order by [1]",
        "WITH c AS (SELECT x FROM t ORDER BY y) SELECT x FROM c ORDER BY x | order by [x]",
        "SELECT (SELECT z FROM u ORDER BY q LIMIT 1) z FROM t ORDER BY z | order by [z]",
        "SELECT a FROM t WHERE b IN (SELECT c FROM u ORDER BY d) ORDER BY a | order by [a]",
        "SELECT a, ROW_NUMBER() OVER (ORDER BY b) r FROM t ORDER BY r | order by [r]",
        "SELECT CASE WHEN a THEN 1 ELSE 2 END c FROM t ORDER BY c | order by [c]",
        "SELECT 'x, y' s, a FROM t ORDER BY a -- , b | order by [a]",
        "SELECT a FROM t ORDER BY a LOCK IN SHARE MODE | order by [a]",
        "SELECT a FROM t ORDER BY a OFFSET 3 ROWS FETCH FIRST 2 ROWS ONLY"
            + " | order by [a] limit offset",
      })
  void fixes(String sql, String expected) {
    assertEquals(expected, read(sql).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM t",
        "SELECT a FROM t GROUP BY a LIMIT 3",
        "SELECT a FROM t ORDER BY NULL",
        "SELECT GROUP_CONCAT(a ORDER BY b) FROM t",
        "SELECT SUM(a) OVER (ORDER BY b) FROM t",
        "SELECT * FROM (SELECT a FROM t ORDER BY a) d",
        "(SELECT a FROM t ORDER BY a)",
        "SELECT t.order FROM t",
        "SELECT `order` FROM t",
        "SELECT 1; SELECT a FROM t ORDER BY a",
        "UPDATE t SET a = 1 ORDER BY b LIMIT 1",
        "SHOW TABLES",
        "SELECT 'order by a"
      })
  void leavesOpen(String sql) {
    assertSame(RowOrder.NONE, read(sql), sql);
  }

  @Test
  void positionsAreOfTheTextAndNotOfItsShape() {
    String first = "SELECT a, b FROM t WHERE c = 7 ORDER BY 1";
    String second = "SELECT a, b FROM t WHERE c = 8 ORDER BY 2";
    SqlShape shape = SqlParser.parse(first);
    assertSame(shape, SqlParser.parse(second));
    assertEquals("order by [1]", RowOrderReader.of(shape, first).toString());
    assertEquals("order by [2]", RowOrderReader.of(shape, second).toString());
    assertNull(shape.rowOrder());
    SqlShape named = SqlParser.parse("SELECT a FROM t ORDER BY a");
    assertNull(named.rowOrder());
    RowOrderReader.of(named, "SELECT a FROM t ORDER BY a");
    assertNotNull(named.rowOrder());
  }

  @Test
  void anyTextIsRead() {
    String sql = "SELECT a, COUNT(*) AS `n` FROM t ORDER BY x.n DESC, 1, (2) LIMIT 3";
    for (int from = 0; from < sql.length(); from++) {
      for (int to = from; to <= sql.length(); to++) {
        String part = sql.substring(from, to);
        assertNotNull(read("SELECT " + part), part);
      }
    }
  }
}
