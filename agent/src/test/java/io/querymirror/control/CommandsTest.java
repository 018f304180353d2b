package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.config.Settings;
import io.querymirror.report.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the answers say. */
class CommandsTest {
  private static Commands commands(String more) {
    Settings settings = FixedOperations.settings(FixedOperations.CANDIDATE, more);
    return new Commands(
        new FixedOperations(Models.small()),
        new AgentInfo(true, Instant.EPOCH),
        () -> settings,
        () -> {});
  }

  private static JsonNode status(Commands commands) throws IOException {
    byte[] request = "{\"command\":\"status\"}".getBytes(StandardCharsets.UTF_8);
    return new ObjectMapper().readTree(commands.answer(request)).path("result");
  }

  @Test
  void statusTellsWhetherTheLivePageIsThere() throws IOException {
    Commands commands = commands("http: {address: '127.0.0.1:9464'}\n");
    assertEquals("127.0.0.1:9464", status(commands).path("http").asText());
    assertFalse(status(commands).path("http_listens").asBoolean(true));
    commands.page(() -> true);
    assertTrue(status(commands).path("http_listens").asBoolean());
  }

  @Test
  void whereNoneIsConfiguredNoneListens() throws IOException {
    Commands commands = commands("");
    commands.page(() -> true);
    assertTrue(status(commands).path("http").isNull());
    assertFalse(status(commands).path("http_listens").asBoolean(true));
  }
}
