package io.querymirror.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the list of rules, and judges how they stand to one another. */
final class RulesReader {
  static final String EXPECTED = "a list of rules";

  private final Set<String> targets;
  private final Map<String, TargetSettings> settings;
  private final Map<String, List<Glob>> hostGroups;

  RulesReader(
      Set<String> targets,
      Map<String, TargetSettings> settings,
      Map<String, List<Glob>> hostGroups) {
    this.targets = targets;
    this.settings = settings;
    this.hostGroups = hostGroups;
  }

  List<RuleSettings> read(Place place) {
    List<RuleSettings> rules = new ArrayList<>();
    if (!place.isList()) {
      place.wrong(EXPECTED);
      return rules;
    }
    Map<String, Place> names = new HashMap<>();
    Place takesAll = null;
    for (Place item : place.items()) {
      if (takesAll != null) {
        item.wrong(
            "a rule that no statement reaches",
            "it before " + at(takesAll) + ", which takes everything");
      }
      RuleReader reader = new RuleReader(targets, settings, hostGroups);
      RuleSettings rule = reader.read(item, "rule " + (rules.size() + 1));
      if (rule != null) {
        rules.add(rule);
        checkName(rule.name(), item, names);
        takesAll = takesAll == null && reader.takesAll() ? item : takesAll;
      }
    }
    return rules;
  }

  private static void checkName(String name, Place rule, Map<String, Place> names) {
    Place before = names.putIfAbsent(name, rule);
    if (before != null) {
      Place at = rule.get("name");
      (at == null ? rule : at)
          .wrong(
              Words.quote(name) + ", which is also the name of " + at(before), "a name of its own");
    }
  }

  private static String at(Place rule) {
    return rule.path() + " (line " + rule.keyLine() + ")";
  }
}
