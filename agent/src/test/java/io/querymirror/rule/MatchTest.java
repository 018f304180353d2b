package io.querymirror.rule;

import static io.querymirror.rule.Statements.statement;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import org.junit.jupiter.api.Test;

/** Every field of {@code match}, with a statement that meets it and one that does not. */
class MatchTest {
  private static void takes(String match, Statements... taken) {
    check(match, true, taken);
  }

  private static void leaves(String match, Statements... left) {
    check(match, false, left);
  }

  private static void check(String match, boolean matched, Statements... statements) {
    RuleEngine engine = new RuleEngine(Statements.settings("- {mirror: a, match: " + match + "}"));
    RuleEngine opposite =
        new RuleEngine(Statements.settings("- {mirror: a, match: {not: " + match + "}}"));
    for (int i = 0; i < statements.length; i++) {
      String where = match + ", statement " + i;
      // The second time from the cache.
      assertEquals(matched, engine.decide(statements[i].build()).matched(), where);
      assertEquals(matched, engine.decide(statements[i].build()).matched(), where);
      assertEquals(!matched, opposite.decide(statements[i].build()).matched(), "not " + where);
      assertEquals(!matched, opposite.decide(statements[i].build()).matched(), "not " + where);
    }
  }

  @Test
  void sqlIsFoundInTheTextAsItIs() {
    takes("{sql: '^SELECT 1$'}", statement().sql("SELECT 1"));
    leaves(
        "{sql: '^SELECT 1$'}",
        statement().sql("select 1"),
        statement().sql("SELECT 1 "),
        statement().sql("SELECT 11"));
    takes("{sql: ['nowhere', 'id = \\d']}", statement());
    takes("{sql: '(?i)^select 1$'}", statement().sql("SELECT 1"));
    takes("{sql: '(?s)a.b'}", statement().sql("a\nb"));
  }

  @Test
  void digestTextIsFoundInTheNormalizedText() {
    takes("{digest_text: 'id = \\?'}", statement());
    leaves("{digest_text: 'id = 7'}", statement());
  }

  @Test
  void digestIsTheId() {
    takes("{digest: '0000000000000012'}", statement());
    takes("{digest: [00000000000000ff, fEdc000000000001]}", statement().digest("x", 0xff));
    takes("{digest: fEdc000000000001}", statement().digest("x", 0xfedc000000000001L));
    leaves("{digest: 00000000000000ff}", statement());
  }

  @Test
  void kindIsAKindOrAGroup() {
    takes("{kind: select}", statement());
    takes("{kind: SELECT}", statement());
    leaves("{kind: [insert, write]}", statement());
    takes("{kind: read}", statement(), statement().kind(Kind.SHOW));
    leaves(
        "{kind: read}",
        statement().kind(Kind.INSERT),
        statement().kind(Kind.SET),
        statement().kind(Kind.OTHER));
    takes(
        "{kind: write}",
        statement().kind(Kind.INSERT),
        statement().kind(Kind.UPDATE),
        statement().kind(Kind.DELETE),
        statement().kind(Kind.REPLACE),
        statement().kind(Kind.CALL),
        statement().kind(Kind.DDL),
        statement().kind(Kind.LOAD));
    leaves(
        "{kind: write}",
        statement(),
        statement().kind(Kind.USE),
        statement().kind(Kind.TRANSACTION),
        statement().kind(Kind.OTHER));
    takes(
        "{kind: other}",
        statement().kind(Kind.OTHER),
        statement().kind(Kind.SHOW),
        statement().kind(Kind.LOAD));
    for (Kind k : Kind.values()) {
      takes("{kind: " + k.configName() + "}", statement().kind(k));
    }
  }

  @Test
  void tableIsAnyOfTheTables() {
    takes("{table: item}", statement(), statement().tables("cart", "item"));
    leaves("{table: item}", statement().tables("items"), statement().tables());
    leaves("{table: ITEM}", statement());
    takes("{table: audit_*}", statement().tables("audit_x"), statement().tables("log.audit_x"));
    takes("{table: 'shop.it*'}", statement(), statement().schema("x").tables("shop.item"));
    leaves(
        "{table: shop.item}",
        statement().schema("other"),
        statement().schema("Shop"),
        statement().schema(null),
        statement().tables("other.item"));
    takes("{table: '*.item'}", statement());
  }

  @Test
  void schemaIsTheCurrentOne() {
    takes("{schema: shop}", statement(), statement().schema("SHOP"));
    takes("{schema: [x, 'sh?p']}", statement());
    leaves("{schema: shop}", statement().schema("shop2").tables("shop.item"));
    leaves("{schema: '*'}", statement().schema(null));
  }

  @Test
  void userIsAsGivenToTheDriver() {
    takes("{user: app}", statement());
    takes("{user: 'a*'}", statement());
    leaves("{user: app}", statement().user("APP"), statement().user(""));
  }

  @Test
  void hostIsAnAddressWithItsPort() {
    takes("{host: orders-db-1}", statement(), statement().host("ORDERS-DB-1:3306"));
    takes("{host: 'orders-*'}", statement());
    leaves("{host: 'orders-*'}", statement().host("orders-db-1:3307"));
    takes("{host: 'orders-*:*'}", statement().host("orders-db-1:3307"));
    takes("{host: '*:3307'}", statement().host("orders-db-1:3307"));
    takes("{host: '*'}", statement().host("orders-db-1:3307"), statement().host(""));
    takes("{host: '[::1]'}", statement().host("[::1]:3306"));
    leaves("{host: orders-db-1}", statement().host("orders-db-2:3306"), statement().host(""));
  }

  @Test
  void hostGroupIsOneOfTheNamedAddresses() {
    takes("{host_group: orders}", statement());
    leaves("{host_group: orders}", statement().host("orders-db-1:3307"));
    takes("{host_group: billing}", statement().host("pay-1:3306"), statement().host("pay-2:3307"));
    leaves("{host_group: billing}", statement(), statement().host("pay-1:3307"));
    takes("{host_group: 'B*'}", statement().host("pay-1:3306"));
    takes("{host_group: [billing, orders]}", statement(), statement().host("pay-1:3306"));
  }

  @Test
  void inTransaction() {
    takes("{in_transaction: true}", statement().inTransaction());
    takes("{in_transaction: false}", statement());
    leaves("{in_transaction: true}", statement());
    leaves("{in_transaction: false}", statement().inTransaction());
  }

  @Test
  void outcome() {
    Outcome error = Outcome.error("23000", 1062, "Duplicate entry");
    takes("{outcome: ok}", statement());
    takes("{outcome: error}", statement().outcome(error));
    leaves("{outcome: error}", statement());
    leaves("{outcome: ok}", statement().outcome(error));
    takes("{outcome: [ok, error]}", statement(), statement().outcome(error));
  }

  @Test
  void slowerThan() {
    takes("{slower_than: 10ms}", statement().millis(11));
    leaves("{slower_than: 10ms}", statement().millis(10), statement().millis(1));
  }

  @Test
  void allFieldsMustHold() {
    String match = "{schema: shop, kind: read, user: app, outcome: ok, sql: item}";
    takes(match, statement());
    leaves(
        match,
        statement().schema("x"),
        statement().kind(Kind.INSERT),
        statement().user("x"),
        statement().outcome(Outcome.error(null, 1, "")),
        statement().sql("x"));
  }

  @Test
  void notLeavesOutWhatMeetsAllOfIt() {
    String match = "{schema: shop, not: {table: 'audit_*', kind: write}}";
    takes(match, statement(), statement().tables("audit_x"), statement().kind(Kind.INSERT));
    leaves(match, statement().tables("audit_x").kind(Kind.INSERT), statement().schema("x"));
  }

  @Test
  void notMixesTextAndValues() {
    String match = "{not: {kind: read, slower_than: 10ms, not: {user: root}}}";
    takes(
        match,
        statement(),
        statement().kind(Kind.INSERT).millis(20),
        statement().millis(20).user("root"));
    leaves(match, statement().millis(20));
  }
}
