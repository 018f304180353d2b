package io.querymirror.bench.macro;

import java.util.Map;

/** One that takes turns. */
abstract class Player {
  /** The figure that tells which share of its process's CPU a turn spent in the compiler. */
  static final String COMPILING = "compiling";

  final String name;

  Player(String name) {
    this.name = name;
  }

  /** Works for about so long and tells what it measured. */
  abstract Map<String, Double> turn(long millis) throws Exception;
}
