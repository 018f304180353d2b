package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.model.SqlShape;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A parser that has seen a text says of texts like it what one says that never saw any. */
class KnownShapesTest {
  private static final Pattern VALUE =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\\b[0-9]+\\b|\\?|\"[^\"]*\"|/\\*[^*!]*\\*/");

  private static final String[] PLAIN = {"5", "55.5", "'a'", "''", "'it''s \\\\'", "\"q\"", "0"};

  private static final String[] STRANGE =
      ("0x1F|0b1|1e5|.5|5.|5.5.5|5x|5é|5e|null|TRUE|nullx|null.x|-5|+ 5|--5|?|x'0f'|_utf8'x'|N'x'"
              + "|'a' 'b'|'a'\"b\"|'/*'|'--'|'open|(1,2)|1,2|1,2),(3,4|1), (2|1),(now()"
              + "|1 /* c */|/* c */ 'x'|-- c\n 5|# c\n 5|/*! 5 */|/*!50001 5 */|5;|'\\\\'")
          .split("\\|");

  private final SqlParser parser = new SqlParser();

  private SqlShape parse(String sql) {
    return parser.shape(sql, false, false);
  }

  private void learn(String sql) {
    parse(sql);
    parse(sql);
  }

  private void checked(String sql) {
    SqlShape fresh = new SqlParser().shape(sql, false, false);
    SqlShape shape = parse(sql);
    assertEquals(fresh.digestText(), shape.digestText(), sql);
    assertEquals(fresh.digest(), shape.digest(), sql);
    assertEquals(StatementsTest.facts(fresh), StatementsTest.facts(shape), sql);
    assertEquals(fresh.tables(), shape.tables(), sql);
  }

  @ParameterizedTest
  @MethodSource("io.querymirror.sql.StatementsTest#statements")
  void saysTheSameOfTextsWithOtherValues(StatementsTest.Statement s) {
    Random random = new Random(s.sql().hashCode());
    Matcher values = VALUE.matcher(s.sql());
    learn(s.sql());
    for (int i = 0; i < 40; i++) {
      String[] by = i % 2 == 0 ? PLAIN : STRANGE;
      checked(
          values.replaceAll(
              v ->
                  Matcher.quoteReplacement(
                      random.nextBoolean() ? v.group() : by[random.nextInt(by.length)])));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select a from t where b = 1 and c = 'x'|select a from t where b = 22.5 and c = 'it''s'",
        "select a from t where b in (1, 2)|select a from t where b in (3,'x', -4 ,null)",
        "insert into t (a) values (1)|insert into t (a) values (1), (2),(  'x')",
        "/* a */ select 1 from t /* b */|/* other */ select 1 from t /**/",
        "update t set a = 1 where b = \"x\"|update t set a = 2 where b = \"y\"",
      })
  void knowsTextsThatDifferInValues(String learned, String like) {
    learn(learned);
    SqlShape shape = parse(learned);
    assertSame(shape, parse(like));
    checked(like);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "select a from t where b = 1|select a from t where b = '1'",
        "select a from t where b = 1|select a from t where b = ?",
        "select a from t where b = 1|select a from t where b = 1 for update",
        "select a from t where b = 1|select A from t where b = 1",
        "select a from t where b in (1)|select a from t where b in (c)",
        "set autocommit = 1|set autocommit = 0",
        "use s1|use s1",
      })
  void knowsNoOther(String learned, String other) {
    learn(learned);
    SqlShape shape = parse(learned);
    assertNotSame(shape, parse(other));
    checked(other);
  }

  @Test
  void readsOtherModesByThemselves() {
    String sql = "select a from t where b = \"c\"";
    learn(sql);
    assertEquals("select a from t where b = c", parser.shape(sql, true, false).digestText());
    assertEquals("select a from t where b = ?", parse(sql).digestText());
  }

  @Test
  void growsWithinBounds() {
    for (int i = 0; i < 30_000; i++) {
      String sql = "select c" + i + ", " + "x".repeat(100) + " from t where a = ";
      learn(sql + i);
      if (i % 1000 == 0) {
        checked(sql + "5");
      }
    }
  }

  @Test
  void leavesNoGarbage() {
    List<String> texts =
        List.of(
            "select id, name from customer where id = 4711 and state in ('a', 'b')",
            "insert into event (a, b) values " + "(1, 'x'),".repeat(10_000) + "(2, 'y')");
    var clock = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String text : texts) {
      learn(text);
      long least = Long.MAX_VALUE;
      // The JVM may give this thread something for a purpose of its own, but not every time.
      for (int i = 0; i < 100; i++) {
        long before = clock.getCurrentThreadAllocatedBytes();
        parse(text);
        least = Math.min(least, clock.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least, text.substring(0, 30));
    }
  }
}
