package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Short turns of all players in shuffled order, round after round. What disturbs a shared machine
 * for longer than a turn so meets a player and its baseline alike.
 */
final class Rounds {
  /** Enough for the compiler's last stage to get to most of what a turn runs through. */
  private static final long WARM_UP_MILLIS = 10_000;

  private static final double QUIET = 0.02;
  private static final int MOST_WARM_UPS = 12;

  /** What {@link #warmUpUntilQuiet} does, for the notes of a run. */
  static final String WARM_UP =
      "Turns of "
          + WARM_UP_MILLIS / 1_000
          + " s come before, until no process's compiler takes more than "
          + Math.round(QUIET * 100)
          + " % of its CPU, or "
          + MOST_WARM_UPS
          + " of each were played";

  private final List<Player> players;
  private final Random random;
  private final long millis;

  Rounds(List<? extends Player> players, long millis, long seed) {
    this.players = new ArrayList<>(players);
    this.millis = millis;
    this.random = new Random(seed);
  }

  /** Turns whose figures nobody keeps. After three, the compiler still took half of a mirror. */
  void warmUp(int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      for (Player player : players) {
        player.turn(millis);
      }
    }
  }

  /**
   * Turns whose figures nobody keeps, until no player's process is busy with compiling: what an
   * application's threads do before that they do in slow code, the slower the more code there is.
   */
  void warmUpUntilQuiet() throws Exception {
    double largest = 1;
    for (int i = 0; i < MOST_WARM_UPS && largest > QUIET; i++) {
      largest = 0;
      for (Player player : players) {
        double compiling = player.turn(WARM_UP_MILLIS).getOrDefault(Player.COMPILING, 1.0);
        largest = Math.max(largest, compiling);
      }
      System.err.printf("warm-up %d of at most %d: compiler %.3f%n", i + 1, MOST_WARM_UPS, largest);
    }
  }

  void play(int rounds, Samples into) throws Exception {
    int first = into.rounds();
    for (int round = first; round < first + rounds; round++) {
      Collections.shuffle(players, random);
      for (Player player : players) {
        into.add(round, player.name, player.turn(millis));
      }
    }
  }
}
