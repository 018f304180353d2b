package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.querymirror.Manual.Block;
import io.querymirror.Manual.Page;
import io.querymirror.Manual.Row;
import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the README and the manual show is true. A YAML block says behind its fence what it is: a
 * whole {@code file}, {@code rules} or a {@code match} or a {@code target} to be put into one, or
 * {@code wrong}, with what is said of it in the block behind it.
 */
class DocsTest {
  private static final Map<String, String> ENV =
      Map.of("MIRROR_PASSWORD", "secret", "QUERYMIRROR_TOKEN", "0123456789abcdef");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
  private static final String UNKNOWN = "found the unknown key \"zzzzzzzzzzzz\", expected ";

  @TempDir Path dir;

  static Stream<Block> yaml() {
    return Manual.pages().stream()
        .flatMap(p -> p.blocks().stream())
        .filter(b -> b.info().startsWith("yaml"));
  }

  private Settings load(String yaml) throws IOException, ConfigException {
    return ConfigLoader.load(Files.writeString(dir.resolve("querymirror.yaml"), yaml), ENV);
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void everyExampleIsValid(Block block) throws Exception {
    String rules = "rules: [{mirror: candidate}]\n";
    String targets =
        "targets: {candidate: {hosts: a, username: u}, twin: {hosts: b, username: u}}\n"
            + "host_groups: {orders: 'orders-db-*', billing: 'billing-db-*'}\n";
    switch (block.info()) {
      case "yaml file":
        load(block.text());
        break;
      case "yaml target":
        load("targets:\n  candidate:\n" + block.text().indent(4) + rules);
        break;
      case "yaml rules":
        load(targets + "rules:\n" + block.text().indent(2));
        break;
      case "yaml match":
        load(targets + "rules:\n- mirror: candidate\n  match:\n" + block.text().indent(4));
        break;
      case "yaml expected":
        load(targets + "rules: [{mirror: candidate}]\nexpected:\n" + block.text().indent(2));
        break;
      case "yaml kubernetes":
        break; // DocsDeploymentTest
      case "yaml wrong":
        assertThrows(ConfigException.class, () -> load(block.text()));
        break;
      default:
        fail("not marked as file, target, rules, match or wrong");
    }
  }

  @Test
  void mistakesAreToldAsShown() throws Exception {
    for (Page page : Manual.pages()) {
      for (int i = 0; i < page.blocks().size(); i++) {
        if (page.blocks().get(i).info().equals("yaml wrong")) {
          String yaml = page.blocks().get(i).text();
          ConfigException e = assertThrows(ConfigException.class, () -> load(yaml));
          assertEquals(
              page.blocks().get(i + 1).text().stripTrailing(),
              e.getMessage().replace(dir + "/", ""));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; zzzzzzzzzzzz: 1",
        "targets.NAME; targets: {a: {zzzzzzzzzzzz: 1}}",
        "targets.NAME.hosts; targets: {a: {hosts: [{zzzzzzzzzzzz: 1}]}}",
        "targets.NAME.compare; targets: {a: {compare: {zzzzzzzzzzzz: 1}}}",
        "targets.NAME.compare.plans; targets: {a: {compare: {plans: {zzzzzzzzzzzz: 1}}}}",
        "targets.NAME.queue; targets: {a: {queue: {zzzzzzzzzzzz: 1}}}",
        "rules[]; rules: [{zzzzzzzzzzzz: 1}]",
        "rules[].rewrite; rules: [{rewrite: [{zzzzzzzzzzzz: 1}]}]",
        "rules[].match; rules: [{match: {zzzzzzzzzzzz: 1}}]",
        "rules[].match.binds; rules: [{match: {binds: {1: {zzzzzzzzzzzz: 1}}}}]",
        "report; report: {zzzzzzzzzzzz: 1}",
        "shutdown; shutdown: {zzzzzzzzzzzz: 1}",
        "expected[]; expected: [{zzzzzzzzzzzz: 1}]",
        "verdict; verdict: {zzzzzzzzzzzz: 1}",
        "limits; limits: {zzzzzzzzzzzz: 1}",
        "self_test; self_test: {zzzzzzzzzzzz: 1}",
        "reload; reload: {zzzzzzzzzzzz: 1}",
        "http; http: {zzzzzzzzzzzz: 1}",
      })
  void everyKeyIsOnItsPage(String section, String yaml) {
    Set<String> documented =
        Manual.page("configuration.md").rows().stream()
            .filter(r -> r.heads().get(0).equals("Key") && section(r).equals(section))
            .map(r -> Manual.codeIn(r.cells().get(0)).get(0))
            .collect(Collectors.toCollection(TreeSet::new));
    ConfigException e = assertThrows(ConfigException.class, () -> load(yaml));
    Set<String> known =
        e.errors().stream()
            .map(error -> error.message())
            .filter(m -> m.startsWith(UNKNOWN))
            .map(m -> m.substring(UNKNOWN.length()).replaceFirst("^one of ", ""))
            .flatMap(m -> Arrays.stream(m.split(", | or ")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known, documented);
  }

  private static String section(Row row) {
    List<String> code = Manual.codeIn(row.heading());
    return code.isEmpty() ? "" : code.get(code.size() - 1);
  }

  @Test
  void everyTableOfKeysIsOfAKnownSection() {
    Set<String> sections =
        Manual.page("configuration.md").rows().stream()
            .filter(r -> r.heads().get(0).equals("Key"))
            .map(DocsTest::section)
            .collect(Collectors.toSet());
    assertEquals(18, sections.size(), sections.toString());
  }

  @Test
  void everyLinkLeadsSomewhere() {
    for (Page page : Manual.pages()) {
      Matcher links = LINK.matcher(String.join("\n", page.prose()));
      while (links.find()) {
        String link = links.group(1);
        if (!link.startsWith("https://")) {
          String[] parts = link.split("#", 2);
          Path file =
              parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
          assertTrue(Files.exists(file), page.file() + ": " + link);
          if (parts.length > 1) {
            assertTrue(anchors(Page.read(file)).contains(parts[1]), page.file() + ": " + link);
          }
        }
      }
    }
  }

  /** As GitHub makes them. */
  private static Set<String> anchors(Page page) {
    return page.prose().stream()
        .filter(l -> l.startsWith("#"))
        .map(l -> l.replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT))
        .map(l -> l.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** A renamed test must not leave a claim behind that nothing holds. */
  @Test
  void everyTestThatIsNamedExists() throws Exception {
    Set<String> classes;
    try (Stream<Path> files = Files.walk(Manual.ROOT, 12)) {
      classes =
          files
              .filter(f -> f.toString().contains("src/test/java"))
              .map(f -> f.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    for (Page page : Manual.pages()) {
      for (String code : page.code()) {
        if (code.matches("[A-Z]\\w*[a-z](Test|IT)")) {
          assertTrue(classes.contains(code), page.file() + ": " + code);
        }
      }
    }
  }
}
