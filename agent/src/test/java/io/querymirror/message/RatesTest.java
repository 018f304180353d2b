package io.querymirror.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final AtomicLong time = new AtomicLong();
  private final Rates rates = new Rates(time::get);

  private static List<String> texts(List<Said> all) {
    return all.stream()
        .map(s -> s.message() + " " + s.emitted() + " " + s.suppressed())
        .collect(Collectors.toList());
  }

  private void take(Message message, int times) {
    for (int i = 0; i < times; i++) {
      rates.take(message);
    }
  }

  @Test
  void countsSinceTheStart() {
    take(Message.REPORT_AGAIN, 1);
    take(Message.HOST_DOWN, Rate.MOST + 7);
    time.addAndGet(Rate.WINDOW_NANOS);
    assertEquals(7, rates.left(Message.HOST_DOWN, false));
    take(Message.HOST_DOWN, Rate.MOST + 2);
    rates.left(Message.HOST_DOWN, true);
    assertEquals(List.of("HOST_DOWN 20 9", "REPORT_AGAIN 1 0"), texts(rates.said()));
  }

  @Test
  void whatFoundNoRoomWasNotSaid() {
    take(Message.CAPTURE_ERROR, 2);
    rates.lost(Message.CAPTURE_ERROR);
    assertEquals(List.of("CAPTURE_ERROR 1 1"), texts(rates.said()));
  }
}
