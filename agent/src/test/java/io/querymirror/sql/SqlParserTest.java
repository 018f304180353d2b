package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlParserTest {
  /** Users write these ids into rules: no version may change them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1|f5d665a3cda6822d",
        "SELECT * FROM t WHERE id = 5|70389cc00516e361",
        "insert into T (a, b) values (1, 'x'), (2, 'y')|ac6d9a45730cb9b7",
        "select name from straße where größe in (1, 2, 3)|2071667696c97a75",
        "commit|8ecf0b7975201cce",
      })
  void keepsItsIds(String sql, String id) {
    assertEquals(id, SqlParser.parse(sql).digestId());
  }

  @Test
  void readsDoubleQuotesByTheMode() {
    String sql = "select \"a\" from \"t\" where b = 'x'";
    assertEquals("select ? from ? where b = ?", SqlParser.parse(sql).digestText());
    SqlShape ansi = SqlParser.parse(sql, true, false);
    assertEquals("select a from t where b = ?", ansi.digestText());
    assertEquals(List.of(new TableRef(null, "t", false)), ansi.tables());
    assertEquals(
        "select `a\"``b`", SqlParser.parse("select \"a\"\"`b\"", true, false).digestText());
  }

  @Test
  void readsBackslashesByTheMode() {
    String sql = "select '\\' from t -- '";
    assertTrue(SqlParser.parse(sql).tables().isEmpty());
    assertEquals("select ? from t", SqlParser.parse(sql, false, true).digestText());
  }

  @Test
  void countsParametersOutsideOfQuotesAndComments() {
    assertEquals(
        3,
        SqlParser.parse("/* ? */ select ?, '?', \"?\", `?` -- ?\n, ? # ?\n /*! , ? */ /*+ ? */")
            .parameters());
  }

  @ParameterizedTest
  @MethodSource("io.querymirror.sql.StatementsTest#statements")
  void takesEveryTruncation(StatementsTest.Statement s) {
    for (int end = 0; end <= s.sql().length(); end++) {
      SqlParser.parse(s.sql().substring(0, end));
      SqlParser.parse(s.sql().substring(end), true, true);
    }
  }

  @Test
  void takesAnyTokensInAnyOrder() {
    String[] tokens =
        ("select from where ( ) , . ; ' \" ` /* */ /*! -- \n # ? @ @@ @x @@y { } = := - + * / 1 1e5"
                + " 0x 0b1 .5 a b `c` 'd' \"e\" insert into values row update set delete using join"
                + " with recursive as in null is not table create procedure begin end case trigger"
                + " explain analyze show describe lock tables load data rename to on call union"
                + " oj fn default for share transaction session global if exists drop \\ \u0000 é 𝄞")
            .split(" ");
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder b = new StringBuilder();
      int size = random.nextInt(30);
      for (int j = 0; j < size; j++) {
        b.append(tokens[random.nextInt(tokens.length)]).append(random.nextInt(3) == 0 ? "" : " ");
      }
      SqlShape shape = SqlParser.parse(b.toString(), random.nextBoolean(), random.nextBoolean());
      assertFalse(shape.several() && shape.control() != null, b::toString);
    }
  }

  @Test
  void takesAnyCharacters() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      char[] chars = new char[random.nextInt(60)];
      int range = random.nextInt(4) == 0 ? 65536 : 128;
      for (int j = 0; j < chars.length; j++) {
        chars[j] = (char) random.nextInt(range);
      }
      SqlParser.parse(new String(chars));
    }
  }

  @Test
  void finishesOneTextBeforeTheNext() {
    SqlShape first = SqlParser.parse("select a from t1, t2 for update");
    SqlShape second = SqlParser.parse("commit");
    assertEquals(2, first.tables().size());
    assertTrue(second.tables().isEmpty());
    assertFalse(second.locking());
    assertEquals(Kind.TRANSACTION, second.kind());
    assertNotEquals(first.digest(), second.digest());
  }

  @Test
  void servesSeveralThreads() throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results =
          IntStream.range(0, 400)
              .mapToObj(
                  i ->
                      pool.submit(
                          () ->
                              SqlParser.parse("select c" + i + " from t" + i)
                                  .digestText()
                                  .equals("select c" + i + " from t" + i)))
              .toList();
      for (Future<Boolean> result : results) {
        assertTrue(result.get());
      }
    } finally {
      pool.shutdown();
    }
  }
}
