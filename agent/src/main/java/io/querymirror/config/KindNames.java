package io.querymirror.config;

import io.querymirror.model.Kind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words that {@code kind} of a rule knows. */
final class KindNames {
  /** Kinds by name, also those of a group by the group's; in the order in which messages go. */
  static final Map<String, Set<Kind>> ALL = all();

  private KindNames() {}

  private static Map<String, Set<Kind>> all() {
    Map<String, Set<Kind>> names = new LinkedHashMap<>();
    for (Kind k : Kind.values()) {
      if (k.configName().equals(k.name().toLowerCase(Locale.ROOT))) {
        names.put(k.configName(), EnumSet.noneOf(Kind.class));
      }
    }
    for (Kind.Group g : Kind.Group.values()) {
      if (g != Kind.Group.NEITHER) {
        names.put(g.name().toLowerCase(Locale.ROOT), EnumSet.noneOf(Kind.class));
      }
    }
    for (Kind k : Kind.values()) {
      add(names, k.configName(), k);
      add(names, k.group().name().toLowerCase(Locale.ROOT), k);
    }
    return names;
  }

  private static void add(Map<String, Set<Kind>> names, String name, Kind kind) {
    Set<Kind> kinds = names.get(name);
    if (kinds != null) {
      kinds.add(kind);
    }
  }
}
