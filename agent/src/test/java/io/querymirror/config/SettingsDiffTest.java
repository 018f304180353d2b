package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDiffTest {
  private static final String TARGETS =
      "targets:\n"
          + "  a: {hosts: ['db:3306'], username: u, password: \"${PASSWORD}\"}\n"
          + "  b: {hosts: [db2], username: u}\n";
  private static final String RULES =
      "rules:\n  - {name: one, match: {kind: read}, mirror: a}\n  - {name: two, mirror: b}\n";

  @TempDir Path directory;

  private Settings load(String text, String password) throws Exception {
    Path file = Files.writeString(directory.resolve("q.yaml"), text);
    return ConfigLoader.load(file, Map.of("PASSWORD", password));
  }

  private List<String> changes(String before, String after) throws Exception {
    return load(after, "x").changesSince(load(before, "x"));
  }

  @Test
  void commentsAndSpacesAreNoChange() throws Exception {
    assertEquals(
        List.of(),
        changes(TARGETS + RULES, "# new\n" + TARGETS.replace("db2", "db2:3306") + "\n\n" + RULES));
  }

  @Test
  void targetsByTheKeysThatDiffer() throws Exception {
    String after =
        TARGETS.replace("username: u,", "username: v, timeout: 5s,").replace("  b:", "  c:");
    assertEquals(
        List.of(
            "target a changed: username, timeout",
            "target c is new",
            "target b is removed",
            "rule \"two\" changed"),
        changes(TARGETS + RULES, after + RULES.replace("mirror: b", "mirror: c")));
  }

  @Test
  void aSecretIsSeenAndNotShown() throws Exception {
    Settings before = load(TARGETS + RULES, "secret-1");
    List<String> changes = load(TARGETS + RULES, "secret-2").changesSince(before);
    assertEquals(List.of("target a changed: password"), changes);
    assertFalse(changes.toString().contains("secret"));
  }

  @Test
  void whatIsBelowCompareCounts() throws Exception {
    assertEquals(
        List.of("target b changed: compare"),
        changes(
            TARGETS + RULES,
            TARGETS.replace("[db2],", "[db2], compare: {plans: {per_second: 3}},") + RULES));
  }

  @Test
  void rulesByName() throws Exception {
    assertEquals(
        List.of("rule \"one\" changed", "rule \"three\" is new", "rule \"two\" is removed"),
        changes(TARGETS + RULES, TARGETS + RULES.replace("read", "write").replace("two", "three")));
  }

  @Test
  void theOrderOfRules() throws Exception {
    String turned =
        "rules:\n  - {name: two, match: {kind: write}, mirror: b}\n"
            + "  - {name: one, match: {kind: read}, mirror: a}\n";
    assertEquals(
        List.of("rules are in another order"),
        changes(
            TARGETS + RULES.replace("two, mirror", "two, match: {kind: write}, mirror"),
            TARGETS + turned));
  }

  @Test
  void everythingElseByItsSection() throws Exception {
    assertEquals(
        List.of("enabled changed", "reload changed", "report changed"),
        changes(
                TARGETS + RULES + "report: {every: 1s}\n",
                TARGETS + RULES + "report: {every: 2s}\nenabled: false\nreload: {watch: false}\n")
            .stream()
            .sorted()
            .toList());
  }
}
