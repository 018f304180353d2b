package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Counters;
import io.querymirror.bench.child.Child;
import java.util.Map;

/**
 * Two shops that share the machine with as much work on the target: one is mirrored there, and
 * beside the other a plain loop in another process makes as many statements.
 */
final class Beside {
  private final Child loop;
  private final Counters target;

  /** What the target ran in the mirrored shop's last turn; 0 before its first. */
  private double perSecond;

  /**
   * Neither has played yet.
   *
   * @param loop a {@link PlainLoop} on the target
   */
  Beside(Child loop, Counters target) {
    this.loop = loop;
    this.target = target;
  }

  Player mirrored(Player shop) {
    return new Player(shop.name) {
      @Override
      Map<String, Double> turn(long millis) throws Exception {
        long before = target.statements();
        Map<String, Double> figures = shop.turn(millis);
        perSecond = (target.statements() - before) * 1e3 / millis;
        return figures;
      }
    };
  }

  /** Alone as long as no mirrored shop has played. */
  Player plain(Player shop) {
    return new Player(shop.name) {
      @Override
      Map<String, Double> turn(long millis) throws Exception {
        if (perSecond <= 0) {
          return shop.turn(millis);
        }
        loop.say("run " + millis + " " + perSecond);
        try {
          return shop.turn(millis);
        } finally {
          loop.answer();
        }
      }
    };
  }
}
