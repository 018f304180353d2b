package io.querymirror.stats;

/** Takes what copies came to, from any thread; never waits and never throws. */
public interface JudgedCopies {
  /** Keeps nothing. */
  JudgedCopies NOWHERE = copy -> {};

  void add(JudgedCopy copy);
}
