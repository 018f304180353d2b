package io.querymirror.cli;

import io.querymirror.config.MatchSettings;
import io.querymirror.model.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a rule asks for, in one line, in the words of the configuration. */
final class MatchText {
  private MatchText() {}

  static String of(MatchSettings match) {
    return match.isEmpty() ? "everything" : String.join("; ", fields(match));
  }

  private static List<String> fields(MatchSettings m) {
    List<String> fields = new ArrayList<>();
    add(fields, "sql", m.sql());
    add(fields, "digest_text", m.digestText());
    add(
        fields,
        "digest",
        m.digests().stream()
            .map(d -> String.format(Locale.ROOT, "%016x", d))
            .sorted()
            .collect(Collectors.toList()));
    add(fields, "kind", kinds(m.kinds()));
    add(fields, "table", m.tables());
    add(fields, "schema", m.schemas());
    add(fields, "user", m.users());
    add(fields, "host", m.hosts());
    add(fields, "host_group", m.groupHosts());
    if (!m.binds().isEmpty()) {
      fields.add("binds");
    }
    if (m.inTransaction() != null) {
      fields.add("in_transaction " + m.inTransaction());
    }
    if (m.succeeded() != null) {
      fields.add("outcome " + (m.succeeded() ? "ok" : "error"));
    }
    if (m.slowerThan() != null) {
      fields.add("slower_than " + Text.duration(m.slowerThan()));
    }
    if (m.not() != null) {
      fields.add("not (" + String.join("; ", fields(m.not())) + ")");
    }
    return fields;
  }

  private static void add(List<String> fields, String name, Collection<?> any) {
    if (!any.isEmpty()) {
      fields.add(
          name + " " + any.stream().map(Object::toString).collect(Collectors.joining(" or ")));
    }
  }

  /** A whole group by its name. */
  private static Set<String> kinds(Set<Kind> kinds) {
    Set<String> names = new LinkedHashSet<>();
    Set<Kind> rest = kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds);
    for (Kind.Group group : List.of(Kind.Group.READ, Kind.Group.WRITE)) {
      List<Kind> members = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        if (kind.group() == group) {
          members.add(kind);
        }
      }
      if (rest.containsAll(members)) {
        names.add(group.name().toLowerCase(Locale.ROOT));
        rest.removeAll(members);
      }
    }
    rest.forEach(kind -> names.add(kind.configName()));
    return names;
  }
}
