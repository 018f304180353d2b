package io.querymirror.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A headless Chromium, led by its own driver: WebDriver's JSON over HTTP, as far as needed here.
 */
final class Browser implements AutoCloseable {
  static final String ENTER = "\uE007";
  static final String ESCAPE = "\uE00C";
  static final String TAB = "\uE004";
  static final String LEFT = "\uE012";
  static final String UP = "\uE013";
  static final String RIGHT = "\uE014";
  static final String DOWN = "\uE015";
  static final String PAGE_DOWN = "\uE00F";
  static final String HOME = "\uE011";
  static final String END = "\uE010";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process driver;
  private final String session;

  private Browser(Process driver, String base) {
    this.driver = driver;
    ObjectNode body = JSON.createObjectNode();
    ObjectNode wanted = body.putObject("capabilities").putObject("alwaysMatch");
    wanted.put("browserName", "chrome");
    ObjectNode chrome = wanted.putObject("goog:chromeOptions");
    chrome.put("binary", chromium().orElseThrow().toString());
    ArrayNode arguments = chrome.putArray("args");
    for (String argument :
        List.of(
            "--headless=new",
            "--no-sandbox", // root has none
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--hide-scrollbars",
            "--window-size=1280,1000")) {
      arguments.add(argument);
    }
    wanted.putObject("goog:loggingPrefs").put("browser", "ALL").put("performance", "ALL");
    session = base + "/session/" + post(base + "/session", body).path("sessionId").asText();
  }

  static Optional<Path> chromium() {
    return program("chromium", "chromium-browser", "google-chrome");
  }

  static Optional<Path> driver() {
    return program("chromedriver");
  }

  private static Optional<Path> program(String... names) {
    for (String name : names) {
      for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
        Path file = Path.of(directory, name);
        if (Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  static Browser start() {
    Process driver = null;
    try {
      driver =
          new ProcessBuilder(driver().orElseThrow().toString(), "--port=0")
              .redirectErrorStream(true)
              .start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher port = PORT.matcher(line);
        if (port.find()) {
          return new Browser(driver, "http://127.0.0.1:" + port.group(1));
        }
      }
      throw new IllegalStateException("chromedriver did not start");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      if (driver != null) {
        driver.destroy();
      }
      throw e;
    }
  }

  /** Opens a file, and waits until the page says that it is ready. */
  Browser open(Path file, String... place) {
    return open(file.toUri() + (place.length == 0 ? "" : "#" + place[0]));
  }

  /** Opens an address, and waits until the page says that it is ready. */
  Browser open(String url) {
    // By way of nothing: another part of the same address would not be loaded anew.
    post("/url", JSON.createObjectNode().put("url", "about:blank"));
    drain();
    post("/url", JSON.createObjectNode().put("url", url));
    Await.until(
        Duration.ofSeconds(30),
        () -> script("return document.documentElement.dataset.ready === 'true'").asBoolean(),
        () -> url + " was not ready: " + console());
    return this;
  }

  /** What a function's body returns. */
  JsonNode script(String body, Object... arguments) {
    ObjectNode request = JSON.createObjectNode().put("script", body);
    request.set("args", JSON.valueToTree(arguments));
    return post("/execute/sync", request);
  }

  /** Text of the first element that a selector finds. */
  String text(String selector) {
    return script("return document.querySelector(arguments[0]).innerText", selector).asText();
  }

  /** Texts of all elements that a selector finds. */
  List<String> texts(String selector) {
    List<String> all = new ArrayList<>();
    script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())",
            selector)
        .forEach(e -> all.add(e.asText()));
    return all;
  }

  /** Presses keys one by one, whatever has the focus; a text is typed. */
  void press(String... keys) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode source = request.putArray("actions").addObject().put("type", "key").put("id", "k");
    ArrayNode actions = source.putArray("actions");
    for (String key : keys) {
      key.codePoints()
          .mapToObj(Character::toString)
          .forEach(
              each -> {
                actions.addObject().put("type", "keyDown").put("value", each);
                actions.addObject().put("type", "keyUp").put("value", each);
              });
    }
    post("/actions", request);
  }

  /** Clicks where a person would, in the middle of the element. */
  void click(String selector) {
    JsonNode element =
        post(
            "/element",
            JSON.createObjectNode().put("using", "css selector").put("value", selector));
    String id = element.elements().next().asText();
    post("/element/" + id + "/click", JSON.createObjectNode());
  }

  /** As if the system were set to this: {@code dark} or {@code light}. */
  void colors(String scheme) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme);
    devtools("Emulation.setEmulatedMedia", parameters);
  }

  void size(int width, int height) {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  private void devtools(String command, ObjectNode parameters) {
    ObjectNode request = JSON.createObjectNode().put("cmd", command);
    request.set("params", parameters);
    post("/goog/cdp/execute", request);
  }

  /** Errors and warnings on the console since the page was opened, and what its policy refused. */
  List<String> console() {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : log("browser")) {
      lines.add(entry.path("level").asText() + " " + entry.path("message").asText());
    }
    return lines;
  }

  /** Addresses that were asked for since the page was opened. */
  List<String> requests() {
    List<String> urls = new ArrayList<>();
    for (JsonNode entry : log("performance")) {
      try {
        JsonNode message = JSON.readTree(entry.path("message").asText()).path("message");
        if (message.path("method").asText().equals("Network.requestWillBeSent")) {
          urls.add(message.path("params").path("request").path("url").asText());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return urls;
  }

  private void drain() {
    log("browser");
    log("performance");
  }

  private JsonNode log(String type) {
    return post("/se/log", JSON.createObjectNode().put("type", type));
  }

  /** A PNG of what the window shows. */
  /** Keeps what it shows as {@code images/NAME.png}, to be looked at by people. */
  void keep(String name) throws IOException {
    byte[] shown = Base64.getDecoder().decode(call("GET", session + "/screenshot", null).asText());
    Path images = Path.of(System.getProperty("querymirror.it.work")).resolveSibling("images");
    Files.createDirectories(images);
    Files.write(images.resolve(name + ".png"), shown);
  }

  /** Colors and size as at the start. */
  void reset() {
    colors("light");
    size(1280, 1000);
  }

  private JsonNode post(String path, ObjectNode body) {
    return call("POST", path.startsWith("http") ? path : session + path, body);
  }

  private JsonNode call(String method, String url, ObjectNode body) {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    try {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      JsonNode value = JSON.readTree(response.body()).path("value");
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            Map.of("url", url, "error", value.path("error"), "message", value.path("message"))
                .toString());
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      call("DELETE", session, null);
    } finally {
      driver.destroy();
    }
  }
}
