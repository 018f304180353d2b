package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.querymirror.model.SqlShape;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One statement said in many ways has one digest. In a template words in capitals are keywords,
 * {@code %} is a value, {@code %%} a list of values and {@code %%%} rows of values.
 */
class DigestPropertiesTest {
  private final Random random = new Random(20240229);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a , COUNT ( * ) FROM orders WHERE id = % AND b IN ( %% ) LIMIT %",
        "SELECT * FROM shop . orders o LEFT JOIN c ON o . id = c . id AND c . x > % OR y NOT IN ( %% )",
        "SELECT a FROM t WHERE b BETWEEN % AND % ORDER BY c DESC LIMIT % , %",
        "SELECT CASE WHEN a = % THEN % ELSE % END - % FROM t WHERE d - % > e * %",
        "SELECT IFNULL ( a , % ) , NOW ( ) + INTERVAL % DAY FROM t GROUP BY b HAVING SUM ( c ) < %",
        "INSERT INTO t ( a , b ) VALUES %%%",
        "INSERT INTO t ( a , b ) VALUES %%% ON DUPLICATE KEY UPDATE a = VALUES ( a ) , b = b + %",
        "REPLACE INTO t VALUES %%%",
        "UPDATE t SET a = % , b = b + % WHERE c LIKE % AND d IN ( %% )",
        "DELETE FROM t WHERE ( a , b ) IN ( %%% ) OR c = % ;",
        "CALL p ( % , % )",
        "SET autocommit = %",
        "WITH c AS ( SELECT a FROM t WHERE b = % ) SELECT * FROM c WHERE d IN ( %% ) FOR UPDATE",
        "SELECT @x := % , t . * FROM t WHERE a = @x AND b <=> % UNION ALL SELECT % , % FROM u",
      })
  void sayingItOtherwiseChangesNothing(String template) {
    SqlShape first = SqlParser.parse(said(template));
    for (int i = 0; i < 300; i++) {
      String sql = said(template);
      SqlShape shape = SqlParser.parse(sql);
      assertEquals(first.digestText(), shape.digestText(), sql);
      assertEquals(first.digest(), shape.digest(), sql);
      assertEquals(first.kind(), shape.kind(), sql);
      assertEquals(first.tables(), shape.tables(), sql);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select a from t|select b from t",
        "select a from t|select a from T",
        "select a from t|select a from s.t",
        "select a from t where b = 1|select a from t where b > 1",
        "select a from t where b = 1|select a from t where b is null",
        "select a from t where b in (1)|select a from t where b not in (1)",
        "select a from t where b in (1)|select a from t where b in (c)",
        "select a from t|select a from t for update",
        "select a + 1 from t|select a - 1 from t",
        "select f(1) from t|select f(1, 2) from t",
        "insert into t values (1)|insert into t (a) values (1)",
        "insert into t values (1)|insert into t values (now())",
        "select 1|select 1; select 1",
        "select `a b` from t|select a b from t",
      })
  void sayingAnotherThingHasAnotherDigest(String one, String other) {
    assertNotEquals(SqlParser.parse(one).digest(), SqlParser.parse(other).digest());
  }

  private String said(String template) {
    StringBuilder b = new StringBuilder(random.nextBoolean() ? "" : space());
    for (String token : template.split(" ")) {
      switch (token) {
        case "%" -> b.append(value());
        case "%%" -> list(b, 1 + random.nextInt(5));
        case "%%%" -> rows(b);
        default -> b.append(word(token));
      }
      b.append(space());
    }
    return b.toString();
  }

  private void rows(StringBuilder b) {
    int width = 2;
    int rows = 1 + random.nextInt(4);
    for (int i = 0; i < rows; i++) {
      list(b.append(i == 0 ? "(" : ",("), width);
      b.append(')');
    }
  }

  private void list(StringBuilder b, int size) {
    for (int i = 0; i < size; i++) {
      b.append(i == 0 ? "" : random.nextBoolean() ? "," : " , ").append(value());
    }
  }

  private String word(String token) {
    if (!token.equals(token.toUpperCase(Locale.ROOT))) {
      return token.matches("[a-z]+") && !token.equals("autocommit") && random.nextInt(4) == 0
          ? "`" + token + "`"
          : token;
    }
    StringBuilder b = new StringBuilder();
    for (char c : token.toCharArray()) {
      b.append(random.nextBoolean() ? c : Character.toLowerCase(c));
    }
    return b.toString();
  }

  private String value() {
    return switch (random.nextInt(12)) {
      case 0 -> "?";
      case 1 -> Integer.toString(random.nextInt());
      case 2 -> "- 1.5e-3";
      case 3 -> ".5";
      case 4 -> "0xFF";
      case 5 -> "x'0a'";
      case 6 -> "_utf8mb4'a;b'";
      case 7 -> "'it''s \\' -- /* # ?'";
      case 8 -> "\"a \"\" b\"";
      case 9 -> random.nextBoolean() ? "NULL" : "true";
      case 10 -> "'a' 'b'";
      default -> "'" + Integer.toString(random.nextInt(1000), 36) + "'";
    };
  }

  private String space() {
    return switch (random.nextInt(8)) {
      case 0 -> "\n\t ";
      case 1 -> " /* it's ? */ ";
      case 2 -> " -- it's ?\n";
      case 3 -> " # \"\n";
      case 4 -> "/**/ ";
      default -> " ";
    };
  }
}
