package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of triggers and views. */
class BodyTablesTest {
  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("INSERT INTO log (v) VALUES (NEW.v)", "log (written)"),
        Arguments.of("SET NEW.v = NEW.v + 1", ""),
        Arguments.of("SET NEW.v = (SELECT max(v) FROM a)", "a"),
        Arguments.of(
            "BEGIN DECLARE n int; SELECT count(*) INTO n FROM a; IF n > 0 THEN UPDATE b SET x = n;"
                + " ELSE DELETE FROM c WHERE id = OLD.id; END IF; END",
            "a, b (written), c (written)"),
        Arguments.of(
            "BEGIN IF (SELECT 1 FROM a) THEN INSERT INTO b SELECT * FROM c; END IF; END",
            "a, b (written), c"),
        Arguments.of(
            "UPDATE b SET x = CASE WHEN y THEN 1 ELSE 2 END WHERE z IN (SELECT id FROM a)",
            "b (written), a"),
        Arguments.of("SELECT CASE WHEN x THEN 1 ELSE 2 END FROM a FOR UPDATE", "a"),
        Arguments.of(
            "BEGIN SET @x = REPLACE(NEW.a, 'x', 'y'); REPLACE INTO s.b VALUES (1); END",
            "s.b (written)"),
        Arguments.of("INSERT INTO b VALUES (1) ON DUPLICATE KEY UPDATE n = n + 1", "b (written)"),
        Arguments.of(
            "select `s`.`a`.`id` AS `id` from (`s`.`a` left join `s`.`b` on((`a`.`id` = `b`.`id`)))",
            "s.a, s.b"),
        Arguments.of("(select 1 from a) union (select 2 from b)", "a, b"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void areFound(String body, String expected) {
    assertEquals(
        expected,
        BodyTables.read(body, false, false).tables().stream()
            .map(Object::toString)
            .collect(Collectors.joining(", ")));
  }

  @Test
  void someMayDoAnything() {
    assertFalse(BodyTables.read("BEGIN CALL p(); END", false, false).known());
    assertFalse(BodyTables.read("", false, false).known());
    assertFalse(BodyTables.read("SET @a = 'open", false, false).known());
  }
}
