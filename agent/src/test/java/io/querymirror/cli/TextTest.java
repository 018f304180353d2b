package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 us",
    "999, 999 us",
    "1000, 1.00 ms",
    "12345, 12.3 ms",
    "999949, 999.9 ms",
    "1500000, 1.50 s",
    "42000000, 42.0 s"
  })
  void micros(double micros, String expected) {
    assertEquals(expected, Text.micros(micros));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.25S, 250ms",
    "PT10S, 10s",
    "PT20.4S, 20s",
    "PT90S, 1m 30s",
    "PT5M, 5m",
    "PT1H, 1h",
    "PT26H30M, 1d 2h",
    "PT-1S, 0s"
  })
  void durations(Duration duration, String expected) {
    assertEquals(expected, Text.duration(duration));
  }

  @ParameterizedTest
  @CsvSource({"1, 100.0 %", "0.9999, 99.9 %", "0.5384, 53.8 %", "0.29, 29.0 %", "0, 0.0 %"})
  void sharesShortOfAllAreNotAll(double share, String expected) {
    assertEquals(expected, Text.share(share));
  }

  @Test
  void cutsBetweenCharacters() {
    assertEquals("\ud83d\ude00...", Text.cut("\ud83d\ude00\ud83d\ude00abc", 4));
    assertEquals("abcd", Text.cut("abcd", 4));
  }
}
