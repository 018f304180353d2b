package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.Ports;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's answers over HTTP, beside what the servers and the operating system say. */
class HttpIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port = Ports.free();
  private long mark;

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS http",
          "CREATE DATABASE http",
          "CREATE TABLE http.t (v VARCHAR(20)) ENGINE=InnoDB");
    }
    mark = target.generalLog().mark();
  }

  private Config config() {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("all", "mirror: [candidate]");
  }

  private Config served(Config config) {
    return config
        .line("http: {address: \"127.0.0.1:" + port + "\"}")
        .line("reload: {watch: false}");
  }

  private Shell start(Config config) {
    return Shell.start(Shell.app(source, "http").agent(config.write()));
  }

  private HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(SOON)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) {
    try {
      return JSON.readTree(ask("GET", path, "").body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitServer(Shell shell) {
    Await.until(
        SOON,
        () -> Listening.ports(shell.running().pid()).equals(Set.of(port)),
        () -> Listening.ports(shell.running().pid()) + shell.err());
  }

  private int arrived() {
    return Copies.texts(target.generalLog().since(mark)).size();
  }

  @Test
  void nothingListensUnlessItIsAsked() {
    try (Shell shell = start(config())) {
      shell.done("sql INSERT INTO t VALUES ('a')");
      Await.until(SOON, () -> arrived() == 1, shell::err);
      assertEquals(Set.of(), Listening.ports(shell.running().pid()));
      assertEquals(0, Listening.threads(shell.running().pid(), "querymirror-htt"));
      shell.exit();
    }
  }

  @Test
  void figuresAndSwitchAreTheServers() throws Exception {
    try (Shell shell = start(served(config()))) {
      for (int i = 0; i < 30; i++) {
        shell.done("sql SELECT v FROM t WHERE v = '" + i + "'");
      }
      awaitServer(shell);
      Await.until(
          SOON,
          () -> json("/report.json").at("/targets/candidate/ledger/executed").asLong() == 30,
          () -> json("/report.json").at("/targets/candidate/ledger").toString());
      JsonNode report = json("/report.json");
      JsonNode ledger = report.at("/targets/candidate/ledger");
      assertEquals(arrived(), ledger.path("executed").asInt() + ledger.path("failed").asInt());
      assertEquals(
          ledger, json("/status.json").at("/report/targets/candidate/ledger"), report::toString);
      String metrics = ask("GET", "/metrics", "").body();
      String seen = "querymirror_capture_seen_total ";
      assertTrue(
          metrics
              .lines()
              .anyMatch(
                  l ->
                      l.startsWith(seen)
                          && Double.parseDouble(l.substring(seen.length()))
                              == report.at("/capture/seen").asDouble()),
          metrics);
      assertEquals("{\"status\":\"on\"}\n", ask("GET", "/healthz", "").body());

      assertEquals(
          "{\"enabled\":false,\"changed\":true}\n", ask("PUT", "/enabled", "false").body());
      assertEquals("{\"status\":\"off\"}\n", ask("GET", "/healthz", "").body());
      int before = arrived();
      shell.done("sql INSERT INTO t VALUES ('off')");
      assertEquals("{\"enabled\":true,\"changed\":true}\n", ask("PUT", "/enabled", "true").body());
      shell.done("sql INSERT INTO t VALUES ('on')");
      Await.until(SOON, () -> arrived() == before + 1, shell::err);
      assertEquals(List.of("on"), Tables.of(target, "http").get("t"));

      assertEquals(403, ask("PUT", "/enabled", "false", "Origin", "http://a.example").statusCode());
      assertTrue(Listening.threads(shell.running().pid(), "querymirror-htt") <= 2);
      reloads(shell);
      givesUp(shell);
      shell.exit();
    }
  }

  /** What a reload answers is so: in the copies of what the application does next. */
  private void reloads(Shell shell) throws Exception {
    HttpResponse<String> same = ask("POST", "/reload", "");
    assertEquals(200, same.statusCode(), same.body());
    assertEquals("[]", JSON.readTree(same.body()).path("changes").toString());

    served(Config.in(directory).target("candidate", target, "writes: aply")).line("x: 1").write();
    HttpResponse<String> refused = ask("POST", "/reload", "");
    assertEquals(409, refused.statusCode(), refused.body());
    JsonNode mistakes = JSON.readTree(refused.body());
    assertFalse(mistakes.path("ok").asBoolean(true), refused.body());
    assertTrue(mistakes.path("errors").get(0).asText().contains("candidate.writes"), refused::body);
    assertTrue(mistakes.path("errors").toString().contains("unknown key"), refused::body);
    assertEquals(1, json("/status.json").at("/config/refused").asInt());
    shell.done("sql INSERT INTO t VALUES ('as before')");

    served(config()).rule("more", "skip: true").write();
    assertEquals(409, ask("POST", "/reload", "").statusCode(), "a rule that nothing reaches");
    served(Config.in(directory).target("candidate", target, "writes: apply"))
        .rule("no", "match: {sql: skipped}, skip: true")
        .rule("all", "mirror: [candidate]")
        .write();
    HttpResponse<String> taken = ask("POST", "/reload", "");
    assertEquals(200, taken.statusCode(), taken.body());
    assertTrue(taken.body().contains("rule \\\"no\\\" is new"), taken::body);
    shell.done("sql INSERT INTO t VALUES ('skipped')", "sql INSERT INTO t VALUES ('mirrored')");
    Await.until(
        SOON,
        () -> Tables.of(target, "http").get("t").equals(List.of("as before", "mirrored", "on")),
        () -> Tables.of(target, "http") + shell.err());
  }

  /** Whoever watches the agent sees that it gave up; the application does not. */
  private void givesUp(Shell shell) throws Exception {
    shell.done("give-up");
    HttpResponse<String> failed = ask("GET", "/healthz", "");
    assertEquals(503, failed.statusCode());
    assertEquals("{\"status\":\"failed\"}\n", failed.body());
    Await.until(SOON, () -> !json("/status.json").path("working").asBoolean(true), shell::err);
    shell.done("sql INSERT INTO t VALUES ('alone')");
  }

  /** A hundred slow clients change nothing for others, nor for the application. */
  @Test
  void slowClientsHurtNobody() throws Exception {
    Config config = config().line("http: {address: \"127.0.0.1:" + port + "\"}");
    List<Socket> slow = new ArrayList<>();
    try (Shell shell = start(config)) {
      shell.done("sql SELECT 1");
      awaitServer(shell);
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket("127.0.0.1", port);
        socket
            .getOutputStream()
            .write("GET /report.json HTTP/1.1\r\nX-".getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
      }
      long begin = System.nanoTime();
      assertEquals(200, ask("GET", "/status.json", "").statusCode());
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 4_000);
      shell.loaded("load 2 40");
      assertTrue(Listening.threads(shell.running().pid(), "querymirror-htt") <= 2);
      shell.exit();
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }
}
