package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "shop, shop, true",
    "shop, shops, false",
    "shop, sho, false",
    "shop, Shop, false",
    "*, anything, true",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "?, '', false",
    "?, a, true",
    "audit_*, audit_, true",
    "audit_*, audit, false",
    "*_log, a_log_log, true",
    "*_log, a_log_logs, false",
    "a*b*c, aXbXbXc, true",
    "a*b*c, aXcXb, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "**a**, bab, true",
    "a.b, axb, false",
    "[ab], a, false",
  })
  void matchesTheWholeName(String glob, String name, boolean matches) {
    assertEquals(matches, new Glob(glob, false).matches(name));
  }

  @ParameterizedTest
  @CsvSource({"Shop_*, sHOP_x, true", "größe, GRÖßE, true", "İ*, i, true", "shop, shup, false"})
  void caseIsLeftAsideWhereAsked(String glob, String name, boolean matches) {
    assertEquals(matches, new Glob(glob, true).matches(name));
  }

  @Test
  void agreesWithARegularExpression() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String glob = word(random, "ab*?", 7);
      String name = word(random, "ab", 9);
      Pattern regex = Pattern.compile(glob.replace("*", ".*").replace("?", "."));
      assertEquals(
          regex.matcher(name).matches(), new Glob(glob, false).matches(name), glob + " " + name);
    }
  }

  private static String word(Random random, String letters, int longest) {
    StringBuilder b = new StringBuilder();
    for (int n = random.nextInt(longest + 1); n > 0; n--) {
      b.append(letters.charAt(random.nextInt(letters.length())));
    }
    return b.toString();
  }

  @Test
  void manyStarsTakeNoExponentialTime() {
    Glob glob = new Glob("a*".repeat(50) + "b", false);
    String name = "a".repeat(100_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(false, glob.matches(name)));
  }
}
