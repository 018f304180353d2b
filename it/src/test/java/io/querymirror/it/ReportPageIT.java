package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** report.html in a real browser: what it says, what it loads, and how it is used. */
class ReportPageIT {
  private static final String FOCUS =
      "const e = document.activeElement; return e.id || e.getAttribute('data-place') || e.tagName";

  private static Browser browser;

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
  void asThePageWasMeant() {
    assertEquals(List.of(), browser.console());
    browser.reset();
    browser.script("try { localStorage.clear() } catch (e) { }");
  }

  /** By the command line, as a user makes one of a report that lies somewhere. */
  private Path page(SampleReport report) throws Exception {
    Path json = report.write(directory.resolve("report.json"));
    Path html = directory.resolve("page.html");
    Process made =
        new ProcessBuilder(
                Needs.java(17).toString(),
                "-jar",
                Libraries.agent().toString(),
                "report",
                json.toString(),
                "--html",
                html.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(made.waitFor(60, TimeUnit.SECONDS));
    assertTrue(Files.exists(html), said);
    return html;
  }

  private Path page(int digests) throws Exception {
    SampleReport report = new SampleReport();
    report.target("candidate", digests);
    return page(report);
  }

  private static List<String> others(List<String> requests, Path page) {
    return requests.stream()
        .filter(url -> !url.equals("about:blank") && !url.startsWith(page.toUri().toString()))
        .toList();
  }

  @Test
  void theAgentsOwnPageSaysWhatHappened() throws IOException {
    EmbeddedServer source = Servers.source(ServerKind.MARIADB);
    EmbeddedServer target = Servers.target(ServerKind.MARIADB);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("DROP DATABASE IF EXISTS pages", "CREATE DATABASE pages");
    }
    source.execute("CREATE TABLE pages.only_here (id INT PRIMARY KEY, v VARCHAR(20))");
    Config config =
        Config.in(directory).target("candidate", target).rule("all", "mirror: candidate");
    try (Shell shell = Shell.start(Shell.app(source, "pages").agent(config.write()))) {
      shell.done("sql SELECT v FROM only_here WHERE id = 7", "sql SELECT 1 + 1");
      shell.exit();
    }
    Path page = config.reports().resolve("report.html");
    browser.open(page);
    assertEquals("Is candidate safe?", browser.text(".eyebrow"));
    assertEquals("No.", browser.text(".answer"));
    assertTrue(
        browser.text(".why").startsWith("1 statement of 2 fails there"), browser.text(".why"));
    assertEquals(
        "select v from only_here where id = ?", browser.text(".digest .sql").replace('\n', ' '));
    assertTrue(browser.text(".digest .said").contains("42S02/1146"), browser.text(".said"));
    assertEquals(List.of("balances", "balances"), browser.texts(".balance"));
    assertEquals(List.of(), others(browser.requests(), page));
    assertEquals("querymirror: errors", browser.script("return document.title").asText());
  }

  @Test
  void whatStatementsAndNamesHoldIsTextAndNothingElse() throws Exception {
    List<String> hostile =
        List.of(
            "</script><script>window.broken = 1</script>",
            "<img src=x onerror='window.broken = 2'>",
            "<!-- <script> -->",
            "\u2028window.broken = 3\u2029",
            "\"}; window.broken = 4; //",
            "<svg/onload=window.broken=5>",
            "{{constructor.constructor('window.broken=6')()}}",
            "&lt;b&gt; & \u0000\ud800 end");
    SampleReport report = new SampleReport();
    ObjectNode target = report.target("<b onclick='window.broken=7'>x</b>", 24);
    for (int i = 0; i < 24; i++) {
      ObjectNode digest = (ObjectNode) target.path("digests").get(i);
      digest.put("text", "select '" + hostile.get(i % hostile.size()) + "' as n" + i);
      digest.put("schema", hostile.get(i % hostile.size()));
      for (JsonNode example : digest.path("examples")) {
        if (example.has("error")) {
          ((ObjectNode) example.path("target")).put("message", hostile.get(1));
        } else {
          ((ArrayNode) example.path("rows").get(0).path("source")).set(1, hostile.get(0));
        }
      }
    }
    ((ObjectNode) target.path("hosts")).putObject(hostile.get(1)).put("state", hostile.get(0));
    ((ObjectNode) target.path("out_of_step")).putObject(hostile.get(5)).put(hostile.get(1), 1);
    ((ObjectNode) report.root().path("rules").get(0)).put("name", hostile.get(0));
    report.root().put("further", hostile.get(1));
    Path page = page(report);
    browser.open(page);
    browser.script("document.querySelectorAll('tr.digest').forEach(r => r.click())");
    assertTrue(browser.script("return window.broken === undefined").asBoolean());
    assertEquals(
        0,
        browser
            .script(
                "return document.querySelectorAll('img, #page script, svg[onload], [onclick], b[onerror]').length")
            .asInt());
    List<String> texts = browser.texts(".digest .sql");
    for (String each : hostile.subList(0, 3)) {
      assertTrue(texts.stream().anyMatch(t -> t.contains(each)), () -> each + " in " + texts);
    }
    assertEquals("Is <b onclick='window.broken=7'>x</b> safe?", browser.text(".eyebrow"));
    assertEquals(List.of(), others(browser.requests(), page));
  }

  @Test
  void fiveThousandStatementsOpenWithinASecond() throws Exception {
    Path page = page(5_000);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      browser.open(page);
      double ready =
          browser
              .script("return performance.getEntriesByName('querymirror-ready')[0].startTime")
              .asDouble();
      best = Math.min(best, ready);
    }
    System.err.println(
        "[it] report.html: "
            + Files.size(page)
            + " bytes, shown after "
            + Math.round(best)
            + " ms");
    assertTrue(best <= 1000, best + " ms");
    assertEquals("Statements 1–50 of 5,000", browser.text(".status"));
    double search =
        browser
            .script(
                "const s = document.getElementById('search'); const from = performance.now();"
                    + "s.value = 'orders_4321'; s.dispatchEvent(new Event('input'));"
                    + "return new Promise(done => { const look = () =>"
                    + "document.querySelector('.status').textContent.includes('of 1,')"
                    + "? done(performance.now() - from) : setTimeout(look, 1); look(); })")
            .asDouble();
    System.err.println("[it] report.html: searched in " + Math.round(search) + " ms");
    assertEquals("Statements 1–1 of 1, 5,000 in all", browser.text(".status"));
  }

  @Test
  void searchAndFiltersNarrowWhatIsShown() throws Exception {
    browser.open(page(210));
    assertEquals("Statements 1–50 of 210", browser.text(".status"));
    browser.press("/", "orders_77");
    Await.until(
        java.time.Duration.ofSeconds(20),
        () -> browser.text(".status").startsWith("Statements 1–1 of 1,"),
        () -> browser.text(".status"));
    assertEquals("search", browser.script(FOCUS).asText());
    browser.press(Browser.ESCAPE);
    assertEquals("Statements 1–50 of 210", browser.text(".status"));
    browser.click("[data-verdict=errors]");
    assertEquals("Statements 1–30 of 30, 210 in all", browser.text(".status"));
    assertEquals(List.of("errors"), browser.texts(".verdict").stream().distinct().toList());
    browser.click("[data-verdict=mismatch]");
    assertEquals("Statements 1–50 of 60, 210 in all", browser.text(".status"));
    browser.script(
        "const s = document.querySelector('.filters select'); s.value = 'shop'; s.dispatchEvent(new Event('change'))");
    assertEquals("Statements 1–20 of 20, 210 in all", browser.text(".status"));
    browser.press("/", "no such statement");
    Await.until(
        java.time.Duration.ofSeconds(20),
        () -> browser.text(".status").equals("No statement matches."),
        () -> browser.text(".status"));
  }

  @Test
  void theKeyboardReachesEverything() throws Exception {
    browser.open(page(120));
    browser.press("/", Browser.DOWN);
    assertEquals("0", browser.script(FOCUS).asText());
    browser.press(Browser.DOWN, Browser.DOWN, Browser.UP);
    assertEquals("1", browser.script(FOCUS).asText());
    assertTrue(
        browser
            .script("return getComputedStyle(document.activeElement).outlineStyle !== 'none'")
            .asBoolean(),
        "the focus is seen");
    browser.press(Browser.ENTER);
    String open = "return document.activeElement.getAttribute('aria-expanded')";
    assertEquals("true", browser.script(open).asText());
    assertTrue(browser.text(".detail").contains("Unknown column"), browser.text(".detail"));
    browser.press(Browser.LEFT);
    assertEquals("false", browser.script(open).asText());
    assertEquals(0, browser.texts(".detail").size());
    browser.press(Browser.RIGHT);
    assertEquals("true", browser.script(open).asText());
    browser.press(Browser.END);
    assertEquals("49", browser.script(FOCUS).asText());
    browser.press(Browser.DOWN);
    assertEquals("0", browser.script(FOCUS).asText());
    assertEquals("Statements 51–100 of 120", browser.text(".status"));
    browser.press(Browser.PAGE_DOWN);
    assertEquals("Statements 101–120 of 120", browser.text(".status"));
    browser.press(Browser.HOME, Browser.UP);
    assertEquals("Statements 51–100 of 120", browser.text(".status"));
    assertEquals("49", browser.script(FOCUS).asText());
    // One stop for all rows: the next one is behind them.
    browser.press(Browser.TAB);
    assertFalse(browser.script("return document.activeElement.matches('tr')").asBoolean());
    assertEquals(
        1,
        browser
            .script("return document.querySelectorAll('tr.digest[tabindex=\"0\"]').length")
            .asInt());
  }

  @Test
  void targetsAreTabs() throws Exception {
    SampleReport report = new SampleReport();
    report.target("twin", 4).put("verdict", "same");
    report.target("candidate", 9);
    Path page = page(report);
    browser.open(page);
    assertEquals(
        "candidate",
        browser
            .script("return document.querySelector('[aria-selected=true]').dataset.target")
            .asText());
    browser.click("[data-target=twin]");
    assertEquals("Statements 1–4 of 4", browser.text(".status"));
    browser.press(Browser.RIGHT);
    assertEquals("Statements 1–9 of 9", browser.text(".status"));
    assertEquals("tab-candidate", browser.script(FOCUS).asText());
    // What is open stands in the address.
    browser.script("document.querySelector('tr.digest').click()");
    assertTrue(
        browser.script("return location.hash").asText().startsWith("#candidate/"),
        () -> browser.script("return location.hash").asText());
    browser.open(page, "twin/0000000000000002");
    assertEquals(1, browser.texts(".detail").size());
    assertEquals("Statements 1–4 of 4", browser.text(".status"));
  }

  @Test
  void rowsLieBesideEachOtherWithWhatDiffersMarked() throws Exception {
    browser.open(page(7));
    browser.script(
        "[...document.querySelectorAll('tr.digest')].find(r => r.innerText.includes('mismatch')).click()");
    assertEquals(
        List.of("id", "name", "total"),
        browser.texts(".rows:first-of-type th[scope=col]").subList(0, 3));
    assertEquals(
        List.of("<varchar 12 #0a11b2c3>", "<varchar 12 #77d0e1f2>"),
        browser.texts("td.differs mark").subList(0, 2));
    assertTrue(browser.text(".detail").contains("no such row"));
    browser.script("document.querySelector('tr.digest.open').scrollIntoView()");
    browser.keep("rows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextCanBeRead(String scheme) throws Exception {
    browser.colors(scheme);
    SampleReport report = new SampleReport();
    report.target("candidate", 21);
    report.target("twin", 3).put("verdict", "cannot_tell");
    browser.open(page(report));
    browser.keep(scheme);
    browser.script("document.querySelectorAll('tr.digest').forEach(r => r.click())");
    assertEquals(scheme.equals("dark") ? "Light" : "Dark", browser.text("#theme"));
    assertEquals("[]", browser.script(PageChecks.CONTRAST).toString());
    browser.click("#theme");
    assertEquals("[]", browser.script(PageChecks.CONTRAST).toString());
    assertEquals(scheme.equals("dark") ? "Dark" : "Light", browser.text("#theme"));
  }

  @Test
  void aNarrowWindowScrollsInOneDirectionOnly() throws Exception {
    browser.open(page(20));
    browser.size(420, 900);
    assertTrue(browser.script("return document.documentElement.scrollWidth <= 420").asBoolean());
  }

  @Test
  void everythingHasANameForThoseWhoDoNotSee() throws Exception {
    browser.open(page(20));
    browser.script("document.querySelectorAll('tr.digest').forEach(r => r.click())");
    assertEquals("[]", browser.script(PageChecks.NAMELESS).toString());
    List<String> ids = new ArrayList<>();
    browser
        .script("return [...document.querySelectorAll('[id]')].map(e => e.id)")
        .forEach(e -> ids.add(e.asText()));
    assertEquals(ids.stream().distinct().toList(), ids);
    assertEquals("en", browser.script("return document.documentElement.lang").asText());
  }
}
