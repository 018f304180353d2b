package io.querymirror.config;

import io.querymirror.model.Kind;
import java.time.Duration;
import java.util.HashSet;
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

  private final Map<String, List<Glob>> hostGroups;

  MatchReader(Map<String, List<Glob>> hostGroups) {
    this.hostGroups = hostGroups;
  }

  /**
   * What it returns is only good if no mistake was noted.
   *
   * @param maybeEmpty whether it may name no field at all
   */
  MatchSettings read(Place place, boolean maybeEmpty) {
    Section s = Section.of(place, KEYS);
    if (s == null) {
      return MatchSettings.EMPTY;
    }
    if (place.entries().isEmpty() && !maybeEmpty) {
      place.wrong("a map with " + Words.or(KEYS));
    }
    MatchSettings.Builder b = new MatchSettings.Builder();
    b.empty = place.entries().isEmpty();
    b.sql = Patterns.regexes(s.items("sql"));
    b.digestText = Patterns.regexes(s.items("digest_text"));
    b.digests = digests(s.items("digest"));
    for (Place p : s.items("kind")) {
      b.kinds.addAll(kinds(p));
    }
    b.tables = Patterns.tables(s.items("table"));
    b.schemas = Patterns.globs(s.items("schema"), true);
    b.users = Patterns.globs(s.items("user"), false);
    b.hosts = Patterns.hosts(s.items("host"));
    for (Place p : s.items("host_group")) {
      hostGroup(p, b.groupHosts);
    }
    Place binds = s.get("binds");
    b.binds = binds == null ? b.binds : BindsReader.read(binds);
    b.inTransaction = s.bool("in_transaction");
    b.succeeded = succeeded(s.items("outcome"));
    b.slowerThan = s.duration("slower_than", Duration.ZERO);
    Place not = s.get("not");
    b.not = not == null ? null : read(not, false);
    return b.build();
  }

  private static Set<Long> digests(List<Place> places) {
    String expected = "a digest's id: 16 hexadecimal digits";
    Set<Long> digests = new HashSet<>();
    for (Place p : places) {
      String text = p.text(expected);
      if (text != null && text.length() == 16 && Chars.only(text, Chars.DIGITS + "abcdefABCDEF")) {
        digests.add(Long.parseUnsignedLong(text, 16));
      } else if (text != null) {
        p.wrong(expected);
      }
    }
    return digests;
  }

  private static Set<Kind> kinds(Place place) {
    Set<String> names = KindNames.ALL.keySet();
    String text = place.text(Words.or(names));
    Set<Kind> kinds = text == null ? null : KindNames.ALL.get(text.toLowerCase(Locale.ROOT));
    if (text != null && kinds == null) {
      place.wrong(Words.oneOf(place.shown(text), names));
    }
    return kinds == null ? Set.of() : kinds;
  }

  private void hostGroup(Place place, List<Glob> hosts) {
    String text = Scalars.name(place);
    if (text == null) {
      return;
    }
    Glob glob = new Glob(text, true);
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
  }

  /** Null, for no condition at all, where both outcomes are listed. */
  private static @Nullable Boolean succeeded(List<Place> places) {
    Set<Boolean> outcomes = new HashSet<>();
    for (Place p : places) {
      Boolean outcome = Scalars.word(p, Words.map("ok", true, "error", false), List.of());
      if (outcome != null) {
        outcomes.add(outcome);
      }
    }
    return outcomes.size() == 1 ? outcomes.iterator().next() : null;
  }
}
