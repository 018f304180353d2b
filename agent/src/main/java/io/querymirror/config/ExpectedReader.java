package io.querymirror.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the list of expected differences. */
final class ExpectedReader {
  private static final List<String> KEYS =
      List.of("match", "targets", "columns", "tolerance", "reason", "until");
  private static final String TOLERANCE = "a number such as 0.01 or a duration such as 1s";

  private final @Nullable Set<String> targets;
  private final Map<String, List<Glob>> hostGroups;
  private final Set<String> reasons = new HashSet<>();

  /**
   * @param targets names of all targets; null where any name is right
   */
  ExpectedReader(@Nullable Set<String> targets, Map<String, List<Glob>> hostGroups) {
    this.targets = targets;
    this.hostGroups = hostGroups;
  }

  /** What it returns is only good if no mistake was noted. */
  List<ExpectedSettings> read(Place place) {
    List<ExpectedSettings> expected = new ArrayList<>();
    for (Place item : place.isNull() ? List.<Place>of() : place.items()) {
      Section s = Section.of(item, KEYS);
      ExpectedSettings one = s == null ? null : one(item, s);
      if (one != null) {
        expected.add(one);
      }
    }
    return expected;
  }

  private @Nullable ExpectedSettings one(Place place, Section s) {
    Place matched = s.get("match");
    MatchSettings match =
        matched == null ? MatchSettings.EMPTY : new MatchReader(hostGroups).read(matched, true);
    List<String> columns = new ArrayList<>();
    for (Place p : s.items("columns")) {
      String name = Scalars.name(p);
      if (name != null) {
        columns.add(name);
      }
    }
    Place given = s.get("tolerance");
    ToleranceSettings tolerance = given == null ? ToleranceSettings.ANY : tolerance(given);
    Place until = s.get("until");
    LocalDate day = until == null ? null : day(until);
    Place why = s.require("reason", "why this difference is right");
    String reason = why == null ? null : Scalars.name(why);
    if (why != null && reason != null && !reasons.add(reason)) {
      why.wrong(why.found() + " a second time", "a reason of its own");
    }
    List<String> names = targets(s);
    return reason == null
        ? null
        : new ExpectedSettings(match, names, columns, tolerance, reason, day);
  }

  private List<String> targets(Section s) {
    List<String> names = new ArrayList<>();
    for (Place p : s.items("targets")) {
      String name = p.text("the name of a target");
      if (name != null && targets != null && !targets.contains(name)) {
        p.wrong(Words.oneOf(p.shown(name), targets));
      } else if (name != null && names.contains(name)) {
        p.wrong(p.found() + " a second time", "each target once");
      } else if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private static ToleranceSettings tolerance(Place place) {
    String text = place.text(TOLERANCE);
    if (text == null) {
      return ToleranceSettings.ANY;
    }
    BigDecimal number = Numbers.parse(text);
    if (number != null) {
      if (number.signum() < 0) {
        place.wrong(TOLERANCE);
      }
      return ToleranceSettings.of(number);
    }
    Duration time = Scalars.isDuration(text) ? Scalars.duration(place, Duration.ZERO) : null;
    if (time == null && !Scalars.isDuration(text)) {
      place.wrong(TOLERANCE);
    }
    return time == null ? ToleranceSettings.ANY : ToleranceSettings.of(time);
  }

  private static @Nullable LocalDate day(Place place) {
    String expected = "a day such as 2027-01-31";
    String text = place.text(expected);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      place.wrong(expected);
      return null;
    }
  }
}
