package io.querymirror.rule;

import static io.querymirror.rule.Statements.statement;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.Settings;
import io.querymirror.model.Binds;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleEngineTest {
  private static final String TO_A = "mirror: a";
  private static final String TO_B = "mirror: b";
  private static final String TO_A_ON = "mirror: a, continue: true";
  private static final String YES = "match: {schema: shop}";
  private static final String NO = "match: {schema: other}";

  private static RuleEngine engine(String... rules) {
    StringBuilder yaml = new StringBuilder();
    for (String rule : rules) {
      yaml.append("- {").append(rule).append("}\n");
    }
    return new RuleEngine(Statements.settings(rules.length == 0 ? "  []\n" : yaml.toString()));
  }

  private static Decision decide(String... rules) {
    return engine(rules).decide(statement().build());
  }

  /** Three rules, each as {@code action/whether it matches}; expected hits and taking rules. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "a/yes,    b/yes,    b/yes,   [a by 0],         0",
    "a/no,     b/yes,    a/yes,   [b by 1],         1",
    "a/no,     b/no,     b/no,    [],               ''",
    "skip/yes, a/yes,    b/yes,   [],               0",
    "skip/no,  a/yes,    b/yes,   [a by 1],         1",
    "a+/yes,   b/yes,    a/yes,   '[a by 0, b by 1]', 01",
    "a+/yes,   b/no,     b/yes,   '[a by 0, b by 2]', 02",
    "a+/yes,   a/yes,    b/yes,   [a by 0],         01",
    "a+/yes,   a+/yes,   b/yes,   '[a by 0, b by 2]', 012",
    "a+/yes,   skip/yes, b/yes,   [a by 0],         01",
    "a+/yes,   skip/no,  b/yes,   '[a by 0, b by 2]', 02",
    "a+/no,    skip/yes, b/yes,   [],               1",
    "a+/yes,   b/no,     b/no,    [a by 0],         0",
    "ab/yes,   b/yes,    b/yes,   '[a by 0, b by 0]', 0",
    "b+/yes,   ab/yes,   a/yes,   '[b by 0, a by 1]', 01",
  })
  void firstMatchWinsUnlessItContinues(
      String first, String second, String third, String hits, String rules) {
    Decision d = decide(rule(first), rule(second), rule(third));
    assertEquals(hits, d.hits().toString());
    int[] expected = rules.chars().map(c -> c - '0').toArray();
    assertArrayEquals(expected, d.rules());
    assertEquals(!hits.equals("[]"), d.matched());
    assertEquals(hits.equals("[]") && !rules.isEmpty(), d.skipped());
    assertTrue(d.stable());
  }

  private static String rule(String spec) {
    String action = spec.substring(0, spec.indexOf('/'));
    String match = spec.endsWith("/yes") ? YES : NO;
    if (action.equals("skip")) {
      return match + ", skip: true";
    }
    String targets = action.startsWith("ab") ? "[a, b]" : action.substring(0, 1);
    return match + ", mirror: " + targets + (action.endsWith("+") ? ", continue: true" : "");
  }

  @Test
  void noRules() {
    Decision d = decide();
    assertFalse(d.matched());
    assertFalse(d.skipped());
    assertTrue(d.stable());
    assertEquals(0, d.rules().length);
  }

  @Test
  void aRuleWithoutMatchTakesEverything() {
    assertTrue(decide(TO_A).matched());
    assertTrue(
        engine(TO_A).decide(statement().schema(null).kind(Kind.OTHER).tables().build()).matched());
  }

  @Test
  void aDecisionByTextAndSessionIsStable() {
    assertTrue(decide(YES + ", " + TO_A, "match: {slower_than: 1s}, mirror: b").stable());
    assertTrue(decide(NO + ", " + TO_A).stable());
    assertTrue(decide("match: {schema: other, slower_than: 1s}, mirror: a", TO_B).stable());
    assertTrue(
        decide("match: {not: {schema: shop, binds: {1: {equals: 1}}, user: x}}, mirror: a")
            .stable());
  }

  @Test
  void aDecisionThatAValueHadASayInIsNot() {
    for (String field :
        new String[] {
          "binds: {1: {equals: 7}}", "in_transaction: true", "outcome: error", "slower_than: 1s"
        }) {
      String rule = "match: {schema: shop, " + field + "}, mirror: a";
      assertFalse(decide(rule).stable(), field);
      assertFalse(decide(rule, TO_B).stable(), field);
      assertFalse(decide("match: {not: {" + field + "}}, skip: true").stable(), field);
      assertFalse(decide(TO_A_ON, rule).stable(), field);
    }
  }

  @Test
  void valuesAreAskedEachTime() {
    RuleEngine engine =
        engine(
            "match: {schema: shop, binds: {1: {equals: 7}}}, mirror: a",
            "match: {outcome: error}, mirror: b, continue: true",
            "match: {in_transaction: true}, skip: true");
    Outcome error = Outcome.error("HY000", 1, "");
    assertEquals("[a by 0]", engine.decide(statement().binds(7).build()).hits().toString());
    assertFalse(engine.decide(statement().binds(8).build()).matched());
    assertFalse(engine.decide(statement().binds(8).build()).skipped());
    assertTrue(engine.decide(statement().binds(8).inTransaction().build()).skipped());
    Decision d = engine.decide(statement().binds(8).inTransaction().outcome(error).build());
    assertEquals("[b by 1]", d.hits().toString());
    assertArrayEquals(new int[] {1, 2}, d.rules());
    assertFalse(engine.decide(statement().schema("x").binds(7).build()).matched());
  }

  @Test
  void sessionsOfOneTextAreToldApart() {
    RuleEngine engine =
        engine(
            "match: {user: root}, skip: true",
            "match: {host: 'db-2:*'}, mirror: b",
            "match: {table: shop.item}, mirror: a");
    assertEquals("[a by 2]", engine.decide(statement().build()).hits().toString());
    assertTrue(engine.decide(statement().user("root").build()).skipped());
    assertEquals(
        "[b by 1]", engine.decide(statement().host("db-2:3306").build()).hits().toString());
    assertFalse(engine.decide(statement().schema("other").build()).matched());
    assertEquals("[a by 2]", engine.decide(statement().build()).hits().toString());
  }

  @Test
  void oneDigestWithTwoShapesIsToldApart() {
    RuleEngine engine = engine("match: {kind: read, table: item}, mirror: a");
    assertTrue(engine.decide(statement().build()).matched());
    assertFalse(engine.decide(statement().kind(Kind.INSERT).build()).matched());
    assertFalse(engine.decide(statement().tables("x").build()).matched());
    RuleEngine bySql = engine("match: {sql: SELECT, table: item}, mirror: a");
    assertTrue(bySql.decide(statement().build()).matched());
    assertFalse(bySql.decide(statement().tables("x").build()).matched());
  }

  @Test
  void alikeStatementsShareOneDecision() {
    RuleEngine engine = engine("match: {kind: read}, mirror: a");
    Decision d = engine.decide(statement().sql("SELECT 1").build());
    assertSame(d, engine.decide(statement().sql("SELECT 2").user("x").schema("y").build()));
  }

  @Test
  void theRulesOfADecisionAreNobodysToChange() {
    RuleEngine engine = engine(TO_A);
    engine.decide(statement().build()).rules()[0] = 5;
    assertArrayEquals(new int[] {0}, engine.decide(statement().build()).rules());
  }

  @Test
  void sessionControlIsJudgedAsTextOnly() {
    RuleEngine engine = engine(TO_A);
    assertTrue(engine.decide(statement().sql("BEGIN").kind(Kind.TRANSACTION).build()).matched());
    Execution sample = statement().build();
    SourceEvent commit =
        SourceEvent.control(
            SourceEvent.Type.COMMIT, sample.connection(), 1, 2, 0, 0, false, Outcome.ROWS, null, 0);
    Execution method =
        new Execution(
            commit,
            2,
            null,
            null,
            Binds.NONE,
            Outcome.ROWS,
            null,
            false,
            1,
            1,
            true,
            ControlType.COMMIT,
            null,
            null);
    assertThrows(IllegalStateException.class, () -> engine.decide(method));
  }

  @Test
  void textsThatHoldValuesShareAPlanByThePatternsFoundInThem() {
    Settings s =
        Statements.settings(
            "- {match: {sql: '7', not: {sql: '^SELECT 70'}}, mirror: a}\n"
                + "- {match: {sql: ['9', '8$']}, mirror: b}");
    PlanCache cache = new PlanCache(1_000, 1 << 20);
    RuleEngine engine = new RuleEngine(s.rules(), cache);
    for (int i = 0; i < 1_000; i++) {
      String n = String.valueOf(i);
      boolean a = n.contains("7") && !n.startsWith("70");
      boolean b = n.contains("9") || n.endsWith("8");
      String hits = a ? "[a by 0]" : b ? "[b by 1]" : "[]";
      Execution e = statement().sql("SELECT " + i).literal().build();
      assertEquals(hits, engine.decide(e).hits().toString(), e.sql());
    }
    assertTrue(cache.size() < 16, "plans: " + cache.size());
  }

  @Test
  void theCacheIsBoundedInPlans() {
    Settings s = Statements.settings("- {match: {sql: '7'}, mirror: a}");
    PlanCache cache = new PlanCache(10, 1 << 20);
    RuleEngine engine = new RuleEngine(s.rules(), cache);
    for (int i = 0; i < 100; i++) {
      assertEquals(
          String.valueOf(i).contains("7"),
          engine.decide(statement().sql("SELECT " + i).build()).matched());
      assertTrue(cache.size() <= 10);
    }
    assertEquals(10, cache.size());
  }

  @Test
  void theCacheIsBoundedInBytes() {
    Settings s = Statements.settings("- {match: {sql: x}, mirror: a}");
    PlanCache cache = new PlanCache(1_000_000, 100_000);
    RuleEngine engine = new RuleEngine(s.rules(), cache);
    for (int i = 0; i < 500; i++) {
      assertTrue(engine.decide(statement().sql("x".repeat(1_000) + i).build()).matched());
      assertTrue(cache.bytes() <= 100_000);
    }
    int kept = cache.size();
    assertTrue(kept > 30 && kept < 100, "kept " + kept);
    assertTrue(engine.decide(statement().sql("x".repeat(10_000)).build()).matched());
    assertEquals(kept, cache.size());
  }

  @Test
  void theLastUsedPlansStay() {
    Settings s = Statements.settings("- {match: {sql: x}, mirror: a}");
    RuleEngine engine = new RuleEngine(s.rules(), new PlanCache(2, 1 << 20));
    Decision first = engine.decide(statement().sql("x1").build());
    engine.decide(statement().sql("x2").build());
    assertSame(first, engine.decide(statement().sql("x1").build()));
    engine.decide(statement().sql("x3").build());
    assertSame(first, engine.decide(statement().sql("x1").build()));
  }
}
