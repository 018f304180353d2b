package io.querymirror.order;

/** Fixed numbers that look random. */
final class ModelDice {
  private long state;

  ModelDice(long seed) {
    state = seed * 0x9E3779B97F4A7C15L + 1;
  }

  int roll(int bound) {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) (((z >>> 33) * bound) >>> 31);
  }

  /** One in so many. */
  boolean one(int in) {
    return roll(in) == 0;
  }

  /** A delay: mostly short, now and then ten times as long. */
  int delay(int usual) {
    return 1 + roll(one(5) ? usual * 10 : usual);
  }
}
