package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final Map<String, String> ENV = Map.of("MIRROR_PASSWORD", "s3cret");

  @TempDir Path dir;

  private Settings load(String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(dir.resolve("querymirror.yaml"), yaml);
    return ConfigLoader.load(file, ENV, 100L << 30);
  }

  @Test
  void everythingThatCanBeWritten() throws Exception {
    Path file = Path.of(getClass().getResource("full.yaml").toURI());
    Settings s = ConfigLoader.load(file, ENV);
    assertTrue(s.enabled());
    assertEquals(file, s.file());
    assertEquals(
        "{orders=[orders-db-*:3306, 10.1.0.7:*], billing=[billing-db:3306]}",
        s.hostGroups().toString());
    assertEquals(Path.of("reports"), s.report().directory());
    assertEquals(Duration.ofSeconds(1), s.report().every());
    assertEquals(3, s.report().keep());
    assertEquals(Duration.ZERO, s.drain());
    assertEquals(64 << 10, s.limits().statementSize());
    assertEquals(0.125, s.limits().cpu());
    assertEquals(Double.POSITIVE_INFINITY, s.limits().heap());
    assertEquals(500, s.limits().overheadNanos());
    assertEquals(Duration.ofMinutes(5), s.selfTest().every());
    assertEquals(Duration.ofSeconds(10), s.selfTest().length());
    assertEquals("::1", s.http().host());
    assertEquals(9464, s.http().port());
    assertEquals("0123456789abcdef", s.http().token());
    assertEquals("[::1]:9464", s.http().toString());

    assertEquals(List.of("candidate", "plain"), List.copyOf(s.targets().keySet()));
    TargetSettings t = s.targets().get("candidate");
    assertEquals("candidate", t.name());
    assertEquals(
        "[10.0.0.5:3307 weight 3 WRITER, 10.0.0.6:3306 weight 1 READER,"
            + " [::1]:3308 weight 1 WRITER]",
        t.hosts().toString());
    assertEquals("::1", t.hosts().get(2).host());
    assertEquals(3308, t.hosts().get(2).port());
    assertEquals("mirror", t.username());
    assertEquals("s3cret", t.password());
    assertEquals(Map.of("shop", "shop_next"), t.schemas());
    assertEquals(Map.of("sslMode", "REQUIRED", "connectTimeout", "500"), t.properties());
    assertEquals(Order.NONE, t.order());
    assertEquals(Writes.APPLY, t.writes());
    assertEquals(Protocol.CHEAPEST, t.protocol());
    assertEquals(12, t.connections());
    assertEquals(1000, t.queueStatements());
    assertEquals(3 << 20, t.queueBytes());
    assertEquals(Duration.ofMillis(250), t.timeout());
    assertEquals(Role.CANDIDATE, t.role());
    assertEquals("3e11fa47-71ca-11e1-9e33-c80aa9429562", t.serverUuid());
    assertEquals("copy", s.targets().get("plain").username());

    assertEquals(3, s.rules().size());
    RuleSettings skip = s.rules().get(0);
    assertEquals("no health checks", skip.name());
    assertEquals(31, skip.line());
    assertTrue(skip.skip());
    assertFalse(skip.match().isEmpty());
    RuleSettings rule = s.rules().get(1);
    assertEquals("rule 2", rule.name());
    assertEquals(List.of("candidate", "plain"), rule.mirror());
    assertTrue(rule.continues());
    assertEquals(9, rule.match().kinds().size());
    assertEquals(3, rule.match().groupHosts().size());
    assertEquals(2, rule.match().binds().size());
    assertEquals(Boolean.TRUE, rule.match().inTransaction());
    assertEquals(Boolean.TRUE, rule.match().succeeded());
    assertEquals(Duration.ofMillis(10), rule.match().slowerThan());
    assertNotNull(rule.match().not());
    CopySettings copy = rule.copy();
    assertEquals("12.5", copy.sample().toString());
    assertEquals(SampleBy.SESSION, copy.sampleBy());
    assertEquals(2_500_000, copy.copies());
    assertTrue(copy.vary());
    assertEquals("select $ from a_ne$t", rewritten(copy, "select x from a"));
    assertTrue(s.rules().get(2).match().isEmpty());
  }

  private static String rewritten(CopySettings copy, String text) {
    String sql = text;
    for (RewriteSettings one : copy.rewrites()) {
      sql = one.apply(sql);
    }
    return sql;
  }

  @Test
  void defaults() throws Exception {
    Settings s = load("targets: {a: {hosts: db, username: u}}\nrules: [{mirror: a}]\n");
    assertTrue(s.enabled());
    assertEquals(Duration.ofSeconds(5), s.drain());
    assertEquals(Path.of("querymirror-report"), s.report().directory());
    assertEquals(Duration.ofSeconds(10), s.report().every());
    assertEquals(10, s.report().keep());
    assertEquals(1 << 20, s.limits().statementSize());
    assertEquals(0.5, s.limits().cpu());
    assertEquals(0.9, s.limits().heap());
    assertEquals(Double.POSITIVE_INFINITY, s.limits().overheadNanos());
    assertNull(s.selfTest());
    TargetSettings t = s.targets().get("a");
    assertEquals("db:3306", t.hosts().get(0).address());
    assertEquals(1, t.hosts().get(0).weight());
    assertEquals(HostRole.WRITER, t.hosts().get(0).role());
    assertEquals("", t.password());
    assertEquals(Order.SESSION, t.order());
    assertEquals(Writes.DENY, t.writes());
    assertEquals(0, t.connections());
    assertEquals(20_000, t.queueStatements());
    assertEquals(64 << 20, t.queueBytes());
    assertEquals(Duration.ofSeconds(30), t.timeout());
    assertNull(t.serverUuid());
    CopySettings copy = s.rules().get(0).copy();
    assertEquals("100", copy.sample().toString());
    assertEquals(SampleBy.TRANSACTION, copy.sampleBy());
    assertEquals(CopySettings.MILLION, copy.copies());
    assertFalse(copy.vary());
    assertEquals(List.of(), copy.rewrites());
  }

  @Test
  void comparisonIsRead() throws Exception {
    Settings s =
        load(
            "targets: {a: {hosts: db, username: u, role: control, compare: {results: true,"
                + " warnings: false, data: own, rows: 5, bytes: 2KB, strings: collation,"
                + " tolerance: 0.5, save: true}}, b: {hosts: db, username: u}}\n"
                + "rules: [{mirror: [a, b]}]\n"
                + "expected:\n"
                + "- {match: {table: t}, targets: a, columns: [x, Y], tolerance: 1s, reason: r,"
                + " until: 2027-01-31}\n"
                + "- {tolerance: 0.5, reason: s}\n");
    TargetSettings a = s.targets().get("a");
    assertEquals(Role.CONTROL, a.role());
    CompareSettings c = a.compare();
    assertTrue(c.save());
    assertTrue(c.results());
    assertFalse(c.warnings());
    assertEquals(TargetData.OWN, c.data());
    assertEquals(5, c.rows());
    assertEquals(2048, c.bytes());
    assertEquals(StringComparison.COLLATION, c.strings());
    assertEquals(0.5, c.floatTolerance());
    assertEquals(0.5, c.doubleTolerance());
    TargetSettings b = s.targets().get("b");
    assertEquals(Role.CANDIDATE, b.role());
    assertTrue(b.compare().results());
    assertTrue(b.compare().warnings());
    assertFalse(b.compare().save());
    assertEquals(TargetData.MIRRORED, b.compare().data());
    assertEquals(10_000, b.compare().rows());
    assertEquals(1 << 20, b.compare().bytes());
    assertEquals(StringComparison.EXACT, b.compare().strings());
    assertEquals(1e-6, b.compare().floatTolerance());
    assertEquals(1e-9, b.compare().doubleTolerance());
    ExpectedSettings first = s.expected().get(0);
    assertEquals(List.of("a"), first.targets());
    assertEquals(List.of("x", "Y"), first.columns());
    assertEquals(Duration.ofSeconds(1), first.tolerance().time());
    assertEquals("r", first.reason());
    assertFalse(first.isExpired(LocalDate.of(2027, 1, 31)));
    assertTrue(first.isExpired(LocalDate.of(2027, 2, 1)));
    ExpectedSettings second = s.expected().get(1);
    assertEquals("0.5", String.valueOf(second.tolerance().number()));
    assertTrue(second.match().isEmpty());
    assertNull(second.until());
  }

  @Test
  void fractionsOfCopiesAreKeptToAMillionth() throws Exception {
    String rule = "targets: {a: {hosts: db, username: u}}\nrules: [{mirror: a, copies: %s}]\n";
    assertEquals(1_333_333, load(String.format(rule, "1.3333333")).rules().get(0).copy().copies());
    assertEquals(1_000_000_000, load(String.format(rule, "1000")).rules().get(0).copy().copies());
  }

  @Test
  void aQueueTakesNoMoreThanATwentiethOfTheHeapUnlessItsSizeIsGiven() throws Exception {
    String yaml =
        "targets: {a: {hosts: db, username: u}, b: {hosts: db, username: u, queue: {size: 1GB}}}\n"
            + "rules: []\n";
    Path file = Files.writeString(dir.resolve("q.yaml"), yaml);
    Settings s = ConfigLoader.load(file, Map.of(), 100 << 20);
    assertEquals(5 << 20, s.targets().get("a").queueBytes());
    assertEquals(1 << 30, s.targets().get("b").queueBytes());
  }

  @Test
  void theEnvironmentFillsInAnyValue() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("q.yaml"),
            "enabled: ${ON:false}\n"
                + "targets:\n"
                + "  a:\n"
                + "    hosts: ['${HOST}:${PORT:3307}']\n"
                + "    username: pre-${USER_NAME}-post\n"
                + "    password: $${NOT}${EMPTY}${NONE:}$5$\n"
                + "    queue: {statements: '${COUNT}'}\n"
                + "    connections: ${CONNECTIONS:auto}\n"
                + "    properties: {url: '${URL:jdbc:x:y}'}\n"
                + "rules: [{mirror: '${TARGET}', skip: '${ON:false}'}]\n");
    Map<String, String> env =
        Map.of("HOST", "db", "USER_NAME", "u:}${X}", "EMPTY", "", "COUNT", "77", "TARGET", "a");
    Settings s = ConfigLoader.load(file, env);
    assertFalse(s.enabled());
    TargetSettings t = s.targets().get("a");
    assertEquals("db:3307", t.hosts().get(0).address());
    assertEquals("pre-u:}${X}-post", t.username());
    assertEquals("${NOT}$5$", t.password());
    assertEquals(77, t.queueStatements());
    assertEquals(0, t.connections());
    assertEquals("jdbc:x:y", t.properties().get("url"));
    assertEquals(List.of("a"), s.rules().get(0).mirror());
  }

  @Test
  void aPasswordComesFromAFileWithoutItsLineEnd() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), " pass word \r\n\n");
    Settings s =
        load(
            "targets: {a: {hosts: db, username: u, password_file: '" + secret + "'}}\nrules: []\n");
    assertEquals(" pass word ", s.targets().get("a").password());
    assertEquals(Set.of(secret), s.secretFiles());
  }

  @Test
  void secretsAreInNoText() throws Exception {
    Settings s =
        load(
            "targets: {a: {hosts: db, username: u, password: s3cret, properties: {p: s3cret}}}\n"
                + "rules: []\n");
    assertFalse(s.targets().toString().contains("s3cret"), s.targets().toString());
  }

  @Test
  void quotesAnchorsAndEmptySections() throws Exception {
    Settings s =
        load(
            "targets:\n"
                + "  a: &a {hosts: &h [db], username: 0123, password: \"\", schemas: , queue: }\n"
                + "  b: {hosts: *h, username: 'null', compare: }\n"
                + "  c: *a\n"
                + "host_groups:\n"
                + "report:\n"
                + "shutdown: ~\n"
                + "limits: null\n"
                + "rules:\n"
                + "- mirror: a\n"
                + "  match: {kind: SELECT, digest: 0123456789012345}\n");
    assertEquals("0123", s.targets().get("a").username());
    assertEquals("", s.targets().get("a").password());
    assertEquals("null", s.targets().get("b").username());
    assertEquals("db:3306", s.targets().get("c").hosts().get(0).address());
  }

  @Test
  void byteOrderMarkAndWindowsLineEnds() throws Exception {
    assertFalse(load("\uFEFFenabled: false\r\nrules: []\r\n").enabled());
  }

  @Test
  void aTakeAllRuleMayComeAfterOnesThatContinue() throws Exception {
    Settings s =
        load(
            "targets: {a: {hosts: db, username: u}}\n"
                + "rules:\n"
                + "- {mirror: a, continue: true}\n"
                + "- {name: last, match: {}, skip: true}\n");
    assertEquals(2, s.rules().size());
    assertTrue(s.rules().get(1).match().isEmpty());
  }
}
