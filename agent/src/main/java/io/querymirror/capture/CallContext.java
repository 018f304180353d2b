package io.querymirror.capture;

import io.querymirror.model.FastVerdict;
import io.querymirror.model.StatementText;
import io.querymirror.stats.ThreadCounts;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one application thread is doing: at most one watched call of a driver, and around it at most
 * one of an unknown wrapper. Drivers call their own public methods; only the outermost counts.
 *
 * <p>A frame remembers the agent's own objects of its last call, and writes a reference only where
 * it changed: the next call is mostly of the same statement, which then costs no look-up, and a
 * reference stored into an object as old as this one costs a memory barrier.
 */
final class CallContext {
  /** What a frame's call will become; numbers, as storing a constant of an enum has a barrier. */
  static final class Call {
    /** Nothing: it is only watched. */
    static final int NONE = 0;

    static final int TEXT = 1;
    static final int PREPARED = 2;

    /** A prepared statement that no target wants. */
    static final int UNWANTED = 3;

    /** A batch, or a method of a connection. */
    static final int OTHER = 4;

    private Call() {}
  }

  /** One watched call, from its enter to its exit. */
  static final class Frame {
    /** Longer texts are let go of. */
    private static final int KEPT_TEXT = 4096;

    private static final WeakReference<DriverAccess> NO_ACCESS = new WeakReference<>(null);

    final CallContext context;
    final boolean known;
    boolean busy;

    /** Not released yet; with busy false where a release was cut short. */
    boolean used;

    /**
     * What went wrong at its enter, told at its exit: near the stack's end nothing may be called.
     */
    @Nullable Throwable failed;

    /** A driver's own call was seen inside this one, so this is a wrapper's. */
    boolean inner;

    /** One of {@link Call}. */
    int call = Call.NONE;

    /** Whether its session is known since its begin. */
    boolean announced;

    /** Whether it holds its session's slot, or one beside it. */
    private boolean marked;

    private @Nullable AtomicLong overlap;

    /** Of a call that is {@link Call#UNWANTED}. */
    @Nullable FastVerdict verdict;

    long start;
    int what;
    int number;

    /** Whether it was entered with arguments. */
    boolean given;

    @Nullable Object first;
    @Nullable Object second;
    @Nullable Object third;
    @Nullable Object fourth;

    /** A setter runs; its position and number. */
    boolean binding;

    int position;
    long bits;

    /** Of a batch: statements that the driver ran for it, in their order; null outside of one. */
    @Nullable List<Object> parts;

    private static final int TIMED_OF = 256;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    /** Calls that come before one that is timed. */
    private int untilTimed = untilTimed(System.nanoTime());

    /** Whether the agent's own time on this call is measured. */
    boolean timed;

    /** When the part of the agent that runs began; and what the part before took. */
    private long partBegan;

    private long before;
    private boolean leaving;

    private WeakReference<DriverAccess> access = NO_ACCESS;
    private @Nullable Session session;
    private @Nullable StatementState state;
    private @Nullable StatementText text;
    private boolean changesSession;
    private @Nullable Boolean ends;

    Frame(CallContext context, boolean known) {
      this.context = context;
      this.known = known;
    }

    /** Of this call, or of the last one that had one. */
    @Nullable Session session() {
      return session;
    }

    void session(@Nullable Session s) {
      if (session != s) {
        session = s;
      }
    }

    @Nullable StatementState state() {
      return state;
    }

    void state(@Nullable StatementState s) {
      if (state != s) {
        state = s;
      }
    }

    @Nullable StatementText text() {
      return text;
    }

    /** One and the same object again and again, as a constant is, needs to be looked at once. */
    void text(String sql) {
      if (text == null || text.sql() != sql) {
        text = new StatementText(sql);
        changesSession = StatementState.mayChangeSession(sql);
        ends = null;
      }
    }

    /** Whether the text's place may be its start; see {@link Ends}. */
    boolean mayEnd() {
      Boolean known = ends;
      if (known == null) {
        known = text == null || Ends.may(text.sql());
        ends = known;
      }
      return known;
    }

    /** Whether the text may change what rules see of its session. */
    boolean changesSession() {
      return changesSession;
    }

    /** As {@link DriverAccess#of}, but quicker for the class of the last call. */
    DriverAccess access(Object statement) {
      DriverAccess last = access.get();
      if (last != null && last.isOf(statement)) {
        return last;
      }
      DriverAccess found = DriverAccess.of(statement);
      access = found.weakly();
      return found;
    }

    /**
     * One call in so many on the average. The number is drawn, so that no loop of the application's
     * stays in step with it.
     */
    private static int untilTimed(long clock) {
      return (int) (clock * GOLDEN >>> 55) & 2 * TIMED_OF - 1;
    }

    /** Whether this call, which has just begun, is to be timed; to be asked once. */
    boolean begins() {
      if (--untilTimed >= 0) {
        return false;
      }
      time();
      return true;
    }

    private void time() {
      timed = true;
      leaving = false;
      before = 0;
      partBegan = System.nanoTime();
      untilTimed = untilTimed(partBegan);
    }

    /** The driver's turn, in a call that is timed. */
    void entered() {
      before = System.nanoTime() - partBegan;
    }

    /** The driver is done, in a call that is timed. */
    void leaves() {
      leaving = true;
      partBegan = System.nanoTime();
    }

    /** What the agent took for a call that was timed; below 0 where it did not get to its end. */
    long took() {
      timed = false;
      return leaving ? before + System.nanoTime() - partBegan : -1;
    }

    /**
     * The call begins.
     *
     * @param blocks its place among all sessions' calls may be its start: nothing later may
     *     overtake it while it runs
     */
    void begin(Session s, boolean blocks) {
      session(s);
      announced = true;
      if (!blocks) {
        start = System.nanoTime();
        return;
      }
      mark(s);
      long now = System.nanoTime();
      start = now;
      AtomicLong own = overlap;
      if (own == null) {
        s.started(now);
      } else {
        own.setRelease(now);
      }
    }

    /** Until it is handed over, nothing overtakes it. Before its finish is read. */
    void finishes(Session s) {
      if (!marked) {
        mark(s);
      }
    }

    private void mark(Session s) {
      marked = true;
      if (!s.take()) {
        overlap = s.overlap();
      }
    }

    private void unmark(@Nullable Session s) {
      marked = false;
      AtomicLong own = overlap;
      if (own != null) {
        overlap = null;
      }
      if (s != null && own != null) {
        s.end(own);
      } else if (s != null) {
        s.end();
      }
    }

    /** A setter that is no frame has ended. */
    void setterEnded() {
      binding = false;
      if (known) {
        context.outer.inner = true;
      }
    }

    /** Keeps nothing of the application alive between calls. */
    void release() {
      announced = false;
      if (marked) {
        unmark(session);
      }
      if (given) {
        given = false;
        first = null;
        second = null;
        third = null;
        fourth = null;
      }
      if (text != null && text.sql().length() > KEPT_TEXT) {
        text = null;
      }
      if (failed != null) {
        failed = null;
      }
      if (parts != null) {
        parts = null;
      }
      call = Call.NONE;
      busy = false;
      used = false;
      if (known) {
        context.outer.inner = true;
      }
    }
  }

  final WeakIdentityMap.Probe probe = new WeakIdentityMap.Probe();
  final Frame driver = new Frame(this, true);
  final Frame outer = new Frame(this, false);

  /** How many of its statements no target wanted, until it has counts of its own. */
  int unwanted;

  @Nullable ThreadCounts counts;

  Frame frame(boolean known) {
    return known ? driver : outer;
  }

  /** The frame of a call that just began, or null where an outer one already counts. */
  @Nullable Frame enter(boolean known) {
    if (driver.busy) {
      return null;
    }
    Frame frame = known ? driver : outer;
    if (frame.busy) {
      return null;
    }
    if (frame.used) {
      frame.timed = false;
      frame.release();
    }
    frame.used = true;
    frame.busy = true;
    frame.inner = false;
    frame.binding = false;
    return frame;
  }

  /** A prepared statement runs inside of another call: of a batch it is a part. */
  void part(Object statement) {
    List<Object> parts = driver.parts;
    if (parts != null && driver.busy) {
      parts.add(statement);
    }
  }

  /**
   * The frame of a setter that just began, or null where an outer call counts. A setter is no frame
   * of its own: it runs no statements, and what it calls are setters.
   */
  @Nullable Frame enterSetter(boolean known) {
    if (driver.busy || driver.binding) {
      return null;
    }
    Frame frame = known ? driver : outer;
    if (frame.busy || frame.binding) {
      return null;
    }
    frame.binding = true;
    frame.inner = false;
    return frame;
  }
}
