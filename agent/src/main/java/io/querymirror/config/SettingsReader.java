package io.querymirror.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the file's top level and its small sections. */
final class SettingsReader {
  private static final List<String> KEYS =
      List.of(
          "enabled",
          "host_groups",
          "targets",
          "rules",
          "report",
          "shutdown",
          "limits",
          "self_test",
          "expected",
          "verdict",
          "reload",
          "http");

  private static final Map<String, ReportValues> VALUES =
      Words.map("masked", ReportValues.MASKED, "full", ReportValues.FULL);

  private final Path file;
  private final long heap;

  SettingsReader(Path file, long heap) {
    this.file = file;
    this.heap = heap;
  }

  /** What it returns is only good if no mistake was noted. */
  Settings read(Place root) {
    Settings.Builder b = new Settings.Builder(file);
    if (root.isNull()) {
      root.wrong("an empty file", "targets and rules");
      return b.build();
    }
    Section s = Section.of(root, KEYS);
    if (s == null) {
      return b.build();
    }
    b.enabled = s.bool("enabled", b.enabled);
    Place groups = s.get("host_groups");
    b.hostGroups = groups == null ? Map.of() : hostGroups(groups);
    Place targets = s.get("targets");
    Set<String> names = new LinkedHashSet<>();
    b.targets = targets == null ? Map.of() : targets(targets, names);
    Place rules = s.require("rules", RulesReader.EXPECTED);
    if (rules != null) {
      b.rules = new RulesReader(names, b.targets, b.hostGroups).read(rules);
    }
    Section report =
        s.section("report", List.of("directory", "every", "keep", "values"), List.of());
    b.report = report == null ? b.report : report(report);
    Section shutdown = s.section("shutdown", List.of("drain"), List.of());
    b.drain = shutdown == null ? b.drain : shutdown.duration("drain", Duration.ZERO, b.drain);
    Section limits = s.section("limits", LimitsReader.KEYS, List.of());
    b.limits = limits == null ? b.limits : LimitsReader.limits(limits);
    Place selfTest = s.get("self_test");
    b.selfTest = selfTest == null || selfTest.isNull() ? null : LimitsReader.selfTest(selfTest);
    Place expected = s.get("expected");
    if (expected != null) {
      b.expected = new ExpectedReader(names, b.hostGroups).read(expected);
    }
    b.verdict = VerdictReader.read(s);
    Section reload = s.section("reload", List.of("watch"), List.of());
    b.watch = reload == null ? b.watch : reload.bool("watch", b.watch);
    b.sections = sections(root);
    b.http = HttpReader.read(s);
    return b.build();
  }

  private static Map<String, String> sections(Place root) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (Place p : root.values()) {
      if (!p.key().equals("targets") && !p.key().equals("rules")) {
        sections.put(p.key(), p.canonical());
      }
    }
    return sections;
  }

  /** The expected differences alone. */
  static List<ExpectedSettings> expected(Place root) {
    Place expected = root.get("expected");
    if (expected == null) {
      root.wrong("a map with expected");
      return List.of();
    }
    Place groups = root.get("host_groups");
    Place targets = root.get("targets");
    Set<String> names = new LinkedHashSet<>();
    if (targets != null) {
      for (YamlNode.Entry e : targets.entries()) {
        names.add(e.key());
      }
    }
    return new ExpectedReader(
            names.isEmpty() ? null : names, groups == null ? Map.of() : hostGroups(groups))
        .read(expected);
  }

  private static Map<String, List<Glob>> hostGroups(Place place) {
    Map<String, List<Glob>> groups = new LinkedHashMap<>();
    if (!place.isMap() && !place.isNull()) {
      place.wrong("a map of names to lists of HOST:PORT");
    }
    for (YamlNode.Entry e : place.entries()) {
      groups.put(e.key(), Patterns.hosts(place.under(e).someItems()));
    }
    return groups;
  }

  /**
   * @param names takes the names of all targets, also of those with mistakes
   */
  private Map<String, TargetSettings> targets(Place place, Set<String> names) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    if (!place.isMap() && !place.isNull()) {
      place.wrong("a map of names to targets");
    }
    for (YamlNode.Entry e : place.entries()) {
      names.add(e.key());
      TargetSettings target = new TargetReader(heap).read(e.key(), place.under(e));
      if (target != null) {
        targets.put(e.key(), target);
      }
    }
    return targets;
  }

  private static ReportSettings report(Section s) {
    Place directory = s.get("directory");
    Path path = directory == null ? null : path(directory);
    return new ReportSettings(
        path == null ? ReportSettings.DEFAULT.directory() : path,
        s.duration("every", Duration.ofMillis(100), ReportSettings.DEFAULT.every()),
        s.integer("keep", 0, 1_000, ReportSettings.DEFAULT.keep()),
        values(s));
  }

  private static ReportValues values(Section s) {
    return s.word("values", VALUES, List.of(), ReportSettings.DEFAULT.values());
  }

  static @Nullable Path path(Place place) {
    String text = Scalars.name(place);
    try {
      return text == null ? null : Path.of(text);
    } catch (InvalidPathException e) {
      place.wrong("a path");
      return null;
    }
  }
}
