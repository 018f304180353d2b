package io.querymirror.mirror;

import io.querymirror.model.SourceConnection;
import java.util.Collection;
import java.util.List;

/**
 * Where the application stands when targets join it while it runs; of one moment between events.
 */
public final class Joining {
  final long transaction;
  final long nanos;
  final Collection<SourceConnection> sessions;

  /**
   * @param transaction the last transaction that had begun
   * @param nanos what began before this (nanoTime) may have been missed
   * @param sessions all that something was seen of
   */
  public Joining(long transaction, long nanos, Collection<SourceConnection> sessions) {
    this.transaction = transaction;
    this.nanos = nanos;
    this.sessions = List.copyOf(sessions);
  }
}
