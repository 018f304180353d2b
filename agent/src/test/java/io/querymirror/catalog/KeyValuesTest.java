package io.querymirror.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.SqlValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values of a column count as one. */
class KeyValuesTest {
  private static final String CI = "varchar(10)/utf8mb4_general_ci";
  private static final String UNICODE = "varchar(10)/utf8mb4_0900_ai_ci";
  private static final String BIN = "varchar(10)/utf8mb4_bin";
  private static final String LATIN = "varchar(10)/latin1_swedish_ci";

  static Stream<Arguments> one() {
    return Stream.of(
        Arguments.of("int", 7, 7L),
        Arguments.of("int", 7, "7"),
        Arguments.of("int", 7, "007"),
        Arguments.of("int", 7, new BigDecimal("7.0")),
        Arguments.of("tinyint", 1, true),
        Arguments.of("tinyint", 0, false),
        Arguments.of(
            "bigint unsigned",
            new BigInteger("18446744073709551615"),
            new BigDecimal("18446744073709551615")),
        Arguments.of("decimal(10,2)", new BigDecimal("1.50"), "1.5"),
        Arguments.of("decimal(10,2)", 100, "100.00"),
        Arguments.of("decimal(10,2)", 0, new BigDecimal("0.00")),
        Arguments.of("date", "2026-01-02", LocalDate.of(2026, 1, 2)),
        Arguments.of(CI, "abc", "ABC"),
        Arguments.of(CI, "abc", "abc   "),
        Arguments.of(CI, "é", "E"),
        Arguments.of(CI, "é", "e\u0301"),
        Arguments.of(UNICODE, "Résumé", "resume"),
        Arguments.of(LATIN, "ab", "AB"),
        Arguments.of(BIN, "ab", "ab "),
        Arguments.of("binary(16)", new byte[] {1, 0}, new byte[] {1}),
        Arguments.of("varbinary(16)", "ab", new byte[] {'a', 'b'}));
  }

  @ParameterizedTest
  @MethodSource("one")
  void areOne(String type, Object a, Object b) {
    assertEquals(bound(type, a), bound(type, b));
    assertNotEquals(KeyValues.UNKNOWN, bound(type, a));
  }

  static Stream<Arguments> two() {
    return Stream.of(
        Arguments.of("int", 7, 8),
        Arguments.of("decimal(10,2)", "1.5", "1.51"),
        Arguments.of(CI, "abc", "abd"),
        Arguments.of(CI, " a", "a"),
        Arguments.of(BIN, "abc", "ABC"),
        Arguments.of(BIN, "é", "e"),
        Arguments.of("binary(16)", new byte[] {1}, new byte[] {2}),
        Arguments.of("date", "2026-01-02", "2026-01-03"));
  }

  @ParameterizedTest
  @MethodSource("two")
  void areTwo(String type, Object a, Object b) {
    assertNotEquals(bound(type, a), bound(type, b));
  }

  static Stream<Arguments> doubtful() {
    return Stream.of(
        Arguments.of("int", 2147483648L),
        Arguments.of("int unsigned", -1),
        Arguments.of("tinyint", 128),
        Arguments.of("mediumint unsigned", 1 << 24),
        Arguments.of("bigint", new BigInteger("9223372036854775808")),
        Arguments.of("int", 7.0),
        Arguments.of("int", "7.5"),
        Arguments.of("int", "seven"),
        Arguments.of("int", "1e3"),
        Arguments.of("int", new BigDecimal("1e400")),
        Arguments.of("bigint", "9007199254740993"),
        Arguments.of("decimal(4,2)", "1.555"),
        Arguments.of("decimal(4,2)", 100),
        Arguments.of("double", 1),
        Arguments.of("date", "2026-1-2"),
        Arguments.of("date", "20260102"),
        Arguments.of("datetime", "2026-01-02 00:00:00"),
        Arguments.of(CI, 7),
        Arguments.of(CI, "12345678901"),
        Arguments.of(CI, "ß"),
        Arguments.of(CI, "æ"),
        Arguments.of(CI, "日"),
        Arguments.of(CI, "a\u00ad"),
        Arguments.of(CI, "a\u0001"),
        Arguments.of(LATIN, "ü"),
        Arguments.of("varchar(10)/utf8mb4_lithuanian_ci", "i"),
        Arguments.of("varchar(10)/utf8mb4_sv_0900_ai_ci", "v"),
        Arguments.of("varchar(10)/latin1_bin", "Ω"),
        Arguments.of("varchar(10)/utf8_bin", "😀"),
        Arguments.of("text/utf8mb4_bin", "a"),
        Arguments.of("enum/utf8mb4_bin", "a"),
        Arguments.of("varbinary(4)", new byte[5]),
        Arguments.of("varbinary(4)", "é"),
        Arguments.of(CI, UUID.randomUUID()),
        Arguments.of("json", "{}"));
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void areNotTold(String type, Object value) {
    assertEquals(KeyValues.UNKNOWN, bound(type, value));
  }

  @Test
  void literalsAreWhatBindsAre() {
    CatalogColumn number = column("int");
    assertEquals(bound("int", -7), literal(number, SqlValue.number("-7")));
    assertEquals(bound("int", 7), literal(number, SqlValue.text("7")));
    CatalogColumn text = column(CI);
    assertEquals(bound(CI, "7"), KeyValues.of(text, SqlValue.number("7"), Binds.NONE, true));
    assertEquals(KeyValues.UNKNOWN, KeyValues.of(text, SqlValue.number("07"), Binds.NONE, true));
    assertEquals(KeyValues.UNKNOWN, literal(text, SqlValue.number("7")));
    assertSame(KeyValues.NULL, literal(text, SqlValue.NULL));
    assertSame(KeyValues.UNKNOWN, literal(text, SqlValue.LAST_INSERT_ID));
    assertSame(KeyValues.UNKNOWN, literal(text, SqlValue.parameter(1)));
  }

  @Test
  void aTypeMayChangeTheValue() {
    assertEquals(bound("int", 7), typed("int", 7, Types.INTEGER));
    assertEquals(bound(CI, "a"), typed(CI, "a", Types.VARCHAR));
    assertEquals(KeyValues.UNKNOWN, typed("int", 7, Types.BOOLEAN));
    assertEquals(KeyValues.UNKNOWN, typed("int", "7", Types.INTEGER));
    assertEquals(KeyValues.UNKNOWN, typed("decimal(9,2)", new BigDecimal("7.6"), Types.INTEGER));
  }

  @Test
  void aTextThatReadsLikeASignIsNone() {
    assertNotEquals(KeyValues.UNKNOWN, bound("varchar(10)/utf8mb4_bin", "unknown"));
    assertNotEquals(KeyValues.NULL, bound("varchar(10)/utf8mb4_bin", "null"));
  }

  private static Object literal(CatalogColumn column, SqlValue value) {
    return KeyValues.of(column, value, Binds.NONE, false);
  }

  private static Object bound(String type, Object value) {
    Binds binds =
        new Binds(new BindKind[] {BindKind.OBJECT}, new Object[] {value}, new Object[1], null);
    return KeyValues.of(column(type), SqlValue.parameter(1), binds, false);
  }

  private static Object typed(String column, Object value, int type) {
    Binds binds =
        new Binds(
            new BindKind[] {BindKind.OBJECT_TYPED},
            new Object[] {value},
            new Object[] {type},
            null);
    return KeyValues.of(column(column), SqlValue.parameter(1), binds, false);
  }

  private static CatalogColumn column(String type) {
    FakeSchema server = new FakeSchema().table("t", "c " + type);
    CatalogColumn found =
        new Catalogs(server, Runnable::run, s -> {}).await("shop", "t").column("c");
    return found;
  }
}
