package io.querymirror.control;

import io.querymirror.capture.Placed.Missing;
import io.querymirror.model.Execution;
import io.querymirror.model.Fate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions are not copied while the agent holds back: a share of them, spread evenly. It
 * is decided once for each, at its first statement, so a target gets all of it or nothing.
 *
 * <p>{@link #judge} is for the dispatcher's thread alone, all else for any.
 */
public final class Shedding {
  private volatile double share;
  private volatile boolean block;
  private volatile SelfTest.@Nullable Pair pair;

  /** What of the next transaction is left out already; from 1 on, it is. */
  private double due;

  private final BooleanSupplier next = this::next;

  /** The part of all transactions that is not to be copied, from 0 to 1. */
  void share(double part) {
    share = part;
  }

  double share() {
    return share;
  }

  /** While this is so, nothing that begins is copied. */
  void block(boolean on) {
    block = on;
  }

  /** Times of statements are of interest to it; null for nobody. */
  void measures(SelfTest.@Nullable Pair of) {
    pair = of;
  }

  /**
   * Why targets may not run something that nothing else keeps from them.
   *
   * @param known what is known to be missing already
   */
  public Missing judge(Execution e, Missing known) {
    SelfTest.Pair of = pair;
    if (of != null) {
      of.ran(e);
    }
    if (known != Missing.NONE || !e.isStatement() && e.endedTransaction() != 0) {
      // An end belongs to whatever there is.
      return known;
    }
    Fate fate = e.fate();
    boolean spared;
    if (fate != null) {
      spared = fate.isSpared(next);
    } else {
      spared = e.isStatement() && next();
    }
    return spared ? Missing.SHED : Missing.NONE;
  }

  /** Whether the next transaction is left out. */
  private boolean next() {
    double part = block ? 1 : share;
    if (part <= 0) {
      due = 0;
      return false;
    }
    due += part;
    if (due < 1) {
      return false;
    }
    due -= 1;
    return true;
  }
}
