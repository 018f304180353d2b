package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.Ports;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, served by the real jar, beside what the target's log says. */
class LivePageIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOKEN = "0123456789abcdefghij";
  private static final String CHARTS =
      "return document.querySelectorAll('#charts .uplot canvas').length";
  private static final String FOCUS = "return document.activeElement.id";

  private static Browser browser;

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);
  private final int port = Ports.free();
  private long mark;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    Needs.browser();
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void asItWas() {
    browser.reset();
  }

  private Shell app(String token) {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS live",
          "CREATE DATABASE live",
          "CREATE TABLE live.orders (id INT PRIMARY KEY, v VARCHAR(40)) ENGINE=InnoDB");
    }
    source.execute("CREATE TABLE live.only_here (id INT PRIMARY KEY) ENGINE=InnoDB");
    mark = target.generalLog().mark();
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .rule("no pings", "match: {sql: '^SELECT 1$'}, skip: true")
            .rule("everything else", "mirror: [candidate]")
            .line("http: {address: \"127.0.0.1:" + port + "\"" + token + "}");
    return Shell.start(Shell.app(source, "live").agent(config.write()));
  }

  private String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  private int arrived() {
    return Copies.texts(target.generalLog().since(mark)).size();
  }

  /** A figure of the ledger, of the application's side (0) or the target's (1). */
  private static String figure(int side, String word) {
    return browser
        .script(
            "const e = document.querySelectorAll('#figures .equation')[arguments[0]];"
                + "const f = e && [...e.querySelectorAll('.figure')]"
                + ".filter(f => f.querySelector('span').textContent === arguments[1]).pop();"
                + "return f ? f.querySelector('b').textContent : 'none'",
            side,
            word)
        .asText();
  }

  private static void shows(String expected, int side, String word) {
    Await.until(
        SOON, () -> figure(side, word).equals(expected), () -> word + " " + figure(side, word));
  }

  private static void says(String selector, String expected) {
    Await.until(
        SOON,
        () -> browser.texts(selector).stream().anyMatch(t -> t.contains(expected)),
        () -> selector + ": " + browser.texts(selector));
  }

  @Test
  void showsWhatHappensAndSwitchesIt() throws IOException {
    List<String> others;
    try (Shell shell = app("")) {
      shell.done("sql SELECT 1", "sql SELECT 1", "sql INSERT INTO orders VALUES (1, 'a')");
      Await.until(SOON, () -> Listening.ports(shell.running().pid()).contains(port), shell::err);
      browser.open(url());
      for (int i = 0; i < 12; i++) {
        shell.done("sql SELECT id FROM only_here WHERE id = " + i, "sql SELECT v FROM orders");
      }
      shell.done("sql SELECT '<img src=x onerror=\"window.broken = 1\">' AS a");
      Await.until(SOON, () -> arrived() == 26, () -> arrived() + shell.err());
      Await.until(SOON, () -> figure(1, "pending").equals("0"), () -> figure(1, "pending"));
      shows("2", 0, "skipped");
      int ran = arrived();
      shows(Integer.toString(ran - 12), 1, "executed");
      shows("12", 1, "failed");
      assertEquals(List.of("balances", "balances"), browser.texts(".balance"));
      assertEquals("No.", browser.text(".answer"));
      says("#digests .said", "42S02/1146");
      says("#digests .sql", "only_here");
      assertTrue(browser.script("return window.broken === undefined").asBoolean());
      says("#state", "mirroring");
      assertTrue(
          browser
              .script("return document.querySelector('.flow').getAttribute('aria-label')")
              .asText()
              .contains("12 failed"));

      switchByKeyboard(shell);

      looks(shell);
      others =
          browser.requests().stream()
              .filter(u -> !u.startsWith(url()) && !u.startsWith("about:"))
              .toList();
      assertEquals(List.of(), browser.console());
      shell.exit();
    }
    assertEquals(List.of(), others);
    says("#notice", "No answer since");
    assertTrue(browser.script("return document.querySelector('main.stale') !== null").asBoolean());
  }

  /** By keys alone: asked first, then left as it is, then off, and on again. */
  private void switchByKeyboard(Shell shell) {
    assertEquals("Switch off", browser.text("#toggle"));
    browser.script("document.getElementById('toggle').focus()");
    browser.press(Browser.ENTER);
    assertEquals("cancel", browser.script(FOCUS).asText());
    browser.press(Browser.ESCAPE);
    Await.until(SOON, () -> browser.script(FOCUS).asText().equals("toggle"), () -> "the focus");
    shell.done("sql INSERT INTO orders VALUES (2, 'still on')");
    Await.until(SOON, () -> Tables.of(target, "live").get("orders").size() == 2, shell::err);
    assertEquals("Switch off", browser.text("#toggle"));

    browser.press(Browser.ENTER, Browser.TAB);
    assertEquals("confirmed", browser.script(FOCUS).asText());
    browser.press(Browser.ENTER);
    says("#done", "Mirroring is off.");
    says("#state", "off");
    assertEquals("toggle", browser.script(FOCUS).asText());
    int off = arrived();
    shell.done("sql INSERT INTO orders VALUES (3, 'off')", "sql SELECT v FROM orders");

    browser.click("#toggle");
    says("dialog", "Switch mirroring on?");
    browser.click("#confirmed");
    says("#state", "mirroring");
    assertEquals(off, arrived());
    shell.done("sql INSERT INTO orders VALUES (4, 'on again')");
    Await.until(SOON, () -> arrived() == off + 1, () -> arrived() + " after " + off);
    assertEquals(
        List.of("1, a", "2, still on", "4, on again"), Tables.of(target, "live").get("orders"));
  }

  private void looks(Shell shell) throws IOException {
    List<String> unreadable = new ArrayList<>();
    shell.done("start 3");
    int before = browser.script("return feed.samples.length").asInt();
    Await.until(
        SOON,
        () -> browser.script("return feed.samples.length").asInt() > before + 3,
        () -> "four answers more");
    for (String scheme : List.of("dark", "light")) {
      browser.colors(scheme);
      assertEquals(3, browser.script(CHARTS).asInt());
      browser.script("window.scrollTo(0, 0)");
      browser.keep("live-" + scheme);
      unreadable.add(browser.script(PageChecks.CONTRAST).toString());
      browser.script("document.getElementById('now').scrollIntoView()");
      browser.keep("live-" + scheme + "-now");
    }
    shell.loaded("stop");
    assertEquals(List.of("[]", "[]"), unreadable);
    assertEquals("[]", browser.script(PageChecks.NAMELESS).toString());
    browser.size(420, 900);
    assertTrue(browser.script("return document.documentElement.scrollWidth <= 420").asBoolean());
    browser.size(1280, 1000);
  }

  @Test
  void asksForTheToken() {
    try (Shell shell = app(", token: " + TOKEN)) {
      shell.done("sql SELECT v FROM orders");
      Await.until(SOON, () -> Listening.ports(shell.running().pid()).contains(port), shell::err);
      browser.open(url());
      assertEquals("token", browser.script(FOCUS).asText());
      assertFalse(browser.script("return document.body.innerText.includes('orders')").asBoolean());
      browser.press("not the token at all", Browser.ENTER);
      says("#ask", "That is not the token.");
      browser.script("document.getElementById('token').value = ''");
      browser.press(TOKEN, Browser.ENTER);
      says("#digests .sql", "orders");
      assertEquals(
          "null", browser.script("return localStorage.getItem('querymirror-token')").toString());

      browser.script("sessionStorage.clear()");
      browser.open(url() + "#token=" + TOKEN);
      says("#digests .sql", "orders");
      assertFalse(browser.script("return location.href").asText().contains(TOKEN));
      browser.click("#toggle");
      browser.click("#confirmed");
      says("#state", "off");
      browser.script("sessionStorage.clear()");
      shell.exit();
    }
  }
}
