package io.querymirror.config;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a rule makes of the statements that it takes. */
final class CopyReader {
  private static final BigDecimal ALL = BigDecimal.valueOf(100);
  private static final BigDecimal MOST_COPIES = BigDecimal.valueOf(1000);
  private static final Map<String, SampleBy> UNITS = units();

  private CopyReader() {}

  private static Map<String, SampleBy> units() {
    Map<String, SampleBy> units = new LinkedHashMap<>();
    units.put("statement", SampleBy.STATEMENT);
    units.put("transaction", SampleBy.TRANSACTION);
    units.put("session", SampleBy.SESSION);
    units.put("digest", SampleBy.DIGEST);
    return units;
  }

  /**
   * @param skips whether the rule makes no copy of anything
   * @param targets where the copies go
   */
  static CopySettings read(Section s, boolean skips, List<TargetSettings> targets) {
    Place share = s.get("sample");
    BigDecimal sample = share == null ? null : Scalars.share(share);
    Place unit = s.get("sample_by");
    SampleBy by = unit == null ? null : Scalars.word(unit, UNITS, List.of());
    Place times = s.get("copies");
    BigDecimal copies = times == null ? null : copies(times);
    Place others = s.get("vary");
    boolean vary = s.bool("vary", false);
    Place changes = s.get("rewrite");
    List<RewriteSettings> rewrites = changes == null ? List.of() : rewrites(changes);
    if (skips) {
      needless(share, sample != null && sample.compareTo(ALL) != 0);
      needless(times, copies != null && copies.compareTo(BigDecimal.ONE) != 0);
      needless(others, vary);
      needless(changes, !rewrites.isEmpty());
    }
    boolean once = times == null || copies != null && copies.compareTo(BigDecimal.ONE) == 0;
    if (others != null && vary && once && !skips) {
      others.wrong("true without copies over 1", "copies over 1 beside it");
    }
    if (unit != null && (by == SampleBy.STATEMENT || by == SampleBy.DIGEST)) {
      checkWhole(unit, targets);
    }
    return new CopySettings(
        sample == null ? ALL : sample,
        by == null ? CopySettings.DEFAULT.sampleBy() : by,
        copies == null ? CopySettings.MILLION : millionths(copies),
        vary,
        rewrites);
  }

  private static void needless(@Nullable Place place, boolean given) {
    if (place != null && given) {
      place.wrongAtKey("", "it in a rule that skips", "it beside mirror only");
    }
  }

  /** Half a transaction, applied, is a state that production never was in. */
  private static void checkWhole(Place unit, List<TargetSettings> targets) {
    for (TargetSettings t : targets) {
      if (t.writes() == Writes.APPLY && t.order() != Order.NONE) {
        unit.wrong(
            unit.found() + " for " + t.name() + ", which applies transactions in order",
            "transaction or session");
        return;
      }
    }
  }

  private static @Nullable BigDecimal copies(Place place) {
    BigDecimal copies = Scalars.number(place);
    if (copies != null
        && (copies.compareTo(BigDecimal.ONE) < 0 || copies.compareTo(MOST_COPIES) > 0)) {
      boolean less = copies.signum() > 0 && copies.compareTo(BigDecimal.ONE) < 0;
      place.wrong("a number from 1 to 1000" + (less ? ", or sample for less than everything" : ""));
      return null;
    }
    return copies;
  }

  private static long millionths(BigDecimal copies) {
    return copies.movePointRight(6).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
  }

  private static List<RewriteSettings> rewrites(Place place) {
    List<RewriteSettings> rewrites = new ArrayList<>();
    for (Place item : place.items()) {
      Section s = Section.of(item, List.of("find", "replace"));
      if (s != null) {
        RewriteSettings one = rewrite(s);
        if (one != null) {
          rewrites.add(one);
        }
      }
    }
    return rewrites;
  }

  private static @Nullable RewriteSettings rewrite(Section s) {
    Place find = s.require("find", "a regular expression");
    Place replace = s.require("replace", "the text in its place");
    boolean any = find != null && Scalars.name(find) != null;
    Pattern pattern = find != null && any ? Scalars.regex(find) : null;
    String text = replace == null ? null : Scalars.text(replace);
    if (replace == null || pattern == null || text == null) {
      return null;
    }
    String right = RewriteSettings.mistake(text, pattern.groupCount());
    if (right != null) {
      replace.wrong(right);
      return null;
    }
    return new RewriteSettings(pattern, text);
  }
}
