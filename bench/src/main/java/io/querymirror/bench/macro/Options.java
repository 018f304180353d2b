package io.querymirror.bench.macro;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The command line of the macro runs.
 *
 * @param only parts of one of these names or groups, separated by commas
 * @param rounds of turns; 0: as many as the run thinks right
 * @param millis of a turn
 * @param keep whether the rounds are added to those of earlier runs with {@code --keep}
 * @param agents jars of the agent by name; the built one alone unless given
 * @param lines further settings of a target
 * @param with only these variants, by their names
 */
record Options(
    boolean quick,
    String only,
    int rounds,
    long millis,
    boolean keep,
    Map<String, Path> agents,
    List<String> lines,
    List<Variant> with) {

  static Options parse(String... args) {
    boolean quick = false;
    boolean keep = false;
    String only = "";
    int rounds = 0;
    long millis = 1_500;
    Map<String, Path> agents = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    List<Variant> with = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--quick" -> quick = true;
        case "--keep" -> keep = true;
        case "--only" -> only = value(args, ++i);
        case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
        case "--millis" -> millis = Long.parseLong(value(args, ++i));
        case "--target" -> lines.add(value(args, ++i));
        case "--with" ->
            List.of(value(args, ++i).split(","))
                .forEach(v -> with.add(Variant.valueOf(v.toUpperCase(Locale.ROOT))));
        case "--agent" -> {
          String[] parts = value(args, ++i).split("=", 2);
          agents.put(parts[0], Path.of(parts[parts.length - 1]).toAbsolutePath());
        }
        default -> throw new IllegalArgumentException("not understood: " + args[i]);
      }
    }
    return new Options(quick, only, rounds, millis, keep, agents, lines, with);
  }

  private static String value(String[] args, int at) {
    if (at >= args.length) {
      throw new IllegalArgumentException(args[at - 1] + " needs a value");
    }
    return args[at];
  }

  int rounds(int usual) {
    return rounds > 0 ? rounds : quick ? Math.min(2, usual) : usual;
  }

  /** Those of them that are asked for; what is added is over the first. */
  List<Variant> variants(List<Variant> usual) {
    return usual.stream()
        .filter(v -> with.isEmpty() || v == Variant.NONE || with.contains(v))
        .toList();
  }

  Predicate<String> wanted() {
    return name ->
        only.isEmpty()
            || List.of(only.split(",")).stream()
                .anyMatch(w -> name.equals(w) || name.startsWith(w + "-"));
  }
}
