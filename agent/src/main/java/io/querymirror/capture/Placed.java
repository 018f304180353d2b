package io.querymirror.capture;

import io.querymirror.model.Execution;

/** Takes what {@link SessionTracker} makes of an event. */
public interface Placed {
  /** Why a target may not run a statement although a rule takes it. */
  enum Missing {
    /** Nothing is missing. */
    NONE,
    /** Its transaction began while mirroring was off. */
    DISABLED,
    /** The agent holds back, and its transaction is one of those that are left out. */
    SHED,
    /** Events of its transaction were lost before they reached the dispatcher. */
    LOST
  }

  void accept(Execution execution, Missing missing);
}
