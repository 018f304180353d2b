package io.querymirror.sql;

import static io.querymirror.model.Volatile.CLOCK;
import static io.querymirror.model.Volatile.CLOCK_DECIDES;
import static io.querymirror.model.Volatile.CONNECTION;
import static io.querymirror.model.Volatile.FILE;
import static io.querymirror.model.Volatile.LIMIT;
import static io.querymirror.model.Volatile.LOCK;
import static io.querymirror.model.Volatile.RANDOM;
import static io.querymirror.model.Volatile.REPLICATION;
import static io.querymirror.model.Volatile.ROUTINE;
import static io.querymirror.model.Volatile.SEQUENCE;
import static io.querymirror.model.Volatile.SERVER;
import static io.querymirror.model.Volatile.SESSION;
import static io.querymirror.model.Volatile.SYSDATE;
import static io.querymirror.model.Volatile.USER;
import static io.querymirror.model.Volatile.UUID;
import static io.querymirror.model.Volatile.VARIABLE;
import static io.querymirror.model.Volatile.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.model.Determinism;
import io.querymirror.model.Determinism.Rows;
import io.querymirror.model.SqlShape;
import io.querymirror.model.Volatile;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismReaderTest {
  private static Determinism read(String sql) {
    return DeterminismReader.of(SqlParser.parse(sql));
  }

  private static void causes(String sql, Volatile... expected) {
    Set<Volatile> all = EnumSet.noneOf(Volatile.class);
    all.addAll(List.of(expected));
    assertEquals(all, read(sql).causes(), sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT a, COUNT(*), MAX(b) FROM t WHERE c IN (1, 2) GROUP BY a ORDER BY a LIMIT 3",
        "INSERT INTO t (id, v) VALUES (1, 'now()')",
        "INSERT INTO shop.t(a, b) VALUES (UPPER('x'), 2) ON DUPLICATE KEY UPDATE a = VALUES(a)",
        "UPDATE t SET a = a + 1, b = IF(a > 3, LEFT(c, 2), REPLACE(c, 'a', 'b')) WHERE id = 7",
        "DELETE FROM t WHERE id = 7 ORDER BY id LIMIT 1",
        "SELECT UNIX_TIMESTAMP(created), RAND(7) FROM t",
        "SELECT CAST(a AS CHAR(10)), CONVERT(b, DECIMAL(10, 2)) FROM t",
        "WITH c(a, b) AS (SELECT 1, 2), d(e) AS (SELECT 3) SELECT * FROM c, d",
        "SELECT now FROM t AS now",
        "SELECT t.user, t.current_user, version FROM t",
        "SELECT * FROM (SELECT 1) d(a) JOIN t USING (id)",
        "SELECT SUM(a) OVER (PARTITION BY b ORDER BY c) FROM t",
        "SELECT `now`, `rand` FROM t",
        "CREATE TABLE t (id INT PRIMARY KEY, KEY idx (id))",
        "SELECT /* now() */ 1 -- rand()",
        "SET NAMES utf8mb4",
        "COMMIT"
      })
  void plain(String sql) {
    causes(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT NOW()",
        "SELECT now(6)",
        "SELECT CURRENT_TIMESTAMP",
        "SELECT current_timestamp(3)",
        "SELECT CURDATE() + INTERVAL 1 DAY",
        "SELECT CURRENT_DATE, a FROM t",
        "SELECT LOCALTIME",
        "SELECT LOCALTIMESTAMP()",
        "SELECT UTC_TIMESTAMP()",
        "SELECT UTC_DATE",
        "SELECT UNIX_TIMESTAMP()",
        "SELECT @@timestamp",
        "SELECT /*! NOW() */ 1",
        "INSERT INTO t (a) VALUES (CURTIME())",
        "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = NOW()",
        "UPDATE t SET a = NOW() - INTERVAL 5 MINUTE WHERE id = 3",
        "SELECT a FROM t WHERE b = 1 GROUP BY DATE(NOW())"
      })
  void theTime(String sql) {
    causes(sql, CLOCK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM t WHERE expires < NOW()",
        "UPDATE t SET a = 1 WHERE b BETWEEN 1 AND UNIX_TIMESTAMP()",
        "UPDATE t SET a = IF(b < NOW(), 1, 2)",
        "SELECT * FROM t JOIN u ON t.id = u.id AND u.until > CURRENT_TIMESTAMP",
        "INSERT INTO t (a) SELECT a FROM u WHERE id IN (SELECT id FROM w WHERE d > CURDATE())",
        "SELECT a FROM t GROUP BY a HAVING MAX(b) > NOW()"
      })
  void theTimeInACondition(String sql) {
    causes(sql, CLOCK, CLOCK_DECIDES);
  }

  @Test
  void others() {
    causes("SELECT SYSDATE()", SYSDATE);
    causes("INSERT INTO t (a) VALUES (RAND())", RANDOM);
    causes("INSERT INTO t (a) VALUES (UUID())", UUID);
    causes("SELECT UUID_SHORT()", UUID);
    causes("SELECT CONNECTION_ID()", CONNECTION);
    causes("SELECT USER(), CURRENT_USER", USER);
    causes("SELECT VERSION()", SERVER);
    causes("SELECT @@hostname", SERVER);
    causes("SELECT @@session.server_id", SERVER);
    causes("SELECT @@session.sql_mode", SESSION);
    causes("SELECT * FROM information_schema.tables", SERVER);
    causes("SHOW STATUS", SERVER);
    causes("SELECT GET_LOCK('a', 1)", LOCK);
    causes("DO RELEASE_LOCK('a')", LOCK);
    causes("SELECT LAST_INSERT_ID(), FOUND_ROWS()", SESSION);
    causes("SELECT SLEEP(1)", WAIT);
    causes("SELECT LOAD_FILE('/etc/hosts')", FILE);
    causes("SELECT MASTER_POS_WAIT('a', 1)", REPLICATION);
    causes("SELECT NEXTVAL(s)", SEQUENCE);
    causes("SELECT NEXT VALUE FOR s", SEQUENCE);
    causes("CALL p(1)", ROUTINE);
    causes("EXECUTE prepared USING @a", ROUTINE);
    causes("SELECT price_of(id) FROM t", ROUTINE);
    causes("SELECT shop.price_of(id) FROM t", ROUTINE);
    causes("UPDATE t SET a = `price_of`(1)", ROUTINE);
    causes("SELECT price_of (1) AS a, tax_of (2) AS b", ROUTINE);
    causes("DELETE FROM t LIMIT 5", LIMIT);
    causes("INSERT INTO t (a) (SELECT a FROM u LIMIT 5)", LIMIT);
    causes("SELECT * FROM (SELECT a FROM t LIMIT 5) x ORDER BY a", LIMIT);
    causes("SELECT @n := @n + 1 FROM t", VARIABLE);
    causes("SELECT @n := @n + 1 FROM t ORDER BY id");
  }

  @Test
  void columnsOfAnInsert() {
    Determinism d =
        read("INSERT INTO shop.t (id, `full name`, t.b) VALUES (1, 'x', 2), (2, 'y', 3)");
    assertEquals(List.of("id", "full name", "b"), d.columns());
    assertEquals(Rows.VALUES, d.rows());
    assertEquals(List.of(), read("INSERT t () VALUES ()").columns());
    assertEquals(null, read("REPLACE t VALUES (1)").columns());
    assertEquals(Rows.QUERY, read("INSERT INTO t (a) SELECT 1").rows());
    assertEquals(Rows.QUERY, read("INSERT INTO t (SELECT 1)").rows());
    assertEquals(Rows.QUERY, read("INSERT INTO t WITH c AS (SELECT 1) SELECT * FROM c").rows());
    assertEquals(Rows.VALUES, read("INSERT INTO t PARTITION (p0) (a) VALUES (1)").rows());
    Determinism set = read("INSERT IGNORE INTO t SET a = GREATEST(1, 2), b = 3");
    assertEquals(Rows.SET, set.rows());
    assertEquals(List.of("a", "b"), set.columns());
    assertEquals(Rows.NONE, read("UPDATE t SET a = 1").rows());
    assertEquals(Rows.NONE, read("SELECT REPLACE(a, 'b', 'c') FROM t").rows());
  }

  @Test
  void isReadOnceForAShape() {
    SqlShape shape = SqlParser.parse("SELECT NOW()");
    assertSame(DeterminismReader.of(shape), DeterminismReader.of(shape));
  }
}
