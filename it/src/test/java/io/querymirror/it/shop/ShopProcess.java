package io.querymirror.it.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.it.server.EmbeddedServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample in a JVM of its own, and a browser to ask it with. */
final class ShopProcess implements AutoCloseable {
  private static final Path JAR = Path.of("..", "sample-app", "target", "shop.jar");
  private static final Pattern HELLO = Pattern.compile("shop listening on (\\S+)\\R");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final Process process;
  private final Path log;
  private final String url;

  private ShopProcess(Process process, Path log) throws IOException, InterruptedException {
    this.process = process;
    this.log = log;
    this.url = awaitUrl();
  }

  /** Fills the schema {@code shop}. */
  static void loadSchema(EmbeddedServer server, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("schema.log");
    Process process =
        java(
            log,
            "-cp",
            JAR.toString(),
            "com.example.shop.Schema",
            url(server) + "?rewriteBatchedStatements=true",
            "app",
            EmbeddedServer.PASSWORD);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
  }

  static ShopProcess start(EmbeddedServer server, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("shop.log");
    Process process =
        java(
            log,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dshop.db.url=" + url(server),
            "-Dshop.db.user=app",
            "-Dshop.db.password=" + EmbeddedServer.PASSWORD,
            "-Dshop.port=0",
            "-jar",
            JAR.toString());
    return new ShopProcess(process, log);
  }

  private static String url(EmbeddedServer server) {
    return "jdbc:mysql://" + server.address() + "/shop";
  }

  private static Process java(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private String awaitUrl() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline && process.isAlive()) {
      Matcher hello = HELLO.matcher(Files.readString(log));
      if (hello.find()) {
        return hello.group(1);
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly();
    throw new IOException("the shop did not start: " + Files.readString(log));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(200, HttpRequest.newBuilder(URI.create(url + path)));
  }

  /** Posts JSON, in which an apostrophe may stand for a quotation mark. */
  JsonNode post(int status, String path, String body) throws IOException, InterruptedException {
    return send(
        status,
        HttpRequest.newBuilder(URI.create(url + path))
            .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  private JsonNode send(int status, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = browser.send(request.build(), BodyHandlers.ofByteArray());
    JsonNode body = json.readTree(response.body());
    assertEquals(status, response.statusCode(), () -> response.uri() + ": " + body);
    return body;
  }

  /** Runs the load driver; gives its exit code, which is 0 when there was no error. */
  int drive(int users, int seconds) throws IOException, InterruptedException {
    Process driver =
        java(
            log.resolveSibling("load.log"),
            "-cp",
            JAR.toString(),
            "com.example.shop.load.LoadDriver",
            "--url",
            url,
            "--users",
            Integer.toString(users),
            "--seconds",
            Integer.toString(seconds));
    assertTrue(driver.waitFor(60 + seconds, TimeUnit.SECONDS));
    return driver.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
