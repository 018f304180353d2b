package io.querymirror.bench.macro;

import java.util.Map;

/** One that takes turns. */
interface Player {
  /** The figure that tells which share of its process's CPU a turn spent in the compiler. */
  String COMPILING = "compiling";

  String name();

  /** Works for about so long and tells what it measured. */
  Map<String, Double> turn(long millis) throws Exception;
}
