package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Counters;
import java.util.Map;

/** Knows how many statements a second a server ran in this player's last turn. */
final class CountedPlayer implements Player {
  private final Player player;
  private final Counters counters;
  private volatile double perSecond;

  CountedPlayer(Player player, Counters counters) {
    this.player = player;
    this.counters = counters;
  }

  @Override
  public String name() {
    return player.name();
  }

  @Override
  public Map<String, Double> turn(long millis) throws Exception {
    long before = counters.statements();
    Map<String, Double> figures = player.turn(millis);
    perSecond = (counters.statements() - before) * 1e3 / millis;
    return figures;
  }

  /** 0 before its first turn. */
  double perSecond() {
    return perSecond;
  }
}
