package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Counters;
import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Cpu;
import java.util.Map;

/** The plain loop's turns. */
final class PlainPlayer extends Player {
  private final Child child;
  private final Counters counters;

  PlainPlayer(String name, Child child, Counters counters) {
    super(name);
    this.child = child;
    this.counters = counters;
  }

  @Override
  Map<String, Double> turn(long millis) throws Exception {
    Cpu before = Cpu.of(child.pid());
    Rate rate = new Rate(counters);
    child.say("run " + millis);
    while (rate.elapsed() < millis) {
      rate.look();
      Thread.sleep(Rate.EVERY);
    }
    double statements = child.answer().getOrDefault("statements", 0.0);
    Cpu after = Cpu.of(child.pid());
    return Map.of(
        "rate",
        rate.perSecond(),
        "cpu",
        after.since(before) / statements / 1_000,
        "cpu-compiler",
        after.since(before, Cpu.Part.COMPILER) / statements / 1_000,
        COMPILING,
        after.compiling(before));
  }
}
