package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriteSettingsTest {
  private static String apply(String find, String replace, String text) {
    return new RewriteSettings(Pattern.compile(find), replace).apply(text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "item, item_v2, select * from item i join item, select * from item_v2 i join item_v2",
        "(?i)FROM (\\w+), from $1 FORCE INDEX (k), select 1 From t, select 1 from t FORCE INDEX (k)",
        "(a)(b)?, [$2$1$0], a ab, [aa] [baab]",
        "x, \\$1 \\\\, x, $1 \\",
        "^, /* new */, select 1, /* new */select 1",
        "a, \"\", banana, bnn",
      })
  void everyMatchIsReplaced(String find, String replace, String text, String expected) {
    assertEquals(expected, apply(find, replace, text));
  }

  @Test
  void aTextWithoutAMatchIsTheSameObject() {
    String text = "select 1";
    assertSame(text, new RewriteSettings(Pattern.compile("2"), "3").apply(text));
  }

  @Test
  void groupsThatAreNotThereAndLoneSignsAreMistakes() {
    assertNull(RewriteSettings.mistake("$0 $2 \\$ \\\\", 2));
    for (String wrong : new String[] {"$3", "$", "a$b", "$$", "\\n", "\\"}) {
      assertNotNull(RewriteSettings.mistake(wrong, 2), wrong);
    }
  }
}
