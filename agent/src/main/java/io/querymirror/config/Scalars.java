package io.querymirror.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single values; null for a wrong one, which is noted. */
final class Scalars {
  static final Duration MOST = Duration.ofHours(24);

  private static final Map<String, Long> DURATION_UNITS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);
  private static final Map<String, Long> FINE_UNITS =
      Map.of("us", 1L, "ms", 1_000L, "s", 1_000_000L, "m", 60_000_000L, "h", 3_600_000_000L);
  private static final Map<String, Long> NANO_UNITS =
      Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);

  private Scalars() {}

  static @Nullable Boolean bool(Place place) {
    String text = place.text("true or false");
    if (text == null) {
      return null;
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.valueOf(text);
    }
    place.wrong("true or false");
    return null;
  }

  /** Text that is not blank. */
  static @Nullable String name(Place place) {
    String text = place.text("text");
    if (text != null && text.isBlank()) {
      place.wrong("text that is not empty");
      return null;
    }
    return text;
  }

  /** Text, also empty. */
  static @Nullable String text(Place place) {
    return place.text("text");
  }

  static @Nullable Integer integer(Place place, int least, int most) {
    return integer(place, least, most, "a whole number from " + least + " to " + most);
  }

  static @Nullable Integer integer(Place place, int least, int most, String expected) {
    String text = place.text(expected);
    if (text == null) {
      return null;
    }
    int digits = digits(text);
    long number = digits > 0 && digits == text.length() ? Long.parseLong(text) : -1;
    if (number < least || number > most) {
      place.wrong(expected);
      return null;
    }
    return (int) number;
  }

  static @Nullable BigDecimal number(Place place) {
    String text = place.text("a number");
    if (text == null) {
      return null;
    }
    BigDecimal number = Numbers.parse(text);
    if (number == null) {
      place.wrong("a number");
    }
    return number;
  }

  static @Nullable Duration duration(Place place, Duration least) {
    String expected = "a duration such as 250ms, 10s, 5m or 1h, from " + words(least) + " to 24h";
    Long millis = unit(place, DURATION_UNITS, expected);
    if (millis == null) {
      return null;
    }
    Duration duration = Duration.ofMillis(millis);
    if (duration.compareTo(least) < 0 || duration.compareTo(MOST) > 0) {
      place.wrong(expected);
      return null;
    }
    return duration;
  }

  /**
   * In bytes, from 1.
   *
   * @param most whole GB
   */
  static @Nullable Long size(Place place, long most) {
    String expected = "a size such as 512KB, 64MB or 1GB, from 1B to " + (most >> 30) + "GB";
    Long bytes = unit(place, SIZE_UNITS, expected);
    if (bytes != null && (bytes < 1 || bytes > most)) {
      place.wrong(expected);
      return null;
    }
    return bytes;
  }

  /** In percent, from 0 to 100. */
  static @Nullable BigDecimal share(Place place) {
    String expected = "a share such as 12.5%, from 0% to 100%";
    String text = place.text(expected);
    if (text == null) {
      return null;
    }
    BigDecimal share =
        text.endsWith("%") ? Numbers.parse(text.substring(0, text.length() - 1)) : null;
    if (share == null || share.signum() < 0 || share.compareTo(BigDecimal.valueOf(100)) > 0) {
      place.wrong(expected);
      return null;
    }
    return share;
  }

  /** One of the words; {@code later} are those that a later version will know. */
  static <T> @Nullable T word(Place place, Map<String, T> words, List<String> later) {
    String text = place.text(Words.or(words.keySet()));
    T value = text == null ? null : words.get(text);
    if (text != null && value == null) {
      if (later.contains(text)) {
        Later.value(place, Words.or(words.keySet()));
      } else {
        place.wrong(Words.oneOf(place.shown(text), words.keySet()));
      }
    }
    return value;
  }

  /** A share over 0% as a part of 1; the other where it is not there, or wrong, which is noted. */
  static double fraction(@Nullable Place place, double otherwise) {
    BigDecimal share = place == null ? null : share(place);
    if (place == null || share == null) {
      return otherwise;
    }
    if (share.signum() == 0) {
      place.wrong("a share over 0%");
    }
    return share.movePointLeft(2).doubleValue();
  }

  /** A duration that may also be in microseconds, to an hour; the other where it is wrong. */
  static Duration fine(Place place, Duration otherwise) {
    String expected = "a duration such as 100us, 1ms or 1s, to 1h";
    Long micros = unit(place, FINE_UNITS, expected);
    if (micros != null && micros > 3_600_000_000L) {
      place.wrong(expected);
    }
    return micros == null ? otherwise : Duration.ofNanos(micros * 1000);
  }

  /** A very short time in nanoseconds, from 1 to a second. */
  static @Nullable Long nanos(Place place, String expected) {
    Long nanos = unit(place, NANO_UNITS, expected);
    if (nanos != null && (nanos < 1 || nanos > 1_000_000_000L)) {
      place.wrong(expected);
      return null;
    }
    return nanos;
  }

  static boolean isDuration(String text) {
    int digits = digits(text);
    return digits > 0 && DURATION_UNITS.containsKey(text.substring(digits));
  }

  static @Nullable Pattern regex(Place place) {
    String text = place.text("a regular expression");
    if (text == null) {
      return null;
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      // The rest of RE2/J's message quotes the pattern, which may hold the environment's values.
      place.wrong("a regular expression as RE2 knows them (" + e.getDescription() + ")");
      return null;
    }
  }

  private static @Nullable Long unit(Place place, Map<String, Long> units, String expected) {
    String text = place.text(expected);
    if (text == null) {
      return null;
    }
    int digits = digits(text);
    Long factor = units.get(text.substring(digits));
    if (digits == 0 || factor == null) {
      place.wrong(expected);
      return null;
    }
    try {
      return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), factor);
    } catch (ArithmeticException e) {
      place.wrong(expected);
      return null;
    }
  }

  /** As one writes it in the file. */
  static String words(Duration d) {
    long ms = d.toMillis();
    if (ms == 0 || ms % 1000 != 0) {
      return ms + "ms";
    }
    return ms % 60_000 == 0 ? ms / 60_000 + "m" : ms / 1000 + "s";
  }

  /** How many digits it begins with; 0 where they are too many for any value here. */
  private static int digits(String text) {
    int n = 0;
    while (n < text.length() && text.charAt(n) >= '0' && text.charAt(n) <= '9') {
      n++;
    }
    return n <= 15 ? n : 0;
  }
}
