package io.querymirror.bench.results;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench/run} was told.
 *
 * @param rounds 0 where not said
 * @param keep adds its rounds to those measured before
 * @param only null for everything
 */
public record Arguments(boolean quick, int rounds, boolean keep, @Nullable String only) {
  /**
   * @throws IllegalArgumentException for what is not known
   */
  public static Arguments of(String... arguments) {
    boolean quick = false;
    int rounds = 0;
    boolean keep = false;
    String only = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--quick" -> quick = true;
        case "--keep" -> keep = true;
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--only" -> only = arguments[++i].toLowerCase(Locale.ROOT);
        default -> throw new IllegalArgumentException("not understood: " + arguments[i]);
      }
    }
    return new Arguments(quick, rounds, keep, only);
  }

  public int roundsOr(int otherwise) {
    return rounds > 0 ? rounds : otherwise;
  }

  /** Whether {@code --only} leaves this in. */
  public boolean takes(Object what) {
    return only == null || what.toString().toLowerCase(Locale.ROOT).contains(only);
  }

  /** The project's directory. */
  public static Path root() {
    return Path.of(System.getProperty("querymirror.bench.root", ".")).toAbsolutePath().normalize();
  }

  /** Where results go. */
  public static Path results() {
    return root().resolve(System.getProperty("querymirror.bench.results", "bench/results"));
  }
}
