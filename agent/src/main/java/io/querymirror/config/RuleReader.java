package io.querymirror.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleReader {
  private static final List<String> KEYS =
      List.of(
          "name",
          "match",
          "mirror",
          "skip",
          "continue",
          "sample",
          "sample_by",
          "copies",
          "vary",
          "rewrite",
          "mask_binds");

  private final Set<String> targets;
  private final Map<String, TargetSettings> settings;
  private final Map<String, List<Glob>> hostGroups;
  private boolean takesAll;

  /**
   * @param targets names of all targets
   * @param settings of those that could be read
   */
  RuleReader(
      Set<String> targets,
      Map<String, TargetSettings> settings,
      Map<String, List<Glob>> hostGroups) {
    this.targets = targets;
    this.settings = settings;
    this.hostGroups = hostGroups;
  }

  /** Null where it is no map; else only good if no mistake was noted. */
  @Nullable RuleSettings read(Place place, String defaultName) {
    int before = place.mistakes();
    Section s = Section.of(place, KEYS);
    if (s == null) {
      return null;
    }
    Place matched = s.get("match");
    MatchSettings match =
        matched == null ? MatchSettings.EMPTY : new MatchReader(hostGroups).read(matched, true);
    boolean continues = s.bool("continue", false);
    // Its other parts may be wrong; a mistake up to here leaves open what it would take.
    takesAll = match.isEmpty() && !continues && place.mistakes() == before;
    String name = s.name("name", defaultName);
    Boolean skip = s.bool("skip");
    Place mirror = s.get("mirror");
    List<String> names = mirror == null ? List.of() : mirror(mirror);
    checkAction(place, s.get("skip"), skip, mirror != null);
    boolean skips = Boolean.TRUE.equals(skip);
    if (skips && continues) {
      place.wrongAtKey("continue", "it in a rule that skips", "it beside mirror only");
    }
    CopySettings copy = CopyReader.read(s, skips, found(names));
    return new RuleSettings(
        name,
        place.line(),
        match,
        skips,
        names,
        continues,
        copy,
        MaskReader.read(s.get("mask_binds")),
        place.canonical());
  }

  /** Whether no statement gets past the rule that was read. */
  boolean takesAll() {
    return takesAll;
  }

  /**
   * @param at where skip is; null if nowhere
   * @param skip null where it is wrong, too
   */
  private static void checkAction(
      Place rule, @Nullable Place at, @Nullable Boolean skip, boolean mirror) {
    if (at == null) {
      if (!mirror) {
        rule.wrong("neither mirror nor skip", "one of them");
      }
    } else if (mirror && Boolean.TRUE.equals(skip)) {
      at.wrongAtKey("", "both skip and mirror", "one of them");
    } else if (!mirror && Boolean.FALSE.equals(skip)) {
      at.wrong("false and no mirror", "true, or mirror in its place");
    }
  }

  private List<String> mirror(Place place) {
    List<String> names = new ArrayList<>();
    for (Place item : place.someItems()) {
      String name = target(item);
      if (name != null && names.contains(name)) {
        item.wrong(item.found() + " a second time", "each target once");
      } else if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private List<TargetSettings> found(List<String> names) {
    List<TargetSettings> found = new ArrayList<>();
    for (String name : names) {
      TargetSettings one = settings.get(name);
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  private @Nullable String target(Place place) {
    String name = place.text("the name of a target");
    if (name == null || targets.contains(name)) {
      return name;
    }
    place.wrong(
        targets.isEmpty()
            ? "a target, and there is none under targets"
            : Words.oneOf(place.shown(name), targets));
    return null;
  }
}
