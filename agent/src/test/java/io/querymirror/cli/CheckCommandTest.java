package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String GOOD =
      """
      targets:
        candidate:
          hosts: [{address: "10.0.0.5:3306", weight: 3}, {address: "10.0.0.6", role: reader}]
          username: mirror
          password: hunter2
        next:
          hosts: ["10.0.0.9:3310"]
          username: mirror
          order: none
          writes: apply
      rules:
        - name: no health checks
          match: {sql: '^SELECT 1$'}
          skip: true
        - name: slow reads
          match: {kind: read, schema: shop, slower_than: 250ms, not: {table: "audit_*"}}
          mirror: [candidate, next]
          continue: true
        - name: the rest
          mirror: [candidate]
      report: {directory: /var/reports, every: 90s}
      """;
  private static final String BAD =
      """
      targets:
        candidate:
          hosts: []
          username: mirror
      rules:
        - mirror: [nobody]
      """;

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void place() {
    file = temp.resolve("querymirror.yaml");
  }

  @Test
  void aGoodFileIsSummedUp() throws IOException {
    Files.writeString(file, GOOD);
    Cli cli = Cli.run("check", file.toString());
    assertEquals("", cli.err());
    assertEquals(0, cli.exit);
    try (var golden = getClass().getResourceAsStream("check.txt")) {
      assertEquals(
          new String(golden.readAllBytes(), StandardCharsets.UTF_8),
          cli.out().replace(temp.toString(), "DIR"));
    }
  }

  @Test
  void aSwitchedOffFileSaysSo() throws IOException {
    Files.writeString(file, "enabled: false\n" + GOOD);
    assertTrue(Cli.run("check", file.toString()).out().contains("nothing is mirrored"));
  }

  @Test
  void whatARuleMakesOfItsStatementsIsSaid() throws IOException {
    Files.writeString(
        file,
        """
        targets:
          a: {hosts: db, username: mirror}
          twin: {hosts: other, username: mirror, role: control}
        rules:
          - match: {kind: read}
            mirror: [a, twin]
            sample: 12.5%
            sample_by: session
            copies: 2.5
            vary: true
            rewrite: [{find: a, replace: b}]
        """);
    String said = Cli.run("check", file.toString()).out();
    String does = "mirror 12.5% by session to a, twin, 2.5 copies with other values, rewritten  ";
    assertTrue(said.contains(does) && said.contains("control: results"), said);
    JsonNode rule =
        new ObjectMapper()
            .readTree(Cli.run("check", "--json", file.toString()).out())
            .at("/rules/0");
    assertEquals("12.5%", rule.path("sample").asText());
    assertEquals(2.5, rule.path("copies").asDouble());
  }

  @Test
  void everyMistakeIsALine() throws IOException {
    Files.writeString(file, BAD);
    Cli cli = Cli.run("check", file.toString());
    assertEquals(2, cli.exit);
    assertEquals("", cli.out());
    String[] lines = cli.err().split("\n");
    assertEquals(2, lines.length, cli.err());
    assertTrue(lines[0].startsWith(file + ":3: targets.candidate.hosts: "), lines[0]);
    assertTrue(lines[1].startsWith(file + ":6: rules[0].mirror[0]: "), lines[1]);
  }

  @Test
  void jsonHasTheMistakes() throws IOException {
    Files.writeString(file, BAD);
    Cli cli = Cli.run("check", "--json", file.toString());
    assertEquals(2, cli.exit);
    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertFalse(json.get("valid").asBoolean());
    assertEquals(6, json.at("/errors/1/line").asInt());
  }

  @Test
  void jsonHasTheSummaryButNoPassword() throws IOException {
    Files.writeString(file, GOOD);
    Cli cli = Cli.run("check", file.toString(), "--json");
    assertEquals(0, cli.exit);
    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertTrue(json.get("valid").asBoolean());
    assertEquals("10.0.0.9:3310", json.at("/targets/next/hosts/0/address").asText());
    assertEquals("next", json.at("/rules/1/mirror/1").asText());
    assertFalse(cli.out().contains("hunter2"));
  }

  @Test
  void aMissingFileIsAMistake() {
    Cli cli = Cli.run("check", file.toString());
    assertEquals(2, cli.exit);
    assertTrue(cli.err().startsWith(file.toString()), cli.err());
  }
}
