package io.querymirror.capture;

import io.querymirror.model.SourceConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The application's live physical connections, by the driver's own object for each. */
final class Sessions {
  private final WeakIdentityMap<Session> byKey;
  private final AtomicLong ids = new AtomicLong();

  /** Takes what is to be done with a connection that was collected without being closed. */
  Sessions(Consumer<Session> abandoned) {
    this.byKey =
        new WeakIdentityMap<>(
            s -> {
              if (!s.ended) {
                abandoned.accept(s);
              }
            });
  }

  /** The last session of a connection, which may have ended. */
  @Nullable Session get(Object key, WeakIdentityMap.Probe probe) {
    return byKey.get(key, probe);
  }

  WeakIdentityMap.Key key(Object of) {
    return byKey.key(of);
  }

  Session add(Session session) {
    return byKey.putIfAbsent(session.key(), session);
  }

  /** The next session of a connection whose last one ended: after a reset, or a close. */
  Session follow(Session ended, SourceConnection identity, int generation) {
    Session next = new Session(ended.key(), identity, generation);
    next.fresh = true;
    byKey.put(ended.key(), next);
    return next;
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  void purge() {
    byKey.purge();
  }

  Collection<SourceConnection> live() {
    List<SourceConnection> live = new ArrayList<>();
    for (Session s : byKey.values()) {
      if (!s.leaves()) {
        live.add(s.connection());
      }
    }
    return live;
  }

  /**
   * Start of the oldest call in flight that blocks; {@link Session#IDLE} where there is none, and
   * {@link Session#BUSY} where one has not told its time.
   */
  long oldestInFlight() {
    long oldest = Session.IDLE;
    for (Session s : byKey.values()) {
      oldest = Math.min(oldest, s.inFlight());
    }
    return oldest;
  }
}
