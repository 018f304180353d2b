package io.querymirror.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RendezvousTest {
  private static final ResultRows ROWS = new TextRows("id int").row("1");

  private final List<Object> met = new ArrayList<>();
  private long now;

  private Rendezvous rendezvous(int candidates, long bytes) {
    return new Rendezvous(candidates, bytes, () -> now);
  }

  private void guest(ResultRows rows) {
    met.add(rows == null ? "nobody" : rows);
  }

  @Test
  void whoeverComesFirstTheyMeetOnce() {
    Rendezvous place = rendezvous(1, 10_000);
    place.control(1, ROWS);
    assertEquals(100, place.bytes());
    place.candidate(1, 50, this::guest);
    place.candidate(2, 50, this::guest);
    assertEquals(List.of(ROWS), met);
    place.control(2, ROWS);
    assertEquals(List.of(ROWS, ROWS), met);
    assertEquals(0, place.bytes());
  }

  @Test
  void everyCandidateMeetsTheControl() {
    Rendezvous place = rendezvous(2, 10_000);
    place.candidate(1, 50, this::guest);
    place.control(1, ROWS);
    assertEquals(150, place.bytes());
    place.candidate(1, 50, this::guest);
    assertEquals(List.of(ROWS, ROWS), met);
    assertEquals(0, place.bytes());
  }

  @Test
  void theOldestGiveWay() {
    Rendezvous place = rendezvous(1, 100);
    place.candidate(1, 60, this::guest);
    place.candidate(2, 60, this::guest);
    assertEquals(List.of("nobody"), met);
    place.control(2, ROWS);
    assertEquals(List.of("nobody", ROWS), met);
    place.control(1, ROWS);
    assertEquals(100, place.bytes());
  }

  @Test
  void nobodyWaitsForever() {
    Rendezvous place = rendezvous(1, 1_000);
    place.candidate(1, 60, this::guest);
    now += Rendezvous.PATIENCE_NANOS - 1;
    place.look();
    assertEquals(List.of(), met);
    now++;
    place.look();
    assertEquals(List.of("nobody"), met);
    assertEquals(0, place.bytes());
  }

  @Test
  void atTheEndEverybodyIsSentAway() {
    Rendezvous place = rendezvous(1, 1_000);
    place.candidate(1, 60, this::guest);
    place.close();
    place.candidate(2, 60, this::guest);
    place.control(3, ROWS);
    assertEquals(List.of("nobody", "nobody"), met);
    assertEquals(0, place.bytes());
  }

  @Test
  void manyThreadsMeetEachOnce() throws Exception {
    Rendezvous place = new Rendezvous(1, 1 << 20);
    AtomicInteger all = new AtomicInteger();
    AtomicInteger together = new AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      boolean control = t % 2 == 0;
      int from = t / 2 * 5_000;
      threads[t] =
          new Thread(
              () -> {
                for (int i = from; i < from + 5_000; i++) {
                  if (control) {
                    place.control(i, ROWS);
                  } else {
                    place.candidate(
                        i,
                        ThreadLocalRandom.current().nextInt(50),
                        rows -> {
                          all.incrementAndGet();
                          together.addAndGet(rows == null ? 0 : 1);
                        });
                  }
                }
              });
      threads[t].start();
    }
    for (Thread t : threads) {
      t.join();
    }
    place.close();
    assertEquals(10_000, all.get());
    assertTrue(together.get() > 5_000, together + " met");
    assertEquals(0, place.bytes());
  }
}
