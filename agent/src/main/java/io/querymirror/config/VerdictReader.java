package io.querymirror.config;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what verdicts need. */
final class VerdictReader {
  private static final List<String> KEYS = List.of("threshold", "floor", "min_coverage");

  private VerdictReader() {}

  /** What it returns is only good if no mistake was noted. */
  static VerdictSettings read(Section top) {
    VerdictSettings.Builder b = new VerdictSettings.Builder();
    Section s = top.section("verdict", KEYS, List.of());
    if (s == null) {
      return b.build();
    }
    b.threshold = threshold(s.get("threshold"), b.threshold);
    Place floor = s.get("floor");
    b.floor = floor == null ? b.floor : Scalars.fine(floor, b.floor);
    b.minCoverage = Scalars.fraction(s.get("min_coverage"), b.minCoverage);
    return b.build();
  }

  private static double threshold(@Nullable Place place, double otherwise) {
    BigDecimal number = place == null ? null : Scalars.number(place);
    if (place == null || number == null) {
      return otherwise;
    }
    if (number.compareTo(BigDecimal.ONE) <= 0 || number.compareTo(BigDecimal.valueOf(1000)) > 0) {
      place.wrong("a number over 1, up to 1000");
    }
    return number.doubleValue();
  }
}
