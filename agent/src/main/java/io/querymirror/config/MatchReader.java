package io.querymirror.config;

import io.querymirror.model.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a rule matches. */
final class MatchReader {
  private static final List<String> KEYS =
      List.of(
          "sql",
          "digest_text",
          "digest",
          "kind",
          "table",
          "schema",
          "user",
          "host",
          "host_group",
          "binds",
          "in_transaction",
          "outcome",
          "slower_than",
          "not");
  private static final Map<String, Set<Kind>> KINDS = kindsByName();

  private final Map<String, List<Glob>> hostGroups;

  MatchReader(Map<String, List<Glob>> hostGroups) {
    this.hostGroups = hostGroups;
  }

  /** Names of kinds and groups, in the order in which messages list them. */
  private static Map<String, Set<Kind>> kindsByName() {
    Map<String, Set<Kind>> kinds = new LinkedHashMap<>();
    for (Kind k : Kind.values()) {
      kinds.computeIfAbsent(k.configName(), n -> EnumSet.noneOf(Kind.class)).add(k);
    }
    String other = Kind.OTHER.configName();
    kinds.put(other, kinds.remove(other));
    for (Kind.Group g : List.of(Kind.Group.READ, Kind.Group.WRITE)) {
      Set<Kind> group = EnumSet.noneOf(Kind.class);
      for (Kind k : Kind.values()) {
        if (k.group() == g) {
          group.add(k);
        }
      }
      kinds.put(g.name().toLowerCase(Locale.ROOT), group);
    }
    return kinds;
  }

  /**
   * Null where it is no map; else only good if no mistake was noted.
   *
   * @param maybeEmpty whether it may name no field at all
   */
  @Nullable MatchSettings read(Place place, boolean maybeEmpty) {
    Section s = Section.of(place, KEYS);
    if (s == null) {
      return null;
    }
    if (place.entries().isEmpty() && !maybeEmpty) {
      place.wrong("a map with " + Words.or(KEYS));
    }
    MatchSettings.Builder b = new MatchSettings.Builder();
    b.empty = place.entries().isEmpty();
    many(s, "sql", Scalars::regex, v -> b.sql = v);
    many(s, "digest_text", Scalars::regex, v -> b.digestText = v);
    many(s, "digest", MatchReader::digest, v -> b.digests = Set.copyOf(v));
    many(s, "kind", MatchReader::kinds, v -> v.forEach(b.kinds::addAll));
    many(s, "table", MatchReader::table, v -> b.tables = v);
    many(s, "schema", p -> glob(p, true), v -> b.schemas = v);
    many(s, "user", p -> glob(p, false), v -> b.users = v);
    many(s, "host", MatchReader::host, v -> b.hosts = v);
    many(s, "host_group", this::hostGroup, v -> v.forEach(b.groupHosts::addAll));
    s.read("binds", BindsReader::read, v -> b.binds = v);
    s.read("in_transaction", Scalars::bool, v -> b.inTransaction = v);
    many(s, "outcome", MatchReader::outcome, v -> b.succeeded = only(v));
    s.read("slower_than", p -> Scalars.duration(p, Duration.ZERO), v -> b.slowerThan = v);
    s.read("not", p -> read(p, false), v -> b.not = v);
    return b.build();
  }

  private interface Into<T> {
    void accept(List<T> values);
  }

  private static <T> void many(Section s, String key, Place.Reader<T> reader, Into<T> into) {
    Place place = s.get(key);
    if (place != null) {
      into.accept(Scalars.oneOrMany(place, reader));
    }
  }

  private static @Nullable Long digest(Place place) {
    String expected = "a digest's id: 16 hexadecimal digits";
    String text = place.text(expected);
    if (text == null) {
      return null;
    }
    if (text.length() != 16 || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      place.wrong(expected);
      return null;
    }
    return Long.parseUnsignedLong(text, 16);
  }

  private static @Nullable Set<Kind> kinds(Place place) {
    String text = place.text(Words.or(KINDS.keySet()));
    Set<Kind> kinds = text == null ? null : KINDS.get(text.toLowerCase(Locale.ROOT));
    if (text != null && kinds == null) {
      place.wrong(Words.oneOf(place.shown(text), KINDS.keySet()));
    }
    return kinds;
  }

  private static @Nullable TablePattern table(Place place) {
    String text = Scalars.name(place);
    return text == null ? null : new TablePattern(text);
  }

  private static @Nullable Glob glob(Place place, boolean caseInsensitive) {
    String text = Scalars.name(place);
    return text == null ? null : new Glob(text, caseInsensitive);
  }

  /** Also for the members of host groups. */
  static @Nullable Glob host(Place place) {
    String text = Scalars.name(place);
    return text == null ? null : HostPort.pattern(text);
  }

  private @Nullable List<Glob> hostGroup(Place place) {
    String text = Scalars.name(place);
    if (text == null) {
      return null;
    }
    Glob glob = new Glob(text, true);
    List<Glob> hosts = new ArrayList<>();
    boolean found = false;
    for (Map.Entry<String, List<Glob>> group : hostGroups.entrySet()) {
      if (glob.matches(group.getKey())) {
        found = true;
        hosts.addAll(group.getValue());
      }
    }
    if (!found) {
      place.wrong(
          hostGroups.isEmpty()
              ? "a host group, and there is none under host_groups"
              : Words.oneOf(place.shown(text), hostGroups.keySet()));
    }
    return hosts;
  }

  private static @Nullable Boolean outcome(Place place) {
    Map<String, Boolean> outcomes = new LinkedHashMap<>();
    outcomes.put("ok", true);
    outcomes.put("error", false);
    return Scalars.word(place, outcomes, List.of());
  }

  /** Null, for no condition at all, where both outcomes are listed. */
  private static @Nullable Boolean only(List<Boolean> outcomes) {
    return outcomes.isEmpty() || (outcomes.contains(true) && outcomes.contains(false))
        ? null
        : outcomes.get(0);
  }
}
