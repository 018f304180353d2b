package io.querymirror.rule;

import static io.querymirror.rule.Statements.statement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.sql.SqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriterTest {
  private static Rewriter rewriter(String rewrite) {
    return new Rewriter(
        Statements.settings("- {mirror: a, rewrite: " + rewrite + "}\n")
            .rules()
            .get(0)
            .copy()
            .rewrites());
  }

  private static Execution rewrite(String rewrite, String sql) {
    return rewriter(rewrite).rewrite(statement().parsed(sql).build());
  }

  @Test
  void stepsFollowEachOther() {
    Execution e =
        rewrite(
            "[{find: '\\bitem\\b', replace: item_v2}, {find: item_v2, replace: $0 FORCE INDEX (k)}]",
            "SELECT a FROM item WHERE id = ?");
    assertEquals("SELECT a FROM item_v2 FORCE INDEX (k) WHERE id = ?", e.sql());
    assertEquals("item_v2", e.statementShape().tables().get(0).name());
    assertEquals(1, e.statementShape().parameters());
    assertNull(e.unsupported());
  }

  @Test
  void reportsTellOfTheTextThatRanAtTheSource() {
    Execution was = statement().parsed("SELECT 1 FROM item").sequence(7).build();
    Execution is = rewriter("[{find: item, replace: x}]").rewrite(was);
    assertSame(was, is.original());
    assertSame(was, was.original());
    assertEquals(7, is.sequence());
    assertSame(was, is.unsupported("why").original());
  }

  @Test
  void oneTextIsRewrittenOnce() {
    Rewriter rewriter = rewriter("[{find: item, replace: x}]");
    Execution first = rewriter.rewrite(statement().parsed("SELECT 1 FROM item").build());
    Execution again = rewriter.rewrite(statement().parsed("SELECT 1 FROM item").build());
    assertSame(first.text(), again.text());
    assertSame(first.shape(), again.shape());
  }

  @Test
  void quotesMeanWhatTheyMeanInTheSession() {
    Rewriter rewriter = rewriter("[{find: '^SELECT', replace: 'SELECT /* x */'}]");
    String sql = "SELECT 'a\\', \"b\" FROM t";
    Execution ordinary = rewriter.rewrite(statement().parsed(sql).build());
    assertNotNull(ordinary.unsupported(), "the backslash escapes the quote");
    Execution other =
        rewriter.rewrite(statement().sql(sql).shape(SqlParser.parse(sql, true, true)).build());
    assertNull(other.unsupported());
    assertTrue(other.statementShape().ansiQuotes());
  }

  @Test
  void whatDoesNotChangeIsTheSameStatement() {
    Execution e = statement().parsed("SELECT 1 FROM item").build();
    assertSame(e, rewriter("[{find: shop, replace: x}]").rewrite(e));
    assertSame(e, rewriter("[{find: item, replace: x}, {find: x, replace: item}]").rewrite(e));
    assertSame(e, rewriter("[]").rewrite(e));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "SELECT 'a' FROM t; a' ; b; rewrite leaves an open quote or comment",
        "SELECT 1 FROM t; 1; /* 1; rewrite leaves an open quote or comment",
        "SELECT a FROM t WHERE i = ?; i = \\?; i = 7; rewrite changes the number of placeholders",
        "SELECT a FROM t; t; \"t WHERE i = ?\"; rewrite changes the number of placeholders",
        "SELECT a FROM t; ^.*$; \" \"; rewrite leaves no statement",
        "SELECT a FROM t; ^.*$; -- no; rewrite leaves no statement",
        "SELECT a FROM t; SELECT; SELEC; rewrite leaves no statement that is known",
        "SELECT a FROM t; ^.*$; COMMIT; rewrite makes session control of it",
      })
  void whatCannotBeParsedIsToldWithItsDigest(
      String sql, String find, String replace, String expected) {
    Execution was = statement().parsed(sql).build();
    Execution is =
        rewriter("[{find: '" + find.replace("'", "''") + "', replace: '" + replace + "'}]")
            .rewrite(was);
    assertEquals(expected + ", digest " + was.statementShape().digestId(), is.unsupported());
    assertEquals(sql, is.sql());
  }

  @Test
  void aReadThatBecomesAWriteIsOne() {
    Execution e = rewrite("[{find: '^SELECT .*', replace: 'DELETE FROM t'}]", "SELECT a FROM t");
    assertEquals(Kind.DELETE, e.statementShape().kind());
    assertTrue(e.statementShape().isWrite());
    assertTrue(rewrite("[{find: $, replace: ' FOR UPDATE'}]", "SELECT 1 FROM t").shape().locking());
    assertEquals(
        "kill", rewrite("[{find: ^.*$, replace: 'KILL 7'}]", "SHOW TABLES").shape().unsupported());
  }

  @Test
  void sessionControlStaysAsItIs() {
    Execution e = statement().parsed("SET @a = 1").build();
    assertSame(e, rewriter("[{find: a, replace: b}]").rewrite(e));
  }
}
