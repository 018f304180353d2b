package io.querymirror.bench.jmh;

import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The floor: the least that a capture of the same values can cost. One event and one offer to a
 * queue of the agent's size, whose consumer looks every millisecond, as the agent's does.
 */
final class Floor {
  static final String CONSUMER = "floor-consumer";
  private static final int CAPACITY = 1 << 15;
  private static final long POLL_NANOS = 1_000_000;

  /** What the agent knows of a statement with two binds. */
  static final class Event {
    final Object session;
    final long start;
    final long finish;
    final String text;
    final Object outcome;
    final long first;
    final @Nullable Object second;

    Event(
        Object session,
        long start,
        long finish,
        String text,
        Object outcome,
        long first,
        @Nullable Object second) {
      this.session = session;
      this.start = start;
      this.finish = finish;
      this.text = text;
      this.outcome = outcome;
      this.first = first;
      this.second = second;
    }
  }

  private static final MpscVarHandleArrayQueue<Event> QUEUE =
      new MpscVarHandleArrayQueue<>(CAPACITY);

  /** Read by nobody, written so that taking an event is not nothing. */
  private static volatile long taken;

  private Floor() {}

  static boolean offer(Event event) {
    return QUEUE.offer(event);
  }

  static boolean isEmpty() {
    return QUEUE.isEmpty();
  }

  static synchronized void start() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(CONSUMER)) {
        return;
      }
    }
    Thread consumer = new Thread(Floor::consume, CONSUMER);
    consumer.setDaemon(true);
    consumer.start();
  }

  private static void consume() {
    long sum = 0;
    while (true) {
      Event event = QUEUE.poll();
      if (event == null) {
        taken = sum;
        LockSupport.parkNanos(QUEUE, POLL_NANOS);
      } else {
        sum += event.finish - event.start;
      }
    }
  }
}
