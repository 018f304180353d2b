package io.querymirror.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole configuration file, valid and immutable. Maps keep the file's order. */
public final class Settings {
  private final Path file;
  private final boolean enabled;
  private final Map<String, List<Glob>> hostGroups;
  private final Map<String, TargetSettings> targets;
  private final List<RuleSettings> rules;
  private final ReportSettings report;
  private final Duration drain;
  private final LimitSettings limits;
  private final @Nullable SelfTestSettings selfTest;
  private final List<ExpectedSettings> expected;
  private final VerdictSettings verdict;
  private final boolean watch;
  private final Map<String, String> sections;
  private final @Nullable HttpSettings http;

  private Settings(Builder b) {
    this.file = b.file;
    this.enabled = b.enabled;
    this.hostGroups = Collections.unmodifiableMap(new LinkedHashMap<>(b.hostGroups));
    this.targets = Collections.unmodifiableMap(new LinkedHashMap<>(b.targets));
    this.rules = List.copyOf(b.rules);
    this.report = b.report;
    this.drain = b.drain;
    this.limits = b.limits;
    this.selfTest = b.selfTest;
    this.expected = List.copyOf(b.expected);
    this.verdict = b.verdict;
    this.watch = b.watch;
    this.sections = Map.copyOf(b.sections);
    this.http = b.http;
  }

  /** The file it was read from, as it was given. */
  public Path file() {
    return file;
  }

  public boolean enabled() {
    return enabled;
  }

  /** Names for the application's databases: globs over {@code host:port}. */
  public Map<String, List<Glob>> hostGroups() {
    return hostGroups;
  }

  /** By name. */
  public Map<String, TargetSettings> targets() {
    return targets;
  }

  /** In the order in which they are asked. */
  public List<RuleSettings> rules() {
    return rules;
  }

  public ReportSettings report() {
    return report;
  }

  /** How long the JVM's exit may wait for the queues; from 0. */
  public Duration drain() {
    return drain;
  }

  public LimitSettings limits() {
    return limits;
  }

  /** When mirroring is tried out for what it does to latency; null for never. */
  public @Nullable SelfTestSettings selfTest() {
    return selfTest;
  }

  /** In the order in which they are asked. */
  public List<ExpectedSettings> expected() {
    return expected;
  }

  public VerdictSettings verdict() {
    return verdict;
  }

  /** Whether a change of the file is taken over by itself. */
  public boolean watch() {
    return watch;
  }

  /** Files beside the configuration that it has a password or a token from. */
  public Set<Path> secretFiles() {
    Set<Path> files = new HashSet<>();
    for (TargetSettings target : targets.values()) {
      Path file = target.passwordFile();
      if (file != null) {
        files.add(file);
      }
    }
    Path token = http == null ? null : http.tokenFile();
    if (token != null) {
      files.add(token);
    }
    return files;
  }

  /**
   * What the file says under each key of the top level but targets and rules; see {@link Place}.
   */
  Map<String, String> sections() {
    return sections;
  }

  /** What these say otherwise than {@code before}, a line each, for people; no values. */
  public List<String> changesSince(Settings before) {
    return SettingsDiff.of(before, this);
  }

  /** Null where nothing is served. */
  public @Nullable HttpSettings http() {
    return http;
  }

  /** Every field has its default. */
  static final class Builder {
    final Path file;
    boolean enabled = true;
    Map<String, List<Glob>> hostGroups = Map.of();
    Map<String, TargetSettings> targets = Map.of();
    List<RuleSettings> rules = List.of();
    ReportSettings report = ReportSettings.DEFAULT;
    Duration drain = Duration.ofSeconds(5);
    LimitSettings limits = LimitSettings.DEFAULT;
    @Nullable SelfTestSettings selfTest;
    List<ExpectedSettings> expected = List.of();
    VerdictSettings verdict = new VerdictSettings.Builder().build();
    boolean watch = true;
    Map<String, String> sections = Map.of();
    @Nullable HttpSettings http = null;

    Builder(Path file) {
      this.file = file;
    }

    Settings build() {
      return new Settings(this);
    }
  }
}
