package io.querymirror.capture;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each of the application's threads is doing.
 *
 * <p>A thread keeps the value of a thread-local for as long as it lives, also once nobody can ask
 * for it any more; and nobody but the thread itself may touch its map. So the value is a cell of
 * the JDK's, which can be emptied from outside: then no thread keeps a class of the agent, and with
 * it its loader, behind a detach.
 */
final class ThreadContexts {
  private final ThreadLocal<Object[]> cells = new ThreadLocal<>();
  private final Set<Cell> all = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object[]> ended = new ReferenceQueue<>();
  private volatile boolean closed;

  /** Compared by identity. */
  private static final class Cell extends WeakReference<Object[]> {
    Cell(Object[] cell, ReferenceQueue<Object[]> queue) {
      super(cell, queue);
    }
  }

  /** This thread's. */
  CallContext get() {
    Object[] cell = cells.get();
    if (cell != null) {
      Object context = cell[0];
      if (context != null) {
        return (CallContext) context;
      }
    }
    return create();
  }

  private CallContext create() {
    CallContext context = new CallContext();
    if (!closed) {
      Object[] cell = {context};
      cells.set(cell);
      all.add(new Cell(cell, ended));
    }
    return context;
  }

  /** Forgets threads that have ended; for the dispatcher, now and then. */
  void purge() {
    Object gone;
    while ((gone = ended.poll()) != null) {
      all.remove(gone);
    }
  }

  /** Empties all cells; from now on nothing is kept. */
  void close() {
    closed = true;
    for (Cell one : all) {
      Object @Nullable [] cell = one.get();
      if (cell != null) {
        cell[0] = null;
      }
    }
    all.clear();
  }
}
