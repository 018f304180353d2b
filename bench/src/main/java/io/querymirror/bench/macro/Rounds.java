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
   *
   * @param millis of a turn
   * @param share of a process's CPU that the compiler may take
   * @param most rounds
   * @return the largest share in the last round
   */
  double warmUpUntil(long millis, double share, int most) throws Exception {
    double largest = 1;
    for (int i = 0; i < most && largest > share; i++) {
      largest = 0;
      for (Player player : players) {
        double compiling = player.turn(millis).getOrDefault(Player.COMPILING, 0.0);
        largest = Math.max(largest, compiling);
      }
      System.err.printf("warm-up %d of at most %d: compiler %.3f%n", i + 1, most, largest);
    }
    return largest;
  }

  void play(int rounds, Samples into) throws Exception {
    int first = into.rounds();
    for (int round = first; round < first + rounds; round++) {
      Collections.shuffle(players, random);
      for (Player player : players) {
        into.add(round, player.name(), player.turn(millis));
      }
    }
  }
}
