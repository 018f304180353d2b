package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.config.YamlNode.Scalar.Type;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Values are what the library's own resolver takes them for, but for what the class names. */
class YamlScalarTest {
  private static final String LETTERS = "0123456789.-+_eExXbBaAfF:~";
  private static final List<String> WORDS =
      List.of("null", "true", "false", "yes", "off", "inf", "nan", ".inf", ".nan", "~", "<<", "=");

  private final Resolver resolver = new Resolver();

  private Type byLibrary(String text) {
    Tag tag = resolver.resolve(NodeId.scalar, text, true);
    if (tag == Tag.NULL) {
      return Type.NULL;
    }
    if (tag == Tag.BOOL) {
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
          ? Type.BOOLEAN
          : Type.TEXT;
    }
    return (tag == Tag.INT || tag == Tag.FLOAT) && text.indexOf(':') < 0 ? Type.NUMBER : Type.TEXT;
  }

  private void same(String text) {
    assertEquals(byLibrary(text), YamlScalar.plain(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "7",
        "-7",
        "+7",
        "007",
        "08",
        "1_000",
        "_1",
        "0x1F",
        "0b101",
        "0b",
        "1.5",
        "1.",
        ".5",
        "-.5",
        "+.5",
        "1e3",
        "1E-3",
        "1.5e+3",
        "1.e3",
        ".5e2",
        "1e",
        "12:30",
        "1:2.5",
        "-",
        "+",
        ".",
        "..",
        "-.inf",
        "+.INF",
        ".NaN",
        "-.nan",
        "2026-01-02",
        "10.0.0.5",
        "10.0.0.5:3306",
        "0.",
        "00",
        "0_0",
        "1__2",
        "20s",
        "64MB",
        "25%",
        "True",
        "TRUE",
        "tRUE",
        "FALSE",
        "Null",
        "NULL",
        "nULL",
        "~~",
        "Yes",
        "on",
        "y"
      })
  void asTheLibrary(String text) {
    same(text);
  }

  @Test
  void asTheLibraryForAnything() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(7); n >= 0; n--) {
        text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      same(text.toString());
    }
    for (String word : WORDS) {
      same(word);
      same(word.toUpperCase(Locale.ROOT));
    }
  }
}
