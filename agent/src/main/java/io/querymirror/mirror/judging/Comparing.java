package io.querymirror.mirror.judging;

import io.querymirror.model.Execution;
import io.querymirror.stats.ResultFinding;

/**
 * Follows what is compared on one target: of every first copy that ran, whatever came of it. Called
 * on the target's workers, so it is quick, waits for nothing, and throws nothing.
 */
public interface Comparing {
  /** Only looks on. */
  Comparing NONE = (pair, finding) -> finding;

  /**
   * Both sides answered. What is different here may still turn out to be incomparable, where
   * something that concerns it was committed meanwhile.
   *
   * @param finding so far
   * @return what it is to be taken for: the same finding, or a difference that was expected; {@link
   *     ResultFinding#PENDING} where the follower counts it later
   */
  ResultFinding judged(ComparedPair pair, ResultFinding finding);

  /** A copy raised an error, here or at the source. */
  default void failed(ComparedPair pair) {}

  /** What was counted in the end, once for each {@link #judged}; perhaps on another thread. */
  default void settled(Execution e, ResultFinding finding) {}
}
