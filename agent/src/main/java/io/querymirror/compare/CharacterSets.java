package io.querymirror.compare;

import com.mysql.cj.CharsetMapping;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Character sets by the protocol's numbers of their collations. */
final class CharacterSets {
  /** MariaDB numbers a collation without padding so much higher than the one with it. */
  private static final int NO_PAD = 1024;

  /** From here on MariaDB's collations of Unicode 14: 256 for each of five character sets. */
  private static final int UNICODE_14 = 2048;

  private static final Charset[] UNICODE_14_SETS = {
    StandardCharsets.UTF_8,
    StandardCharsets.UTF_8,
    StandardCharsets.UTF_16BE,
    StandardCharsets.UTF_16BE,
    Charset.forName("UTF-32BE")
  };

  private CharacterSets() {}

  /** UTF-8 where the number is unknown. */
  static Charset of(int collation) {
    int set = (collation - UNICODE_14) >> 8;
    if (collation >= UNICODE_14) {
      return set < UNICODE_14_SETS.length ? UNICODE_14_SETS[set] : StandardCharsets.UTF_8;
    }
    String name =
        CharsetMapping.getStaticJavaEncodingForCollationIndex(
            collation >= NO_PAD ? collation - NO_PAD : collation);
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  /** Whether it tells characters apart by their numbers alone. */
  static boolean isExact(int collation) {
    if (collation >= UNICODE_14) {
      return false;
    }
    String name = name(collation >= NO_PAD ? collation - NO_PAD : collation);
    return name != null && (name.endsWith("_bin") || name.equals("binary"));
  }

  static boolean isCaseSensitive(int collation) {
    String name = collation >= UNICODE_14 ? null : name(collation);
    return isExact(collation) || name != null && name.endsWith("_cs");
  }

  private static @Nullable String name(int collation) {
    String name = CharsetMapping.getStaticCollationNameForCollationIndex(collation);
    return name == null ? null : name.toLowerCase(Locale.ROOT);
  }
}
