package io.querymirror.bench.macro;

import io.querymirror.bench.child.Child;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** A shop without an agent, and during its turns a plain loop on the target in another process. */
final class BesidePlayer implements Player {
  private final Player shop;
  private final Child loop;
  private final DoubleSupplier rate;

  /**
   * Plays.
   *
   * @param loop a {@link PlainLoop}
   * @param rate its statements a second, asked for each turn; 0 for none
   */
  BesidePlayer(Player shop, Child loop, DoubleSupplier rate) {
    this.shop = shop;
    this.loop = loop;
    this.rate = rate;
  }

  @Override
  public String name() {
    return shop.name();
  }

  @Override
  public Map<String, Double> turn(long millis) throws Exception {
    double perSecond = rate.getAsDouble();
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
}
