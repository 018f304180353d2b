package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Counters;
import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Cpu;
import java.io.IOException;
import java.util.Map;

/**
 * The mirror's turns: the feeder's queue is kept full, but never so full that anything is dropped;
 * then it drains. CPU is that of the whole JVM from the first statement until the last was run, the
 * feeder's own included.
 */
final class MirrorPlayer extends Player {
  /** Statements on their way, far below what the ring and the queue hold. */
  private static final long AHEAD = 4_000;

  private static final long DRAIN_MILLIS = 5_000;

  /** Until the agent has counted what the server has. */
  private static final long SETTLE_MILLIS = 50;

  private final Child child;
  private final Counters counters;
  private final int copies;

  /** Copies that were fed in earlier turns and that the agent did not count as executed. */
  private double missing;

  private double fedBefore;

  MirrorPlayer(String name, Child child, Counters counters) {
    this(name, child, counters, 1);
  }

  /**
   * Plays.
   *
   * @param copies targets, all of them on the counted server
   */
  MirrorPlayer(String name, Child child, Counters counters, int copies) {
    super(name);
    this.copies = copies;
    this.child = child;
    this.counters = counters;
  }

  @Override
  Map<String, Double> turn(long millis) throws Exception {
    Cpu before = Cpu.of(child.pid());
    Rate rate = new Rate(counters);
    double fed = 0;
    while (rate.elapsed() < millis) {
      long next = AHEAD - (long) fed + rate.look() / copies;
      if (next > 0) {
        fed += child.ask("feed " + next).getOrDefault("statements", 0.0);
      }
      Thread.sleep(Rate.EVERY);
    }
    long end = rate.elapsed() + DRAIN_MILLIS;
    double run;
    while ((run = rate.count()) < fed * copies && rate.elapsed() < end) {
      Thread.sleep(Rate.EVERY);
    }
    Cpu after = Cpu.of(child.pid());
    return Map.of(
        "rate",
        rate.perSecond(),
        "cpu",
        after.since(before) / run / 1_000,
        "cpu-application",
        after.since(before, Cpu.Part.APPLICATION) / run / 1_000,
        "cpu-compiler",
        after.since(before, Cpu.Part.COMPILER) / run / 1_000,
        "cpu-agent",
        after.since(before, Cpu.Part.AGENT) / run / 1_000,
        COMPILING,
        after.compiling(before),
        "lost",
        Math.max(fed * copies - run, notExecuted(fed)));
  }

  /**
   * The server's count holds the agent's own few questions too, so that it alone could hide as many
   * copies that did not run: the agent's count does not.
   */
  private double notExecuted(double fed) throws IOException, InterruptedException {
    Thread.sleep(SETTLE_MILLIS);
    fedBefore += fed;
    double before = missing;
    missing = fedBefore * copies - child.ask("executed").getOrDefault("copies", 0.0);
    return missing - before;
  }
}
