package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.order.Access;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which rows a statement touches. Called by the dispatcher's thread; never waits. */
interface Touched {
  /**
   * @param readCommitted it ran at READ COMMITTED or below
   * @return null where that can't be told: it may touch anything
   */
  @Nullable List<Access> by(Execution e, boolean readCommitted);
}
