package io.querymirror.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What two configurations differ by, in words: names and keys, never values. */
final class SettingsDiff {
  private SettingsDiff() {}

  static List<String> of(Settings before, Settings after) {
    List<String> lines = new ArrayList<>();
    targets(before.targets(), after.targets(), lines);
    rules(byName(before), byName(after), lines);
    Set<String> keys = new TreeSet<>(before.sections().keySet());
    keys.addAll(after.sections().keySet());
    for (String key : keys) {
      String was = before.sections().get(key);
      if (was == null || !was.equals(after.sections().get(key))) {
        lines.add(key + " changed");
      }
    }
    if (!lines.contains("http changed") && !Objects.equals(before.http(), after.http())) {
      lines.add("http changed"); // the token in a file
    }
    return lines;
  }

  private static void targets(
      Map<String, TargetSettings> before, Map<String, TargetSettings> after, List<String> lines) {
    after.forEach(
        (name, target) -> {
          TargetSettings was = before.get(name);
          if (was == null) {
            lines.add("target " + name + " is new");
          } else if (!was.equals(target)) {
            lines.add("target " + name + " changed: " + String.join(", ", was.differsIn(target)));
          }
        });
    for (String name : before.keySet()) {
      if (!after.containsKey(name)) {
        lines.add("target " + name + " is removed");
      }
    }
  }

  private static Map<String, RuleSettings> byName(Settings settings) {
    Map<String, RuleSettings> rules = new LinkedHashMap<>();
    for (RuleSettings rule : settings.rules()) {
      rules.put(rule.name(), rule);
    }
    return rules;
  }

  private static void rules(
      Map<String, RuleSettings> before, Map<String, RuleSettings> after, List<String> lines) {
    after.forEach(
        (name, rule) -> {
          RuleSettings was = before.get(name);
          if (was == null) {
            lines.add("rule \"" + name + "\" is new");
          } else if (!was.canonical().equals(rule.canonical())) {
            lines.add("rule \"" + name + "\" changed");
          }
        });
    List<String> left = new ArrayList<>();
    for (String name : before.keySet()) {
      if (after.containsKey(name)) {
        left.add(name);
      } else {
        lines.add("rule \"" + name + "\" is removed");
      }
    }
    List<String> kept = new ArrayList<>(after.keySet());
    kept.retainAll(left);
    if (!kept.equals(left)) {
      lines.add("rules are in another order");
    }
  }
}
