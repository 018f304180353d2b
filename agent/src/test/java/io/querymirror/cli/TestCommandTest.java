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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCommandTest {
  private static final String FILE =
      """
      host_groups:
        orders: ["orders-db-*:3306"]
      targets:
        candidate:
          hosts: ["10.0.0.5:3306"]
          username: mirror
          schemas: {shop: shop_next}
        scratch:
          hosts: ["10.0.0.9:3310"]
          username: mirror
          order: none
          writes: rollback
      rules:
        - name: no health checks
          match: {sql: '^SELECT 1$'}
          skip: true
        - name: everything of the shop
          match: {schema: shop, host_group: orders, not: {table: "audit_*"}}
          mirror: [candidate]
          continue: true
        - name: some carts
          match: {table: cart, binds: {1: {greater_than: 100}}}
          mirror: [candidate, scratch]
          sample: 25%
          copies: 2.5
          vary: true
          mask_binds: [1]
          rewrite: [{find: 'FORCE INDEX \\(a\\)', replace: ''}]
      """;

  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(temp.resolve("querymirror.yaml"), FILE);
  }

  private Cli test(String... args) {
    List<String> all = new ArrayList<>(List.of("test", file.toString()));
    all.addAll(List.of(args));
    return Cli.run(all.toArray(new String[0]));
  }

  private JsonNode json(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    Cli cli = test(all.toArray(new String[0]));
    assertEquals(0, cli.exit, cli.err());
    return new ObjectMapper().readTree(cli.out());
  }

  @Test
  void ruleByRuleAndTargetByTarget() throws IOException {
    Cli cli =
        test(
            "--schema=shop",
            "--user=app",
            "--host=orders-db-1",
            "--in-transaction",
            "--bind=101",
            "--sql=SELECT * FROM shop.cart FORCE INDEX (a) WHERE id = ?");
    assertEquals("", cli.err());
    assertEquals(0, cli.exit);
    try (var golden = getClass().getResourceAsStream("test.txt")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), cli.out());
    }
  }

  @Test
  void skippedAndUnmatchedAreSaid() {
    assertTrue(test("--sql", "SELECT 1").out().contains("Skipped: it is mirrored nowhere"));
    String out = test("--sql", "SELECT 2").out();
    assertTrue(out.contains("x sql: expected ^SELECT 1$, found SELECT 2"), out);
    assertTrue(out.contains("x schema: expected shop, found none"), out);
    assertTrue(out.contains("Unmatched: no rule takes it"), out);
  }

  @Test
  void writesAreDeniedAsInTheMirror() throws IOException {
    JsonNode json =
        json("--schema", "shop", "--host", "orders-db-1", "--sql", "DELETE FROM item WHERE id = 1");
    assertEquals("mirrored", json.path("decision").asText());
    assertEquals("took", json.at("/rules/1/answer").asText());
    JsonNode target = json.at("/targets/candidate");
    assertEquals("dropped", target.path("fate").asText());
    assertEquals("write_denied", target.path("dropped").asText());
    assertTrue(target.path("sql").isNull());
    assertTrue(json.at("/statement/tables/0/written").asBoolean());
    assertEquals("delete", json.at("/statement/kind").asText());
    assertEquals("write", json.at("/statement/group").asText());
  }

  @Test
  void whatIsNeverSentSaysWhy() throws IOException {
    String rules = FILE.replaceFirst("(?s)rules:.*", "rules: [{mirror: [candidate, scratch]}]\n");
    Files.writeString(file, rules);
    JsonNode kill = json("--sql", "KILL 7");
    assertEquals("unsupported", kill.at("/targets/scratch/dropped").asText());
    assertEquals("kill", kill.at("/targets/scratch/why").asText());
    JsonNode ddl = json("--sql", "CREATE TABLE t (id INT)");
    assertEquals(
        "it commits by itself, and the target has writes: rollback",
        ddl.at("/targets/scratch/why").asText());
    JsonNode set = json("--sql", "SET @a = 1");
    assertTrue(set.path("session_control").asBoolean());
    assertEquals("session control under order: none", set.at("/targets/scratch/why").asText());
    assertEquals("runs", set.at("/targets/candidate/fate").asText());
    JsonNode deadlock = json("--sql", "SELECT 7", "--outcome", "1213");
    assertEquals("not_repeated", deadlock.at("/targets/candidate/fate").asText());
    JsonNode failed = json("--sql", "SELECT 7", "--outcome", "1146");
    assertEquals("runs", failed.at("/targets/candidate/fate").asText());
    assertEquals("error", failed.at("/statement/outcome").asText());
  }

  @Test
  void aSampleByDigestIsTold() throws IOException {
    String rules =
        FILE.replaceFirst(
            "(?s)rules:.*", "rules: [{mirror: scratch, sample: 50%, sample_by: digest}]\n");
    Files.writeString(file, rules);
    int kept = 0;
    for (int i = 0; i < 40; i++) {
      JsonNode target = json("--sql", "SELECT c" + i + " FROM t").at("/targets/scratch");
      assertTrue(target.path("in_sample").isBoolean());
      kept += target.path("in_sample").asBoolean() ? 1 : 0;
    }
    assertTrue(kept > 5 && kept < 35, kept + " of 40");
  }

  @Test
  void bindsAreWhatTheyLookLike() throws IOException {
    String rules =
        FILE.substring(0, FILE.indexOf("rules:"))
            + """
            rules:
              - {name: number, match: {binds: {1: {equals: 7, matches: '^7'}}}, mirror: candidate}
              - {name: nothing, match: {binds: {1: {equals: null}}}, mirror: candidate}
              - {name: text, match: {binds: {1: {matches: '^007$'}}}, mirror: candidate}
              - {name: truth, match: {binds: {1: {matches: true}}}, mirror: candidate}
            """;
    Files.writeString(file, rules);
    String sql = "SELECT ?";
    assertEquals("number", rule(json("--sql", sql, "--bind", "7.0")));
    assertEquals("nothing", rule(json("--sql", sql, "--bind", "NULL")));
    assertEquals("text", rule(json("--sql", sql, "--bind", "'007'")));
    assertEquals("truth", rule(json("--sql", sql, "--bind", "true")));
  }

  private static String rule(JsonNode json) {
    return json.at("/targets/candidate/rule").asText();
  }

  @Test
  void aBadFileIsTwo() throws IOException {
    Files.writeString(file, "targets: {}\n");
    Cli cli = test("--sql", "SELECT 1");
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("querymirror.yaml:1: rules: "), cli.err());
    cli = test("--sql", "SELECT 1", "--json");
    assertEquals(2, cli.exit);
    assertFalse(new ObjectMapper().readTree(cli.out()).path("valid").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--sql x --bind 1",
        "--sql x --outcome maybe",
        "--sql x --duration 5",
        "--sq x"
      })
  void wrongUsageIsTwo(String args) {
    Cli cli = test(args.isEmpty() ? new String[0] : args.split(" "));
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("Usage: querymirror test"), cli.err());
    assertTrue(cli.err().contains("test --help"), cli.err());
    assertEquals("", cli.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--duration", "--slower-than"})
  void aTimeByEitherName(String name) throws IOException {
    Cli cli = test("--sql", "SELECT 1", name, "5ms", "--json");
    assertEquals(
        5_000, new ObjectMapper().readTree(cli.out()).at("/statement/duration_us").asInt());
    cli = test("--sql", "SELECT 1", name, "5");
    assertTrue(cli.err().contains("option '" + name + "'"), cli.err());
  }
}
