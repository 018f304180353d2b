package io.querymirror.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.8", "9", "10", "10.0.2"})
  void tellsAnOldJvmWhatItLacks(String version) {
    assertEquals("needs Java 11 or newer, found " + version, Agent.tooOld(version));
  }

  /** Also what nobody can know today: better to try than to stay away. */
  @ParameterizedTest
  @ValueSource(strings = {"11", "17", "25", "100", "25-ea", "", "next"})
  void startsOnAllOthers(String version) {
    assertNull(Agent.tooOld(version));
  }
}
