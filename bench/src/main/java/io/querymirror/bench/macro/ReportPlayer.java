package io.querymirror.bench.macro;

import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Cpu;
import java.util.Map;

/** Turns in which an application goes on calling while reports are written. */
final class ReportPlayer extends Player {
  private final Child child;

  ReportPlayer(String name, Child child) {
    super(name);
    this.child = child;
  }

  /** One report a second: what its thread used in the turn is one report's. */
  @Override
  Map<String, Double> turn(long millis) throws Exception {
    long before = Cpu.ofThreads(child.pid(), "querymirror-tim");
    double longest = child.ask("watch 2000").getOrDefault("longest", 0.0);
    double timer = (Cpu.ofThreads(child.pid(), "querymirror-tim") - before) / 2e6;
    return Map.of("timer", timer, "longest", longest);
  }
}
