package io.querymirror.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.8", "9", "10", "10.0.2"})
  void tellsAnOldJvmWhatItLacks(String version) {
    assertEquals("needs Java 11 or newer, found " + version, Agent.tooOld(version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.jcmd/sun.tools.jcmd.JCmd 1 Thread.print",
        "java.base/sun.security.tools.keytool.Main -list",
        "io.querymirror.entry.Agent report /reports",
      })
  void toolsAreNoApplications(String command) {
    assertTrue(Agent.isTool(command));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.jar",
        "/opt/shop/shop.jar --agent /opt/querymirror-agent.jar",
        "com.example.Main",
        "com.example.shop/com.example.Main",
        "jdk.example.Main a/b",
        "",
      })
  void applicationsAre(String command) {
    assertFalse(Agent.isTool(command));
  }

  @Test
  void whereTheJvmTellsNothingItIsAnApplication() {
    assertFalse(Agent.isTool(null));
  }

  /** Also what nobody can know today: better to try than to stay away. */
  @ParameterizedTest
  @ValueSource(strings = {"11", "17", "25", "100", "25-ea", "", "next"})
  void startsOnAllOthers(String version) {
    assertNull(Agent.tooOld(version));
  }
}
