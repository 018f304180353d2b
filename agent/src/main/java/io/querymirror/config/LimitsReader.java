package io.querymirror.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code limits} and {@code self_test}. */
final class LimitsReader {
  static final List<String> KEYS = List.of("statement_size", "cpu", "heap", "overhead_p99");
  static final List<String> SELF_TEST = List.of("every", "for");

  private static final String OFF = "off";
  private static final String SHARE = "a share such as 12.5%, over 0%, or off";
  private static final String TIME = "a duration such as 500ns, 20us or 1ms, to 1s, or off";
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private LimitsReader() {}

  static LimitSettings limits(Section s) {
    LimitSettings.Builder b = new LimitSettings.Builder();
    b.statementSize = s.size("statement_size", 1L << 30, b.statementSize);
    b.cpu = share(s.get("cpu"), b.cpu);
    b.heap = share(s.get("heap"), b.heap);
    b.overheadNanos = nanos(s.get("overhead_p99"), b.overheadNanos);
    return b.build();
  }

  /** As a part of 1; infinite for {@code off}. */
  private static double share(@Nullable Place place, double otherwise) {
    String text = place == null ? null : place.text(SHARE);
    if (place == null || text == null) {
      return otherwise;
    }
    if (text.equals(OFF)) {
      return Double.POSITIVE_INFINITY;
    }
    BigDecimal share =
        text.endsWith("%") ? Numbers.parse(text.substring(0, text.length() - 1)) : null;
    if (share == null || share.signum() <= 0 || share.compareTo(BigDecimal.valueOf(100)) > 0) {
      place.wrong(SHARE);
      return otherwise;
    }
    return share.movePointLeft(2).doubleValue();
  }

  /** Infinite for {@code off}. */
  private static double nanos(@Nullable Place place, double otherwise) {
    String text = place == null ? null : place.text(TIME);
    if (place == null || text == null) {
      return otherwise;
    }
    Long nanos = text.equals(OFF) ? null : Scalars.nanos(place, TIME);
    return text.equals(OFF) ? Double.POSITIVE_INFINITY : nanos == null ? otherwise : nanos;
  }

  static @Nullable SelfTestSettings selfTest(Place place) {
    Section s = Section.of(place, SELF_TEST);
    if (s == null) {
      return null;
    }
    Duration every = s.duration("every", SHORTEST, Duration.ofMinutes(10));
    Duration length = s.duration("for", SHORTEST, Duration.ofSeconds(20));
    Place of = s.get("for");
    if (length.compareTo(every) > 0) {
      String expected = "a duration up to that of every, " + Scalars.words(every);
      if (of == null) {
        place.wrongAtKey("for", "nothing, which is " + length.toSeconds() + "s", expected);
      } else {
        of.wrong(expected);
      }
    }
    return new SelfTestSettings(every, length);
  }
}
