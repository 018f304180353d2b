package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which routines only read. */
class RoutineBodyTest {
  static Stream<Arguments> readers() {
    return Stream.of(
        Arguments.of("SELECT 1", ""),
        Arguments.of("RETURN x + 1", ""),
        Arguments.of("RETURN (SELECT max(v) FROM a)", "a"),
        Arguments.of("(SELECT 1 FROM a) UNION (SELECT 2 FROM b)", "a, b"),
        Arguments.of("SELECT v FROM a INTO x, y", "a"),
        Arguments.of(
            "BEGIN SELECT COUNT(*), COALESCE(SUM(total), 0) INTO n, spent FROM s.orders"
                + " WHERE customer_id = customer AND status = 'paid'; END",
            "s.orders"),
        Arguments.of("WITH w AS (SELECT * FROM a) SELECT * FROM w", "a"),
        Arguments.of("BEGIN DO SLEEP(0); DO RELEASE_LOCK('x'); END", ""),
        Arguments.of("SELECT REPLACE(v, 'a', 'b'), INSERT(v, 1, 2, 'x') FROM a", "a"),
        Arguments.of(
            "BEGIN DECLARE n INT DEFAULT (SELECT count(*) FROM a); DECLARE bad CONDITION FOR 1062;"
                + " DECLARE c CURSOR FOR SELECT id FROM b;"
                + " DECLARE CONTINUE HANDLER FOR NOT FOUND, SQLSTATE VALUE '23000', bad"
                + " SET done = 1; DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN RESIGNAL; END;"
                + " OPEN c; l: LOOP FETCH NEXT FROM c INTO n; IF done THEN LEAVE l; END IF;"
                + " END LOOP l; CLOSE c; END",
            "a, b"),
        Arguments.of(
            "BEGIN IF CASE WHEN x THEN 1 ELSE 0 END = 1 THEN SELECT 1 FROM a; ELSEIF y THEN"
                + " SELECT 2 FROM b; ELSE SELECT 3 FROM c; END IF; CASE x WHEN 1 THEN SET z = 2;"
                + " WHEN 2 THEN SELECT 1 FROM d; ELSE BEGIN END; END CASE; END",
            "a, b, c, d"),
        Arguments.of(
            "BEGIN WHILE (SELECT 1 FROM a) DO SET x = x + 1; END WHILE; REPEAT SET x = x - 1;"
                + " UNTIL CASE x WHEN 0 THEN 1 ELSE 0 END END REPEAT;"
                + " FOR r IN (SELECT id FROM b) DO SELECT r.id; END FOR; END",
            "a, b"));
  }

  @ParameterizedTest
  @MethodSource("readers")
  void read(String body, String tables) {
    RoutineBody found = RoutineBody.read(body, false, false);
    assertTrue(found.reads(), body);
    assertEquals(
        tables, found.tables().stream().map(Object::toString).collect(Collectors.joining(", ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "INSERT INTO a VALUES (1)",
        "BEGIN SELECT 1; UPDATE a SET x = 1; END",
        "BEGIN IF x THEN DELETE FROM a; END IF; END",
        "BEGIN IF x THEN SELECT 1; ELSE REPLACE INTO a VALUES (1); END IF; END",
        "BEGIN CASE x WHEN 1 THEN TRUNCATE a; END CASE; END",
        "BEGIN DECLARE EXIT HANDLER FOR SQLSTATE '23000' INSERT INTO a VALUES (1); SELECT 1; END",
        "BEGIN DECLARE CONTINUE HANDLER FOR 1062, NOT FOUND DELETE FROM a; SELECT 1; END",
        "l: LOOP DELETE FROM a; LEAVE l; END LOOP",
        "WHILE x DO INSERT INTO a VALUES (1); END WHILE",
        "SELECT * FROM a FOR UPDATE",
        "SELECT * FROM a FOR SHARE",
        "SELECT * FROM a LOCK IN SHARE MODE",
        "SELECT * FROM a INTO OUTFILE '/tmp/x'",
        "SELECT max(id) INTO @x FROM a",
        "SELECT @x := 1",
        "CALL p(1, @x)",
        "SET @x = 1",
        "SET x = 1, @y = 2",
        "SET autocommit = 1",
        "SET @@global.max_connections = 7",
        "SET SESSION sql_mode = ''",
        "BEGIN START TRANSACTION; COMMIT; END",
        "COMMIT",
        "BEGIN PREPARE s FROM 'DELETE FROM a'; EXECUTE s; END",
        "EXECUTE IMMEDIATE 'DELETE FROM a'",
        "CREATE TEMPORARY TABLE t (a INT)",
        "LOCK TABLES a READ",
        "BEGIN SELECT 'open; END"
      })
  void othersMayDoAnything(String body) {
    assertFalse(RoutineBody.read(body, false, false).reads(), body);
  }

  @Test
  void whatTheyCallIsTold() {
    RoutineBody found =
        RoutineBody.read("BEGIN CALL P(f(1)); CALL s.q; SELECT g(2); END", false, false);
    assertTrue(found.reads());
    assertEquals(Set.of("p", "s.q"), found.procedures());
    assertTrue(found.functions().containsAll(Set.of("f", "g")));
  }
}
