package io.querymirror.capture;

import io.querymirror.model.FastVerdict;
import io.querymirror.model.StatementText;
import org.jspecify.annotations.Nullable;

/**
 * What one application thread is doing: at most one watched call of a driver, and around it at most
 * one of an unknown wrapper. Drivers call their own public methods; only the outermost counts.
 */
final class CallContext {
  /** One watched call, from its enter to its exit. */
  static final class Frame {
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

    /** Decided on entry that no target wants it. */
    @Nullable FastVerdict fast;

    long start;
    int what;
    int number;
    @Nullable Object subject;
    @Nullable Object first;
    @Nullable Object second;
    @Nullable Object third;
    @Nullable Object fourth;
    @Nullable Session session;
    @Nullable StatementState state;
    @Nullable StatementText text;

    Frame(CallContext context, boolean known) {
      this.context = context;
      this.known = known;
    }

    /** Keeps nothing of the application alive between calls. */
    void release() {
      Session s = session;
      if (s != null) {
        s.end();
      }
      subject = null;
      first = null;
      second = null;
      third = null;
      fourth = null;
      session = null;
      state = null;
      text = null;
      fast = null;
      failed = null;
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
      frame.release();
    }
    frame.used = true;
    frame.busy = true;
    frame.inner = false;
    return frame;
  }
}
