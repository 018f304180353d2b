package io.querymirror.rule;

import static io.querymirror.rule.Statements.statement;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.Settings;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.rule.Explanation.Answer;
import io.querymirror.rule.Explanation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the rules say of a statement and what they do with it are one. */
class ExplanationTest {
  private static final List<String> FIELDS =
      List.of(
          "kind: read",
          "kind: [insert, update]",
          "digest: '0000000000000012'",
          "digest_text: 'id = \\?'",
          "sql: '^SELECT'",
          "sql: ['^INSERT', 'id = 7$']",
          "table: item",
          "table: 'log.*'",
          "schema: 'sh*'",
          "user: [app, root]",
          "host: 'orders-*'",
          "host_group: billing",
          "in_transaction: true",
          "in_transaction: false",
          "outcome: ok",
          "outcome: error",
          "slower_than: 250ms",
          "binds: {1: {equals: 7}}",
          "binds: {any: {matches: '^eu-'}, 2: {greater_than: 3, less_than: 9}}",
          "binds: {name: {equals: null}}");

  /** Some fields, each once; now and then what they must not be. */
  private static String match(Random random, int depth) {
    List<String> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String field = FIELDS.get(random.nextInt(FIELDS.size()));
      String name = field.substring(0, field.indexOf(':'));
      if (!names.contains(name)) {
        names.add(name);
        fields.add(field);
      }
    }
    if (depth > 0 && random.nextInt(3) == 0) {
      fields.add("not: " + match(random, depth - 1));
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private static String rules(Random random) {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      String does =
          List.of("mirror: a", "mirror: [a, b], continue: true", "skip: true")
              .get(random.nextInt(3));
      String match = i == 3 && random.nextInt(3) == 0 ? "" : ", match: " + match(random, 2);
      rules.append("- {").append(does).append(match).append("}\n");
    }
    return rules.toString();
  }

  private static Execution execution(Random random) {
    Statements s = statement();
    if (random.nextBoolean()) {
      s.sql("INSERT INTO log.audit VALUES (?)")
          .kind(Kind.INSERT)
          .digest("insert into log . audit values ( ? )", 0x13)
          .tables("log.audit");
    }
    if (random.nextBoolean()) {
      s.inTransaction();
    }
    if (random.nextInt(3) == 0) {
      s.outcome(Outcome.error("23000", 1062, "Duplicate"));
    }
    if (random.nextInt(3) == 0) {
      s.millis(300);
    }
    if (random.nextInt(3) == 0) {
      s.schema(random.nextBoolean() ? null : "other");
    }
    if (random.nextInt(3) == 0) {
      s.user("root").host("pay-1:3306");
    }
    switch (random.nextInt(4)) {
      case 0 -> s.binds(7, 5);
      case 1 -> s.binds("eu-1", 4, null);
      case 2 -> s.binds((Object) null);
      default -> {}
    }
    return s.build();
  }

  @Test
  void explanationAndDecisionAgree() {
    Random random = new Random(7);
    int taken = 0;
    int notAsked = 0;
    for (int round = 0; round < 300; round++) {
      String yaml = rules(random);
      Settings settings = Statements.settings(yaml);
      RuleEngine engine = new RuleEngine(settings);
      RuleEngine other = new RuleEngine(settings);
      for (int i = 0; i < 10; i++) {
        Execution e = execution(random);
        Explanation explanation = engine.explain(e);
        String where = yaml + e.sql() + " " + e.binds().size();
        assertArrayEquals(other.decide(e).rules(), explanation.decision().rules(), where);
        List<Integer> rules = new ArrayList<>();
        boolean over = false;
        for (int r = 0; r < explanation.parts().size(); r++) {
          Part part = explanation.parts().get(r);
          boolean holds = part.findings().stream().allMatch(Finding::holds);
          assertEquals(Matches.of(part.rule().match()).test(e), holds, where);
          assertEquals(
              over ? Answer.NOT_ASKED : holds ? Answer.TOOK : Answer.LEFT, part.answer(), where);
          if (part.answer() == Answer.TOOK) {
            rules.add(r);
            over = !part.rule().continues();
          }
          notAsked += part.answer() == Answer.NOT_ASKED ? 1 : 0;
        }
        assertEquals(
            rules.stream().map(String::valueOf).collect(Collectors.joining(",")),
            java.util.Arrays.stream(explanation.decision().rules())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",")),
            where);
        taken += rules.size();
      }
    }
    assertTrue(taken > 300 && notAsked > 300, taken + " taken, " + notAsked + " not asked");
  }

  private static String says(String match, Statements statement) {
    RuleEngine engine = new RuleEngine(Statements.settings("- {mirror: a, match: " + match + "}"));
    return engine.explain(statement.build()).parts().get(0).findings().stream()
        .filter(f -> !f.holds())
        .map(Finding::toString)
        .collect(Collectors.joining("; "));
  }

  @Test
  void eachFieldSaysWhatItMet() {
    assertEquals(
        "kind: expected write, found select; table: expected audit_* or x.y, found shop.item",
        says("{kind: write, table: [audit_*, x.y], schema: shop}", statement()));
    assertEquals(
        "kind: expected read, found other (load)",
        says("{kind: read}", statement().kind(Kind.LOAD)));
    assertEquals(
        "digest: expected 00000000000000ff, found 0000000000000012",
        says("{digest: 00000000000000ff}", statement()));
    assertEquals(
        "schema: expected x, found none; user: expected root, found app;"
            + " host: expected h:3306, found orders-db-1:3306;"
            + " host_group: expected pay-1:3306 or pay-2:*, found orders-db-1:3306",
        says("{schema: x, user: root, host: h, host_group: billing}", statement().schema(null)));
    assertEquals(
        "digest_text: expected zzz, found select * from item where id = ?;"
            + " sql: expected ^x or y$, found SELECT * FROM item WHERE id = 7",
        says("{sql: ['^x', 'y$'], digest_text: zzz}", statement()));
    assertEquals(
        "in_transaction: expected true, found false; outcome: expected ok, found error 1062;"
            + " slower_than: expected 90s, found 1ms",
        says(
            "{in_transaction: true, outcome: ok, slower_than: 90s}",
            statement().outcome(Outcome.error("23000", 1062, "x"))));
    assertEquals(
        "binds.1: expected equals 7 or null, matches ^eu-, found 5;"
            + " binds.3: expected greater_than 10, less_than 20, found no such bind;"
            + " binds.any: expected equals 1, found 5, NULL",
        says(
            "{binds: {1: {equals: [7, null], matches: ^eu-}, 3: {greater_than: 10, less_than: 20},"
                + " any: {equals: 1}}}",
            statement().binds(5, null)));
    assertEquals(
        "not: expected kind read; not (table x), found kind select; not table shop.item",
        says("{not: {kind: read, not: {table: x}}}", statement()));
  }
}
