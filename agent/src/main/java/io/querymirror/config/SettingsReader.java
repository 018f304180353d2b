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
      List.of("enabled", "host_groups", "targets", "rules", "report", "shutdown", "limits");

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
    Section s = Section.of(root, KEYS, List.of("http"));
    if (s == null) {
      return b.build();
    }
    s.read("enabled", Scalars::bool, v -> b.enabled = v);
    Place groups = s.get("host_groups");
    b.hostGroups = groups == null ? Map.of() : hostGroups(groups);
    Place targets = s.get("targets");
    Set<String> names = new LinkedHashSet<>();
    b.targets = targets == null ? Map.of() : targets(targets, names);
    Place rules = s.require("rules", RulesReader.EXPECTED);
    if (rules != null) {
      b.rules = new RulesReader(names, b.hostGroups).read(rules);
    }
    s.read("report", SettingsReader::report, v -> b.report = v);
    s.read("shutdown", SettingsReader::drain, v -> b.drain = v);
    s.read("limits", SettingsReader::limits, v -> b.limits = v);
    return b.build();
  }

  private static Map<String, List<Glob>> hostGroups(Place place) {
    Map<String, List<Glob>> groups = new LinkedHashMap<>();
    if (!place.isMap() && !place.isNull()) {
      place.wrong("a map of names to lists of HOST:PORT");
    }
    for (YamlNode.Entry e : place.entries()) {
      groups.put(e.key(), Scalars.oneOrMany(place.under(e), MatchReader::host));
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

  private static @Nullable ReportSettings report(Place place) {
    Section s =
        place.isNull() ? null : Section.of(place, List.of("directory", "every"), List.of("keep"));
    if (s == null) {
      return null;
    }
    Path[] directory = {ReportSettings.DEFAULT.directory()};
    Duration[] every = {ReportSettings.DEFAULT.every()};
    s.read("directory", SettingsReader::path, v -> directory[0] = v);
    s.read("every", p -> Scalars.duration(p, Duration.ofMillis(100)), v -> every[0] = v);
    return new ReportSettings(directory[0], every[0]);
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

  private static @Nullable Duration drain(Place place) {
    Section s = place.isNull() ? null : Section.of(place, List.of("drain"));
    Place drain = s == null ? null : s.get("drain");
    return drain == null ? null : Scalars.duration(drain, Duration.ZERO);
  }

  private static @Nullable LimitSettings limits(Place place) {
    Section s = place.isNull() ? null : Section.of(place, List.of("statement_size", "cpu", "heap"));
    if (s == null) {
      return null;
    }
    Later.whole(s.get("cpu"));
    Later.whole(s.get("heap"));
    Place size = s.get("statement_size");
    Long bytes = size == null ? null : Scalars.size(size, 1L << 30);
    return bytes == null ? null : new LimitSettings(bytes);
  }
}
