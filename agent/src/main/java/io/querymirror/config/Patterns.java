package io.querymirror.config;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of patterns; leaves out wrong ones, which are noted. */
final class Patterns {
  private Patterns() {}

  static List<Pattern> regexes(List<Place> places) {
    List<Pattern> regexes = new ArrayList<>();
    for (Place p : places) {
      Pattern regex = Scalars.regex(p);
      if (regex != null) {
        regexes.add(regex);
      }
    }
    return regexes;
  }

  static List<Glob> globs(List<Place> places, boolean caseInsensitive) {
    List<Glob> globs = new ArrayList<>();
    for (String text : names(places)) {
      globs.add(new Glob(text, caseInsensitive));
    }
    return globs;
  }

  /** For {@code host:port}. */
  static List<Glob> hosts(List<Place> places) {
    List<Glob> globs = new ArrayList<>();
    for (String text : names(places)) {
      globs.add(HostPort.pattern(text));
    }
    return globs;
  }

  static List<TablePattern> tables(List<Place> places) {
    List<TablePattern> tables = new ArrayList<>();
    for (String text : names(places)) {
      tables.add(new TablePattern(text));
    }
    return tables;
  }

  private static List<String> names(List<Place> places) {
    List<String> names = new ArrayList<>();
    for (Place p : places) {
      String name = Scalars.name(p);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }
}
