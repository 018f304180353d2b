package io.querymirror.bench.macro;

import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Cpu;
import io.querymirror.bench.child.Memory;
import java.util.Map;
import java.util.TreeMap;

/** The turns of an {@link AppLoop}, looked at from inside and outside. */
final class AppPlayer extends Player {
  /** Until the last copy has run, which belongs to the turn. */
  private static final long SETTLE = 100;

  private final Child child;

  AppPlayer(String name, Child child) {
    super(name);
    this.child = child;
  }

  @Override
  Map<String, Double> turn(long millis) throws Exception {
    Cpu before = Cpu.of(child.pid());
    Map<String, Double> figures = new TreeMap<>(child.ask("run " + millis));
    Thread.sleep(SETTLE);
    Cpu after = Cpu.of(child.pid());
    double statements = figures.getOrDefault("statements", 1.0);
    figures.put("cpu", after.since(before) / 1e3 / statements);
    figures.put("agent", after.since(before, Cpu.Part.AGENT) / 1e3 / statements);
    figures.put("compiler", after.since(before, Cpu.Part.COMPILER) / 1e3 / statements);
    figures.put("rss", Memory.now(child.pid()));
    return figures;
  }
}
