package io.querymirror.bench.macro;

import java.util.Map;

/** One that takes turns. */
interface Player {
  String name();

  /** Works for about so long and tells what it measured. */
  Map<String, Double> turn(long millis) throws Exception;
}
