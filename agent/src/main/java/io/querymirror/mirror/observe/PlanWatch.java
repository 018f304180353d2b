package io.querymirror.mirror.observe;

/**
 * When a digest's plan was taken, and whether its latency has stepped up since: the mean of the
 * logarithms of 16 latencies, which an outlier hardly moves, is over twice what it was, and in the
 * next 16 too.
 */
final class PlanWatch {
  static final int WINDOW = 16;
  private static final double STEP = Math.log(2);
  private static final double FLOOR_NANOS = 200_000;
  private static final double FOLLOWS = 0.25;
  private static final long PAUSE_NANOS = 60_000_000_000L;

  private double sum;
  private int count;
  private double usual = Double.NaN;
  private boolean raised;
  private boolean stepped;
  private long steppedAt;

  private boolean known;
  private boolean waiting;
  private long at;
  private long offer;

  /** Takes note of a latency; answers as {@link #due}. */
  synchronized boolean ran(long nanos, long now, long every, long latestOffer) {
    ran(nanos, now);
    return due(now, every, latestOffer);
  }

  /** Takes note of a latency. */
  synchronized void ran(long nanos, long now) {
    sum += Math.log(Math.max(1, nanos));
    if (++count < WINDOW) {
      return;
    }
    double mean = sum / WINDOW;
    sum = 0;
    count = 0;
    boolean up =
        mean - usual > STEP && Math.exp(mean) - Math.exp(usual) > FLOOR_NANOS; // Not of NaN.
    if (!up) {
      usual = Double.isNaN(usual) ? mean : usual + FOLLOWS * (mean - usual);
    } else if (raised) {
      usual = mean;
      if (steppedAt == 0 || now - steppedAt > PAUSE_NANOS) {
        stepped = true;
        steppedAt = now;
      }
    }
    raised = up && !raised;
  }

  /**
   * Whether a plan is wanted now, and none asked for already.
   *
   * @param every how long a plan is good for
   * @param latestOffer number of the latest urgent offer of another database's; 0 for none
   */
  synchronized boolean due(long now, long every, long latestOffer) {
    return !waiting && (!known || stepped || now - at >= every || latestOffer > offer);
  }

  synchronized boolean urgent() {
    return stepped;
  }

  /** A plan is asked for. */
  synchronized void asked(long now, long latestOffer) {
    known = true;
    waiting = true;
    stepped = false;
    at = now;
    offer = Math.max(offer, latestOffer);
  }

  /** It was taken, or refused. */
  synchronized void answered() {
    waiting = false;
  }

  /** Nobody was there to ask. */
  synchronized void unanswered() {
    waiting = false;
    known = false;
  }
}
