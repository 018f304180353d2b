package io.querymirror.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is compared of a target. */
final class CompareReader {
  private static final List<String> KEYS =
      List.of(
          "results", "warnings", "plans", "data", "save", "rows", "bytes", "strings", "tolerance");
  private static final List<String> PLAN_KEYS =
      List.of("mode", "source", "username", "password", "per_second", "every", "busy");
  private static final Map<String, TargetData> DATA =
      Words.map(
          "mirrored",
          TargetData.MIRRORED,
          "replicated",
          TargetData.REPLICATED,
          "own",
          TargetData.OWN);
  private static final Map<String, StringComparison> STRINGS =
      Words.map("exact", StringComparison.EXACT, "collation", StringComparison.COLLATION);
  private static final Map<String, PlanMode> MODES =
      Words.map("off", PlanMode.OFF, "explain", PlanMode.EXPLAIN, "analyze", PlanMode.ANALYZE);

  private CompareReader() {}

  /** What it returns is only good if no mistake was noted. */
  static CompareSettings read(Section target) {
    CompareSettings.Builder b = new CompareSettings.Builder();
    Section s = target.section("compare", KEYS, List.of());
    if (s == null) {
      return b.build();
    }
    b.results = s.bool("results", b.results);
    b.warnings = s.bool("warnings", b.warnings);
    b.save = s.bool("save", b.save);
    b.data = s.word("data", DATA, List.of(), b.data);
    Place plans = s.get("plans");
    b.plans = plans == null ? b.plans : plans(plans);
    b.rows = s.integer("rows", 1, 1_000_000, b.rows);
    b.bytes = s.size("bytes", 1L << 30, b.bytes);
    b.strings = s.word("strings", STRINGS, List.of(), b.strings);
    tolerance(s.get("tolerance"), b);
    return b.build();
  }

  /** One number for all that is approximate. */
  private static void tolerance(@Nullable Place place, CompareSettings.Builder b) {
    BigDecimal number = place == null ? null : Scalars.number(place);
    if (place == null || number == null) {
      return;
    }
    if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) >= 0) {
      place.wrong("a number from 0, under 1");
    }
    b.floatTolerance = number.doubleValue();
    b.doubleTolerance = number.doubleValue();
  }

  private static PlanSettings plans(Place place) {
    PlanSettings.Builder b = new PlanSettings.Builder();
    if (!place.isMap()) {
      b.mode = mode(place, b.mode);
      return b.build();
    }
    Section s = Section.of(place, PLAN_KEYS);
    if (s == null) {
      return b.build();
    }
    Place mode = s.get("mode");
    b.mode = mode == null ? b.mode : mode(mode, b.mode);
    Place source = s.get("source");
    b.source = source != null && Boolean.TRUE.equals(Scalars.bool(source));
    Place username = s.get("username");
    b.username = username == null ? null : Scalars.name(username);
    Place password = s.get("password");
    String secret = password == null ? null : Scalars.text(password.secret());
    b.password = secret == null ? b.password : secret;
    if (source != null && b.source && username == null) {
      source.wrongAtKey(
          "", "true and no username", "username and password for the source beside it");
    }
    b.perSecond = s.integer("per_second", 1, 1000, b.perSecond);
    b.every = s.duration("every", Duration.ofSeconds(1), b.every);
    b.busy = Scalars.fraction(s.get("busy"), b.busy);
    return b.build();
  }

  private static PlanMode mode(Place place, PlanMode otherwise) {
    PlanMode mode = Scalars.word(place, MODES, List.of());
    return mode == null ? otherwise : mode;
  }
}
