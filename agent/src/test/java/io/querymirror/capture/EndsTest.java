package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "rollback",
        "SET autocommit = 1",
        "BEGIN",
        "/* app */ COMMIT",
        "-- a\n COMMIT",
        "/*! COMMIT */",
        "alter table a add b int",
        "LOCK TABLES a WRITE",
        "CALL p()",
        "UPDATE a SET b = 1; COMMIT",
        "INSERT INTO a SELECT * FROM b",
        "REPLACE INTO a (b) (select c from d)",
        "INSERT INTO a TABLE b",
        ""
      })
  void placeMayBeTheStart(String sql) {
    assertTrue(Ends.may(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        " (select 1) union (select 2)",
        "/* app */ SELECT SLEEP(100)",
        "# a\nUPDATE a SET b = 1",
        "delete from a",
        "INSERT INTO a VALUES (1);",
        "insert into a(b) values ('se lect')",
        "REPLACE INTO a VALUES (1)"
      })
  void placeIsTheFinish(String sql) {
    assertFalse(Ends.may(sql));
  }

  @Test
  void longInsertIsNotReadToItsEnd() {
    assertTrue(Ends.may("INSERT INTO a VALUES " + "(1),".repeat(10_000)));
  }
}
