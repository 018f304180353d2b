package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.querymirror.inspect.HostState;
import io.querymirror.inspect.Level;
import io.querymirror.inspect.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectResultTest {
  private static final HostState WARNED =
      new HostState(
          "candidate",
          "10.0.0.5:3306",
          40,
          List.of(
              Point.ok("reachable", "in 12 ms"),
              Point.ok("tls", "TLSv1.3, TLS_AES_256_GCM_SHA384"),
              Point.of(
                  Level.WARNING,
                  "rights.shop_next",
                  "lacks SHOW VIEW",
                  "EXPLAIN of a statement with a view is refused",
                  "GRANT SHOW VIEW ON `shop_next`.* TO the user; see docs/grants.md")),
          Map.of());
  private static final HostState DOWN =
      new HostState(
          "candidate",
          "10.0.0.6:3306",
          3,
          List.of(
              Point.of(
                  Level.ERROR,
                  "reachable",
                  "nothing answers: Connection refused",
                  "the server is down, listens elsewhere, or a firewall refuses",
                  "compare host and port, bind_address of the server, and the firewall")),
          Map.of());
  private static final List<String> UNCHECKED = List.of("No report is in querymirror-report yet.");

  @TempDir Path temp;

  private static String print(ConnectResult result) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    result.print(Terminal.PLAIN, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyPointIsALineAndWhatIsWrongHasItsCure() throws IOException {
    ConnectResult result = new ConnectResult(List.of(WARNED, DOWN), UNCHECKED);
    try (var golden = getClass().getResourceAsStream("connect.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), print(result));
    }
    assertEquals(2, result.exit());
  }

  @Test
  void warningsAloneAreNoFailure() {
    ConnectResult result = new ConnectResult(List.of(WARNED), UNCHECKED);
    assertEquals(0, result.exit());
    assertTrue(print(result).endsWith("\nready, with 1 warning\n"), print(result));
  }

  @Test
  void jsonHasAllOfIt() {
    JsonNode json =
        new ConnectResult(List.of(WARNED, DOWN), UNCHECKED)
            .json(JsonNodeFactory.instance.objectNode());
    assertFalse(json.path("ready").asBoolean());
    assertEquals(1, json.path("errors").asInt());
    assertEquals(1, json.path("warnings").asInt());
    assertEquals("warning", json.at("/hosts/0/level").asText());
    assertTrue(json.at("/hosts/0/points/0/cure").isMissingNode());
    assertTrue(json.at("/hosts/1/points/0/cure").asText().startsWith("compare host"));
    assertEquals(UNCHECKED.get(0), json.at("/unchecked/0").asText());
  }

  @Test
  void theCommandReachesForEveryHost() throws IOException {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }
    Path file =
        Files.writeString(
            temp.resolve("querymirror.yaml"),
            "targets: {a: {hosts: '127.0.0.1:"
                + closed
                + "', username: u, password: hunter2}}\nrules: [{mirror: a}]\n"
                + "report: {directory: "
                + temp.resolve("none")
                + "}\n");
    Cli cli = Cli.run("check", file.toString(), "--connect");
    assertEquals(2, cli.exit, cli.err());
    assertTrue(cli.out().contains("not ready: 1 error and 0 warnings"), cli.out());
    assertTrue(cli.out().contains("no table was compared"), cli.out());
    assertFalse(cli.out().contains("hunter2"));
    JsonNode json =
        new ObjectMapper().readTree(Cli.run("check", file.toString(), "--connect", "--json").out());
    assertTrue(json.path("valid").asBoolean());
    assertFalse(json.at("/connect/ready").asBoolean());
    assertTrue(json.path("errors").isEmpty());
  }
}
