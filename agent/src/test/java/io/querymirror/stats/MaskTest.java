package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Cell;
import io.querymirror.model.ResultColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
  private static final ResultColumn EMAIL = new ResultColumn("email", 253, 0, 0, 255, 400);

  @Test
  void aHiddenValueIsItsTypeItsLengthAndAHash() {
    String masked = Mask.hidden().cell(EMAIL, cell("ann@example.com"));
    assertTrue(masked.matches("<varchar 15 #[0-9a-f]{8}>"), masked);
    assertEquals(masked, Mask.hidden().value("varchar", "ann@example.com"));
    assertNotEquals(masked, Mask.hidden().value("varchar", "ann@example.org"));
  }

  @Test
  void equalValuesOfOtherEncodingsLookEqual() {
    String text = Mask.hidden().value("decimal", "1.50", 4, 77);
    String binary = Mask.hidden().value("double", "1.5", 8, 77);
    assertEquals(text.substring(text.indexOf('#')), binary.substring(binary.indexOf('#')));
    assertFalse(text.contains(Long.toHexString(77) + ">"), text);
    assertEquals("1.5", Mask.shown().value("double", "1.5", 8, 77));
    assertNull(Mask.shown().value("double", null, 0, 0));
  }

  @Test
  void nullIsNull() {
    Cell cell = new Cell();
    cell.setNull();
    assertNull(Mask.hidden().cell(EMAIL, cell));
    assertNull(Mask.hidden().value("varchar", null));
  }

  @Test
  void onlyTheGivenPartOfAnArrayIsTheValue() {
    byte[] row = "xxannyy".getBytes(StandardCharsets.UTF_8);
    assertEquals(Mask.hidden().value("char", "ann"), Mask.hidden().cell("char", row, 2, 3));
    assertEquals("ann", Mask.shown().cell("char", row, 2, 3));
  }

  @Test
  void shownValuesAreCut() {
    String shown = Mask.shown().cell(EMAIL, cell("x".repeat(600)));
    assertEquals("x".repeat(500) + "…", shown);
  }

  @Test
  void whatIsNoTextIsShownAsBytes() {
    assertEquals(
        "0xff00a1", Mask.shown().cell("blob", new byte[] {(byte) 0xff, 0, (byte) 0xa1}, 0, 3));
  }

  @Test
  void maskedBindsAreHiddenAmongShownValues() {
    Mask mask = Mask.shown().without(List.of("ann@example.com", "7"));
    assertFalse(mask.value("varchar", "ann@example.com").contains("ann"));
    assertFalse(mask.value("varchar", "Ann <ann@example.com>").contains("ann"));
    assertTrue(mask.value("int", "7").startsWith("<int 1 #"));
    assertEquals("17", mask.value("int", "17"));
    assertEquals("bob", mask.value("varchar", "bob"));
    assertEquals("(`t`.`mail` = ?)", mask.sql("(`t`.`mail` = 'ann@example.com')"));
    assertEquals("(`t`.`mail` = 'bob')", mask.sql("(`t`.`mail` = 'bob')"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "(`a`.`b` = 'it''s') and c > 12.5e-3 | (`a`.`b` = ?) and c > ?",
        "x = 'a\\'b' or y = \"q\" | x = ? or y = ?",
        "t1.col2 = 0x4142 and `it's 5` = -3 | t1.col2 = ? and `it's 5` = -?",
        "c = _utf8mb4\\'x y\\' collate utf8mb4_bin | c = _utf8mb4? collate utf8mb4_bin",
        "c = x'4142' or d = _latin1'q' | c = ? or d = _latin1?",
        "c = 'unfinished and more | c = ?",
        "<cache>(cast('2020-01-01' as date)) | <cache>(cast(? as date))",
        "a between .5 and 1.5 | a between ? and ?",
      })
  void hidesLiterals(String sql, String expected) {
    assertEquals(expected, Mask.hidden().sql(sql));
  }

  private static Cell cell(String text) {
    Cell cell = new Cell();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    cell.set(bytes, 0, bytes.length);
    return cell;
  }
}
