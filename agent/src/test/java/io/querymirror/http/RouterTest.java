package io.querymirror.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.control.FixedOperations;
import io.querymirror.control.MetricsText;
import io.querymirror.control.Origin;
import io.querymirror.report.Models;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every path over a real socket. */
class RouterTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "0123456789abcdef";

  @TempDir Path dir;

  private final FixedOperations operations = new FixedOperations(Models.small());
  private HttpService service;
  private int port;

  private final MetricsText metrics =
      new MetricsText() {
        @Override
        public String contentType(String accept) {
          return "text/plain; asked=" + accept;
        }

        @Override
        public void write(OutputStream out, String accept) throws IOException {
          out.write("up 1\n".getBytes(StandardCharsets.UTF_8));
        }
      };

  private Settings settings(String http) throws Exception {
    Path file = dir.resolve("q.yaml");
    Files.writeString(
        file, "targets: {a: {hosts: db, username: u}}\nrules: [{mirror: a}]\n" + http + "\n");
    return ConfigLoader.load(file, Map.of());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  private String at(int where, String more) {
    return "http: {address: '127.0.0.1:" + where + "'" + more + "}";
  }

  @BeforeEach
  void start() throws Exception {
    port = freePort();
    service = new HttpService(operations, "1.2.3", metrics, settings(at(port, "")));
    service.start();
    listens(port);
  }

  private static void listens(int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        Wire.get(port, "/healthz");
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200, GET, /, text/html; charset=utf-8",
    "200, HEAD, /, text/html; charset=utf-8",
    "200, GET, /healthz, application/json",
    "200, GET, /status.json, application/json",
    "200, GET, /report.json?x=y, application/json",
    "200, HEAD, /report.json, application/json",
    "200, GET, /metrics, text/plain; asked=null",
    "404, GET, /index.html, application/json",
    "404, GET, //, application/json",
    "404, GET, /../report.json, application/json",
    "404, OPTIONS, *, application/json",
    "405, POST, /, application/json",
    "405, GET, /enabled, application/json",
    "405, GET, /reload, application/json",
    "405, DELETE, /report.json, application/json",
    "405, OPTIONS, /enabled, application/json",
    "405, TRACE, /healthz, application/json"
  })
  void pathsAndMethods(int status, String method, String path, String type) throws Exception {
    Wire.Reply reply = Wire.request(port, method, path, "");
    assertEquals(status, reply.status);
    assertEquals(type, reply.headers.get("Content-Type"));
    assertEquals("no-store", reply.headers.get("Cache-Control"));
    assertEquals("nosniff", reply.headers.get("X-Content-Type-Options"));
    assertEquals("DENY", reply.headers.get("X-Frame-Options"));
    assertTrue(reply.headers.get("Content-Security-Policy").startsWith("default-src 'none'"));
    assertTrue(reply.headers.get("Content-Security-Policy").endsWith("frame-ancestors 'none'"));
    assertEquals(status == 405, reply.headers.containsKey("Allow"));
    assertEquals(method.equals("HEAD"), reply.body.length == 0);
    if (type.equals("application/json") && !method.equals("HEAD")) {
      assertTrue(JSON.readTree(reply.body).isObject());
    }
  }

  @Test
  void thePageAllowsItsOwnScriptsAlone() throws Exception {
    Wire.Reply reply = Wire.get(port, "/", "Accept-Encoding: gzip");
    String policy = reply.headers.get("Content-Security-Policy");
    assertTrue(policy.contains("connect-src 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    String page =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(reply.body)).readAllBytes(),
            StandardCharsets.UTF_8);
    assertTrue(page.contains("<title>querymirror</title>"));
    assertFalse(page.contains("http://") && page.contains("src=\"http"), "loads nothing");
  }

  @Test
  void statusIsSmallAndReportIsWhole() throws Exception {
    JsonNode status = JSON.readTree(Wire.get(port, "/status.json").body);
    assertEquals("1.2.3", status.path("version").asText());
    assertTrue(status.path("enabled").asBoolean());
    assertEquals("querymirror.yaml", status.path("config").path("file").asText());
    JsonNode report = JSON.readTree(Wire.get(port, "/report.json").body);
    assertEquals(
        report.path("targets").path("candidate").path("ledger"),
        status.path("report").path("targets").path("candidate").path("ledger"));
    assertEquals(report.path("capture"), status.path("report").path("capture"));
  }

  @Test
  void healthTellsWhetherItIsOn() throws Exception {
    assertEquals("{\"status\":\"on\"}\n", Wire.get(port, "/healthz").text());
    operations.enabled = false;
    assertEquals("{\"status\":\"off\"}\n", Wire.get(port, "/healthz").text());
    operations.working = false;
    Wire.Reply failed = Wire.get(port, "/healthz");
    assertEquals(503, failed.status);
    assertEquals("{\"status\":\"failed\"}\n", failed.text());
  }

  @Test
  void switches() throws Exception {
    Wire.Reply off = Wire.request(port, "PUT", "/enabled", "false\n");
    assertEquals("{\"enabled\":false,\"changed\":true}\n", off.text());
    assertEquals(Origin.HTTP, operations.by);
    assertFalse(JSON.readTree(Wire.get(port, "/status.json").body).path("enabled").asBoolean());
    assertEquals(
        "{\"enabled\":false,\"changed\":false}\n",
        Wire.request(port, "PUT", "/enabled", "false").text());
    assertEquals(
        "{\"enabled\":true,\"changed\":true}\n",
        Wire.request(port, "PUT", "/enabled", "true").text());
    assertEquals(400, Wire.request(port, "PUT", "/enabled", "1").status);
    assertEquals(400, Wire.request(port, "PUT", "/enabled", "").status);
    assertEquals(413, Wire.request(port, "PUT", "/enabled", "t".repeat(5_000)).status);
    assertEquals(403, Wire.request(port, "PUT", "/enabled", "false", "Origin: http://evil").status);
    assertTrue(operations.enabled);
  }

  @Test
  void reloads() throws Exception {
    Wire.Reply good = Wire.request(port, "POST", "/reload", "");
    assertEquals(200, good.status);
    assertEquals("rules: 1 is new", JSON.readTree(good.body).path("changes").path(0).asText());
    operations.mistakes = List.of("q.yaml:1: \"broken\"");
    Wire.Reply bad = Wire.request(port, "POST", "/reload", "");
    assertEquals(409, bad.status);
    JsonNode answer = JSON.readTree(bad.body);
    assertFalse(answer.path("ok").asBoolean());
    assertEquals("q.yaml:1: \"broken\"", answer.path("errors").path(0).asText());
  }

  @Test
  void metricsAreWhatTheyAreAskedFor() throws Exception {
    Wire.Reply reply = Wire.get(port, "/metrics", "Accept: application/openmetrics-text");
    assertEquals("up 1\n", reply.text());
    assertEquals(
        "text/plain; asked=application/openmetrics-text", reply.headers.get("Content-Type"));
  }

  @Test
  void followsItsSettings() throws Exception {
    // Another token, from the next request on and at the same socket.
    service.reconfigured(settings(at(port, ", token: " + TOKEN)));
    assertEquals(401, Wire.get(port, "/status.json").status);
    assertEquals(
        "Bearer realm=\"querymirror\"", Wire.get(port, "/x").headers.get("WWW-Authenticate"));
    assertEquals(200, Wire.get(port, "/").status);
    assertEquals(401, Wire.request(port, "POST", "/", "").status);
    assertEquals(200, Wire.get(port, "/metrics", "Authorization: Bearer " + TOKEN).status);

    int other = freePort();
    service.reconfigured(settings(at(other, "")));
    listens(other);
    assertEquals(200, Wire.get(other, "/status.json").status);
    gone(port);

    service.reconfigured(settings(""));
    gone(other);
    service.reconfigured(settings(at(port, "")));
    listens(port);
  }

  @Test
  void tellsWhetherItsAddressIsBound() throws Exception {
    assertTrue(service.listens());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      service.reconfigured(settings(at(taken.getLocalPort(), "")));
      gone(port);
      assertFalse(service.listens());
    }
    service.reconfigured(settings(at(port, "")));
    listens(port);
    assertTrue(service.listens());
    service.reconfigured(settings(""));
    assertFalse(service.listens());
  }

  private static void gone(int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        Wire.get(port, "/healthz");
        assertTrue(System.nanoTime() < deadline, "still there");
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (IOException | AssertionError e) {
        if (e instanceof AssertionError && e.getMessage().equals("still there")) {
          throw e;
        }
        return;
      }
    }
  }
}
