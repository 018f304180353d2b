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
          "rewrite",
          "mask_binds");

  private final Set<String> targets;
  private final Map<String, List<Glob>> hostGroups;

  RuleReader(Set<String> targets, Map<String, List<Glob>> hostGroups) {
    this.targets = targets;
    this.hostGroups = hostGroups;
  }

  /** Null where it is no map; else only good if no mistake was noted. */
  @Nullable RuleSettings read(Place place, String defaultName) {
    Section s = Section.of(place, KEYS, List.of("expected"));
    if (s == null) {
      return null;
    }
    String name = s.name("name", defaultName);
    Place matched = s.get("match");
    MatchSettings match =
        matched == null ? MatchSettings.EMPTY : new MatchReader(hostGroups).read(matched, true);
    boolean skip = s.bool("skip", false);
    boolean continues = s.bool("continue", false);
    Place mirror = s.get("mirror");
    List<String> names = mirror == null ? List.of() : mirror(mirror);
    checkAction(place, skip, mirror != null);
    if (skip && continues) {
      place.wrongAtKey("continue", "it in a rule that skips", "it beside mirror only");
    }
    later(s);
    return new RuleSettings(name, place.line(), match, skip, names, continues);
  }

  /**
   * Whether no statement gets past it, as far as can be told of a rule that may hold mistakes:
   * those in its other parts must not hide this one.
   */
  boolean takesAll(Place rule) {
    Place match = rule.get("match");
    Place continues = rule.get("continue");
    Place sample = rule.get("sample");
    for (Place p : rule.values()) {
      if (!KEYS.contains(p.key())) {
        return false;
      }
    }
    return (match == null || (match.isMap() && match.entries().isEmpty()))
        && (continues == null || continues.is("false"))
        && (sample == null || sample.is("100%"));
  }

  private static void checkAction(Place place, boolean skip, boolean mirror) {
    Place at = place.get("skip");
    if (skip && mirror && at != null) {
      at.wrongAtKey("", "both skip and mirror", "one of them");
    } else if (!mirror && at == null) {
      place.wrong("neither mirror nor skip", "one of them");
    } else if (!mirror && !skip && at != null && at.is("false")) {
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

  private static void later(Section s) {
    Later.whole(s.get("sample"));
    Later.only(s.get("sample_by"), "transaction", List.of("statement", "session", "digest"));
    Later.copies(s.get("copies"));
    Later.none(s.get("rewrite"));
    Later.none(s.get("mask_binds"));
  }
}
