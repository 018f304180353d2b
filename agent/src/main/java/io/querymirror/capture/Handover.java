package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.stats.CaptureLedger;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Puts events into the ring, and keeps count of those that found it full. */
final class Handover {
  private final EventRing ring;
  private final CaptureLedger ledger;

  /** Ends of sessions that found the ring full; a target's open transaction waits for them. */
  private final Queue<SourceEvent> lostCloses = new ConcurrentLinkedQueue<>();

  Handover(EventRing ring, CaptureLedger ledger) {
    this.ring = ring;
    this.ledger = ledger;
  }

  /** After a loss nothing can be placed until the session was joined anew. */
  void publish(Session s, SourceEvent event) {
    if (event.type() == SourceEvent.Type.CLOSE) {
      if (!offer(s, event)) {
        lostCloses.add(event);
      }
    } else if (s.lost == 0) {
      offer(s, event);
      if (s.ended) {
        // Closed while it ran: whoever follows sessions has begun one for it again.
        abandoned(s);
      }
    } else {
      event.releaseRows();
      lose(s, event.statements());
    }
  }

  /**
   * Whether a session that lost events would find no room for what it must tell first: then its
   * next statement is lost too, and need not be looked at.
   */
  boolean isHopeless(Session s) {
    return s.lost != 0 && ring.isFull();
  }

  void lose(Session s, int statements) {
    s.lost++;
    ledger.ringFull(statements);
  }

  /** Tells where a session stands; false where there was no room. */
  boolean tell(Session s, SourceEvent.Type type, @Nullable String argument, int number, long now) {
    return offer(
        s,
        SourceEvent.control(
            type,
            s.connection(),
            now,
            now,
            s.epoch,
            s.lost,
            s.takeJoined(),
            Outcome.ROWS,
            argument,
            number));
  }

  /** The end of a session that nothing else will tell of, as where it was never closed. */
  void abandoned(Session s) {
    long now = System.nanoTime();
    publish(
        s,
        SourceEvent.control(
            SourceEvent.Type.CLOSE,
            s.connection(),
            now,
            now,
            s.epoch,
            s.lost,
            false,
            Outcome.ROWS,
            null,
            0));
  }

  /** Tells the ends that found no room, as far as there is room now; for the dispatcher. */
  void tellLostCloses() {
    SourceEvent close;
    while ((close = lostCloses.peek()) != null && ring.offer(close)) {
      lostCloses.poll();
    }
  }

  private boolean offer(Session s, SourceEvent event) {
    if (ring.offer(event)) {
      s.lost = 0;
      return true;
    }
    event.releaseRows();
    lose(s, event.statements());
    return false;
  }
}
