package io.querymirror.capture;

import io.querymirror.model.SourceConnection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection of the application, as its own threads see it. A connection serves one
 * thread at a time, so all but the slot are plain fields.
 */
final class Session {
  /** Slot of a session with nothing in flight. */
  static final long IDLE = Long.MAX_VALUE;

  /** Slot of a session whose call is about to read the clock, or has and is not handed over. */
  static final long BUSY = Long.MIN_VALUE;

  private static final VarHandle SLOT;

  static {
    try {
      SLOT = MethodHandles.lookup().findVarHandle(Session.class, "slot", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final WeakIdentityMap.Key key;
  private final SourceConnection connection;

  @SuppressWarnings("UnusedVariable") // Accessed by the VarHandle.
  private volatile long slot = IDLE;

  /**
   * Calls that came while another thread's held the slot, as an abort() does: none may clear what
   * it did not set.
   */
  private final Queue<AtomicLong> others = new ConcurrentLinkedQueue<>();

  /** Grows with each call that may have changed what rules see of the session. */
  int epoch;

  /** Switch-ons of the agent that this session has taken note of. */
  int generation;

  /** Events that found the ring full since the last one that did not. */
  int lost;

  /** The schema that the driver believes in, once a method changed it; else null. */
  @Nullable String changedSchema;

  /** Closed or reset: another session stands where this one stood. */
  volatile boolean ended;

  /** It follows on one that ended, so that nothing can be open in it. */
  boolean fresh;

  /** A transaction was, or may have been, open when the agent began to see this session. */
  boolean joinedInTransaction;

  /** What it prepares. */
  final Texts texts = new Texts();

  private volatile boolean leaves;

  /** {@code key}: of the driver's object that stands for the connection. */
  Session(WeakIdentityMap.Key key, SourceConnection connection, int generation) {
    this.key = key;
    this.connection = connection;
    this.generation = generation;
  }

  WeakIdentityMap.Key key() {
    return key;
  }

  /** Whether this is the session now of what the driver has for a connection. */
  boolean isOf(Object connection) {
    return key.is(connection) && !ended;
  }

  SourceConnection connection() {
    return connection;
  }

  /** The driver is closing it: the server may have forgotten it already. */
  void leave() {
    leaves = true;
  }

  boolean leaves() {
    return leaves;
  }

  /**
   * Takes the slot with {@link #BUSY}, which must be visible before the clock is read: whoever
   * reads the clock and then finds the slot idle knows that this call's time is later. False where
   * another thread's call has it: then {@link #overlap} is for this one.
   */
  boolean take() {
    return SLOT.compareAndSet(this, IDLE, BUSY);
  }

  /** The call that took the slot blocks what comes after its start, and nothing before. */
  void started(long nanos) {
    SLOT.setRelease(this, nanos);
  }

  /** The call that took the slot was handed over, or there is nothing to hand over. */
  void end() {
    SLOT.setRelease(this, IDLE);
  }

  /** A slot of its own for one more call at the same time, with {@link #BUSY}. */
  AtomicLong overlap() {
    AtomicLong own = new AtomicLong(BUSY);
    others.add(own);
    return own;
  }

  void end(AtomicLong overlap) {
    others.remove(overlap);
  }

  /** Whether the next event is the first after the session was joined in mid-transaction. */
  boolean takeJoined() {
    if (!joinedInTransaction) {
      return false;
    }
    joinedInTransaction = false;
    return true;
  }

  /** Start of the oldest call in flight that blocks (nanoTime), {@link #BUSY} or {@link #IDLE}. */
  long inFlight() {
    long oldest = (long) SLOT.getVolatile(this);
    for (AtomicLong other : others) {
      oldest = Math.min(oldest, other.get());
    }
    return oldest;
  }
}
