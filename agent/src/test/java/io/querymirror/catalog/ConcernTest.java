package io.querymirror.catalog;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.order.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What statements concern, by the schema of a shop. */
class ConcernTest {
  private static final Outcome KEY_100 = Outcome.success(false, 1, 100);
  private static final Outcome ONE = Outcome.success(false, 1, Outcome.NO_KEY);
  private static final Outcome NO_ROW = Outcome.success(false, 0, Outcome.NO_KEY);
  private static final Outcome DUPLICATE = Outcome.error("23000", 1062, "Duplicate entry");

  private final List<String> log = new ArrayList<>();
  private final FakeSchema server = shop();
  private final Catalogs catalogs = new Catalogs(server, Runnable::run, log::add);
  private final Concern concern = new Concern(catalogs, s -> s, log::add);

  static FakeSchema shop() {
    String ci = "varchar(20)/utf8mb4_general_ci";
    return new FakeSchema()
        .table("acct", "id bigint", "grp int", "bal decimal(10,2)", "rate double", "n int unsigned")
        .primary("acct", "id")
        .table("orders", "id bigint auto", "cust bigint null", "ref " + ci, "total int")
        .primary("orders", "id")
        .unique("orders", "ref", "ref")
        .table("line", "id bigint auto", "order_id bigint", "sku " + ci, "qty int default=1")
        .primary("line", "id")
        .key("line(order_id)", "orders(id)", "CASCADE", "NO ACTION")
        .key("orders(cust)", "cust(id)", "SET NULL", "CASCADE")
        .table("cust", "id bigint", "name " + ci)
        .primary("cust", "id")
        .table("stock", "sku " + ci, "day date", "qty int")
        .primary("stock", "sku", "day")
        .table("counter", "id int", "n int default=0", "last " + ci + " null")
        .primary("counter", "id")
        .table("seqlog", "id int auto", "v int null")
        .primary("seqlog", "id")
        .table("opt", "id int auto", "tok " + ci + " null", "code int null default=7")
        .primary("opt", "id")
        .unique("opt", "tok", "tok")
        .unique("opt", "code", "code")
        .table("tree", "id int auto", "parent int null")
        .primary("tree", "id")
        .key("tree(parent)", "tree(id)", "CASCADE", "NO ACTION")
        .table("heap", "v int")
        .table("formula", "id int", "a int", "b int generated")
        .primary("formula", "id")
        .unique("formula", "b", "b")
        .table("prefix", "id int", "a " + ci)
        .primary("prefix", "id")
        .unique("prefix", "a", "a:3")
        .table("audited", "id int", "v int")
        .primary("audited", "id")
        .trigger("audited", "AFTER", "UPDATE", "INSERT INTO seqlog (v) VALUES (NEW.v)")
        .trigger("audited", "BEFORE", "INSERT", "SET NEW.id = NEW.id + 1")
        .trigger("audited", "AFTER", "DELETE", "BEGIN CALL tidy(OLD.id); END")
        .table("stamped", "id int", "at timestamp touched", "n int")
        .primary("stamped", "id")
        .table("MyISAM", "legacy", new String[] {"id int"})
        .primary("legacy", "id")
        .view("rich", "select `a`.`id` AS `id` from `shop`.`acct` `a` where `a`.`bal` > 10")
        .view("sold", "select 1 from (`shop`.`rich` join `shop`.`line`)")
        .view("odd", "")
        .function("total", "BEGIN UPDATE acct SET n = n + 1; RETURN 1; END")
        .function("rate", "RETURN (SELECT max(rate) FROM acct)")
        .function("hidden", null)
        .procedure("look", "SELECT count(*) FROM orders JOIN cust ON cust.id = orders.cust")
        .procedure("around", "BEGIN CALL look(); SELECT rate(1) FROM rich; CALL shop.around(); END")
        .procedure("lies", "BEGIN SELECT 1; DELETE FROM seqlog; END")
        .procedure("trusts", "CALL lies()")
        .procedure("hides", null);
  }

  private static Arguments row(String sql, String expected, Object... binds) {
    return Arguments.of(sql, expected, binds);
  }

  static Stream<Arguments> statements() {
    return Stream.of(
        // Reads.
        row("SELECT bal FROM acct WHERE id = ?", "READ acct[PRIMARY[7]]", 7),
        row("SELECT a.bal FROM shop.acct a WHERE a.id = 7", "READ acct[PRIMARY[7]]"),
        row(
            "SELECT bal FROM acct WHERE id IN (1, ?)",
            "READ acct[PRIMARY[1]], READ acct[PRIMARY[2]]",
            2),
        row("SELECT bal FROM acct WHERE id = ? FOR UPDATE", "WRITE acct[PRIMARY[7]]", 7),
        row("SELECT bal FROM acct WHERE id = ? LOCK IN SHARE MODE", "SHARE acct[PRIMARY[7]]", 7),
        row("SELECT bal FROM acct WHERE grp = ?", "READ acct", 7),
        row("SELECT bal FROM acct WHERE id = ?", "READ acct", (Object) null),
        row("SELECT id FROM orders WHERE ref = ?", "READ orders", "a"),
        row(
            "SELECT qty FROM stock WHERE sku = ? AND day = '2026-01-02'",
            "READ stock[PRIMARY[A, 2026-01-02]]",
            "a"),
        row("SELECT qty FROM stock WHERE sku = ?", "READ stock", "a"),
        row("SELECT * FROM acct, cust WHERE acct.id = 7", "READ acct, READ cust"),
        row("SELECT * FROM rich WHERE id = 7", "READ acct"),
        row("SELECT * FROM sold", "READ acct, READ line"),
        row("SELECT * FROM odd", "everything"),
        row("SELECT total(1)", "everything"),
        row("SELECT hidden(1)", "everything"),
        row("SELECT rate(1) FROM cust WHERE id = 7", "READ acct, READ cust"),
        row("SELECT rate(1) FROM cust WHERE id = 7 FOR UPDATE", "everything"),
        row("UPDATE cust SET name = rate(1)", "everything"),
        row("SELECT other.f(1)", "everything"),
        row("SELECT NEXT VALUE FOR s", "everything"),
        row("SELECT count(*), now()", ""),
        row("SELECT * FROM information_schema.TABLES", ""),
        row("SELECT * FROM nowhere", "everything"),
        // Updates.
        row("UPDATE acct SET bal = ? WHERE id = ?", "WRITE acct[PRIMARY[7]]", 1, 7),
        row("UPDATE acct SET bal = bal + 1 WHERE id = 7", "WRITE acct[PRIMARY[7]] commuting"),
        row(
            "UPDATE acct SET n = n - ?, grp = grp + 1 WHERE id = 7",
            "WRITE acct[PRIMARY[7]] commuting",
            3),
        row("UPDATE acct SET n = n - ? WHERE id = 7", "WRITE acct[PRIMARY[7]]", (Object) null),
        row("UPDATE acct SET n = n - 1.5 WHERE id = 7", "WRITE acct[PRIMARY[7]]"),
        row("UPDATE acct SET rate = rate + 1 WHERE id = 7", "WRITE acct[PRIMARY[7]]"),
        row("UPDATE acct SET n = n + 1, bal = 2 WHERE id = 7", "WRITE acct[PRIMARY[7]]"),
        row("UPDATE acct SET n = n - 1 WHERE id = 7 AND n > 0", "WRITE acct[PRIMARY[7]]"),
        row("UPDATE acct SET n = n - 1 WHERE id = 7 AND n = 4", "WRITE acct[PRIMARY[7]]"),
        row("UPDATE acct SET n = n - 1 WHERE grp = 7", "WRITE acct"),
        row("UPDATE acct SET id = 9 WHERE id = 7", "WRITE acct"),
        row("UPDATE acct SET bal = bal + 1 WHERE grp = ?", "WRITE acct", 7),
        row("UPDATE orders SET total = 1 WHERE id = 7", "WRITE orders[PRIMARY[7]]"),
        row("UPDATE orders SET ref = 'x' WHERE id = 7", "WRITE orders"),
        row("UPDATE orders SET total = 1 WHERE ref = 'x'", "WRITE orders"),
        row(
            "UPDATE orders SET cust = ? WHERE id = 7",
            "SHARE cust[PRIMARY[3]], WRITE orders[PRIMARY[7]]",
            3),
        row("UPDATE orders SET cust = NULL WHERE id = 7", "WRITE orders[PRIMARY[7]]"),
        row(
            "UPDATE orders SET cust = cust + 1 WHERE id = 7",
            "SHARE cust, WRITE orders[PRIMARY[7]]"),
        row("UPDATE cust SET id = 8 WHERE id = 7", "WRITE cust, WRITE orders"),
        row("UPDATE cust SET name = 'x' WHERE id = 7", "WRITE cust[PRIMARY[7]]"),
        row("UPDATE formula SET a = 1 WHERE id = 7", "WRITE formula"),
        row("UPDATE audited SET v = 1 WHERE id = 7", "WRITE audited[PRIMARY[7]], WRITE seqlog"),
        row("UPDATE stamped SET n = n + 1 WHERE id = 7", "WRITE stamped[PRIMARY[7]] commuting"),
        row("UPDATE rich SET id = 1", "WRITE acct"),
        row(
            "UPDATE acct SET bal = (SELECT max(n) FROM counter) WHERE id = 7",
            "SHARE counter, WRITE acct"),
        row(
            "UPDATE acct, cust SET bal = 1 WHERE acct.id = cust.id",
            "WRITE acct, WRITE cust, WRITE orders"),
        // Deletes.
        row("DELETE FROM acct WHERE id = ?", "WRITE acct[PRIMARY[7]]", 7),
        row("DELETE FROM line WHERE id = ?", "WRITE line[PRIMARY[7]]", 7),
        row("DELETE FROM line WHERE order_id = ? AND sku = ?", "WRITE line", 7, "a"),
        row("DELETE FROM orders WHERE id = 7", "WRITE line, WRITE orders"),
        row("DELETE FROM cust WHERE id = 7", "WRITE cust[PRIMARY[7]], WRITE orders"),
        row("DELETE FROM tree WHERE id = 7", "WRITE tree"),
        row("DELETE FROM audited WHERE id = 7", "everything"),
        // Inserts.
        row(
            "INSERT INTO acct (id, grp) VALUES (?, 1), (8, 2)",
            "WRITE acct[PRIMARY[7]], WRITE acct[PRIMARY[8]]",
            7),
        row("INSERT INTO acct VALUES (1, 2, 3, 4, 5)", "WRITE acct[PRIMARY[1]]"),
        row("INSERT INTO acct SET id = 4", "WRITE acct[PRIMARY[4]]"),
        row("INSERT INTO acct (id) VALUES (@x)", "WRITE acct"),
        row("INSERT INTO acct (grp) VALUES (1)", "WRITE acct"),
        row("INSERT INTO acct (id) VALUES (LAST_INSERT_ID())", "WRITE acct"),
        row(
            "INSERT INTO orders (cust, ref) VALUES (?, ?)",
            "SHARE cust[PRIMARY[3]], WRITE orders[PRIMARY[100]], WRITE orders[ref[AB]]",
            3,
            "ab"),
        row(
            "INSERT INTO orders (ref) VALUES ('Ab  ')",
            "WRITE orders[PRIMARY[100]], WRITE orders[ref[AB]]"),
        row(
            "INSERT INTO orders (id, ref) VALUES (NULL, 'x')",
            "WRITE orders[PRIMARY[100]], WRITE orders[ref[X]]"),
        row(
            "INSERT INTO orders (id, ref) VALUES (0, 'x'), (?, 'y')",
            "WRITE orders[PRIMARY[100]], WRITE orders[PRIMARY[101]], WRITE orders[ref[X]],"
                + " WRITE orders[ref[Y]]",
            (Object) null),
        row(
            "INSERT INTO orders (id, ref) VALUES (5, 'x'), (NULL, 'y')",
            "SHARE cust, WRITE orders"),
        row(
            "INSERT INTO orders (id, ref) VALUES (5, 'x')",
            "WRITE orders[PRIMARY[5]], WRITE orders[ref[X]]"),
        row("INSERT INTO orders (ref) VALUES (NULL)", "SHARE cust, WRITE orders"),
        row(
            "INSERT INTO line (order_id, sku) VALUES (?, 'a')",
            "SHARE orders[PRIMARY[7]], WRITE line[PRIMARY[100]]",
            7),
        row(
            "INSERT INTO line (order_id, sku) VALUES (LAST_INSERT_ID(), 'a')",
            "SHARE orders, WRITE line[PRIMARY[100]]"),
        row("INSERT INTO opt (tok) VALUES (NULL)", "WRITE opt[PRIMARY[100]], WRITE opt[code[7]]"),
        row("INSERT INTO opt (tok, code) VALUES (DEFAULT, NULL)", "WRITE opt[PRIMARY[100]]"),
        row(
            "INSERT INTO tree (parent) VALUES (5)",
            "SHARE tree[PRIMARY[5]], WRITE tree[PRIMARY[100]]"),
        row("INSERT INTO heap VALUES (1)", "WRITE heap"),
        row("INSERT INTO formula (id, a) VALUES (1, 2)", "WRITE formula"),
        row("INSERT INTO prefix (id, a) VALUES (1, 'abcd')", "WRITE prefix"),
        row("INSERT INTO audited VALUES (1, 2)", "WRITE audited"),
        row(
            "INSERT INTO counter (id, n) VALUES (?, 1) ON DUPLICATE KEY UPDATE n = n + 1",
            "WRITE counter[PRIMARY[7]]",
            7),
        row(
            "INSERT INTO counter (id, n) VALUES (7, 1) ON DUPLICATE KEY UPDATE id = 8",
            "WRITE counter"),
        row(
            "INSERT INTO orders (id, ref) VALUES (5, 'x') ON DUPLICATE KEY UPDATE total=1",
            "SHARE cust, WRITE orders"),
        row("REPLACE INTO counter (id, n) VALUES (7, 1)", "WRITE counter[PRIMARY[7]]"),
        row(
            "REPLACE INTO orders (id, ref) VALUES (5, 'x')",
            "SHARE cust, WRITE line, WRITE orders"),
        row("INSERT INTO seqlog (v) SELECT n FROM acct", "SHARE acct, WRITE seqlog"),
        row("INSERT INTO counter SELECT * FROM counter", "WRITE counter"),
        row("LOAD DATA INFILE 'x' INTO TABLE acct", "WRITE acct"),
        // The rest.
        row("CALL p()", "everything"),
        row("CALL look()", "READ cust, READ orders"),
        row("{CALL Look()}", "READ cust, READ orders"),
        row("CALL shop.look", "READ cust, READ orders"),
        row("CALL look(rate(2))", "READ acct, READ cust, READ orders"),
        row("{? = CALL rate(1)}", "everything"),
        row("CALL around(?, @x)", "READ acct, READ cust, READ orders", 1),
        row("CALL look((SELECT max(id) FROM acct FOR UPDATE))", "everything"),
        row("CALL lies()", "everything"),
        row("CALL trusts()", "everything"),
        row("CALL hides()", "everything"),
        row("CALL elsewhere.look()", "everything"),
        row("CALL look(); DELETE FROM acct", "everything"),
        row("CREATE TABLE x (id int)", "everything"),
        row("TRUNCATE acct", "everything"),
        row("SET @x = 1", ""),
        row("SET @x = (SELECT max(id) FROM acct)", "READ acct"),
        row("SET @x = total(1)", "everything"),
        row("SHOW TABLES", ""),
        row("USE shop", ""),
        row("KILL 7", ""),
        row("FROBNICATE acct", "everything"),
        // Under ANSI_QUOTES these are tables.
        row("SELECT * FROM \"acct\" WHERE id = 7", "everything"),
        row("UPDATE \"acct\" SET n = 1", "everything"),
        row("INSERT \"acct\" VALUES (1)", "everything"),
        row("SELECT bal FROM acct WHERE id = 7 AND x = \"a\"", "READ acct[PRIMARY[7]]"),
        row("SELECT 'open", "everything"),
        row(
            "UPDATE acct SET bal = 1 WHERE id = 7; DELETE FROM seqlog WHERE id = 1",
            "WRITE acct, WRITE seqlog"));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void concerns(String sql, String expected, Object[] binds) {
    assertEquals(expected, tell(of(sql, KEY_100, TRANSACTION_REPEATABLE_READ, binds)), sql);
    assertEquals(expected, tell(of(sql, KEY_100, TRANSACTION_REPEATABLE_READ, binds)), "again");
  }

  @Test
  void whatReadCommittedDoesNotLock() {
    String[][] cases = {
      {"UPDATE acct SET bal = 1 WHERE grp = 7", "WRITE acct unlocked"},
      {"UPDATE acct SET bal = 1 WHERE id > 7", "WRITE acct unlocked"},
      {"UPDATE acct SET bal = 1 WHERE id = 7", "WRITE acct[PRIMARY[7]]"},
      {"UPDATE acct SET id = 1 WHERE id = 7", "WRITE acct"},
      {"DELETE FROM orders WHERE ref = 'a'", "WRITE line, WRITE orders"},
      {
        "DELETE FROM acct WHERE id IN (1, 2)",
        "WRITE acct[PRIMARY[1]] unlocked, WRITE acct[PRIMARY[2]] unlocked"
      },
      {"INSERT INTO seqlog (v) SELECT n FROM acct", "READ acct unlocked, WRITE seqlog"},
      {"SELECT bal FROM acct WHERE grp = 7 FOR UPDATE", "WRITE acct"},
    };
    for (String[] c : cases) {
      assertEquals(c[1], tell(of(c[0], ONE, TRANSACTION_READ_COMMITTED)), c[0]);
    }
    String point = "UPDATE acct SET bal = 1 WHERE id = 7";
    assertEquals(
        "WRITE acct[PRIMARY[7]] unlocked", tell(of(point, NO_ROW, TRANSACTION_READ_COMMITTED)));
    assertEquals("WRITE acct[PRIMARY[7]]", tell(of(point, NO_ROW, TRANSACTION_REPEATABLE_READ)));
    assertEquals(
        "WRITE line, WRITE orders unlocked",
        tell(of("DELETE FROM orders WHERE ref = 'a'", NO_ROW, TRANSACTION_READ_COMMITTED)));
  }

  @Test
  void placesInsertSelectByItsStartWhereNothingHoldsItsSource() {
    String sql = "INSERT INTO seqlog (v) SELECT n FROM acct";
    assertTrue(of(sql, ONE, TRANSACTION_READ_COMMITTED).placedByStart());
    assertFalse(of(sql, ONE, TRANSACTION_REPEATABLE_READ).placedByStart());
    assertFalse(
        of("INSERT INTO seqlog (v) VALUES (1)", ONE, TRANSACTION_READ_COMMITTED).placedByStart());
  }

  @Test
  void tellsConsistentReads() {
    int rr = TRANSACTION_REPEATABLE_READ;
    assertTrue(of("SELECT * FROM acct WHERE id = 7", Outcome.ROWS, rr).consistentRead());
    assertTrue(of("SELECT * FROM acct, cust", Outcome.ROWS, rr).consistentRead());
    assertTrue(of("SET @x = (SELECT max(id) FROM acct)", NO_ROW, rr).consistentRead());
    assertTrue(of("SELECT * FROM nowhere", Outcome.ROWS, rr).consistentRead());
    assertFalse(of("SELECT 1", Outcome.ROWS, rr).consistentRead());
    assertFalse(
        of("SELECT * FROM acct WHERE id = 7 FOR UPDATE", Outcome.ROWS, rr).consistentRead());
    assertFalse(of("UPDATE acct SET n = 1", ONE, rr).consistentRead());
  }

  @Test
  void readsLockUnderSerializable() {
    String sql = "SELECT * FROM acct WHERE id = 7";
    assertEquals(
        "SHARE acct[PRIMARY[7]]",
        tell(concern.of(Executions.inTransaction(sql, Outcome.ROWS), TRANSACTION_SERIALIZABLE)));
    assertEquals("READ acct[PRIMARY[7]]", tell(of(sql, Outcome.ROWS, TRANSACTION_SERIALIZABLE)));
  }

  @Test
  void aFailedInsertMetWhatIsThere() {
    String sql = "INSERT INTO orders (ref) VALUES ('a')";
    assertEquals("WRITE orders[ref[A]]", tell(of(sql, DUPLICATE, TRANSACTION_REPEATABLE_READ)));
    String ignoring = "INSERT IGNORE INTO orders (ref) VALUES ('a')";
    assertEquals("WRITE orders[ref[A]]", tell(of(ignoring, NO_ROW, TRANSACTION_REPEATABLE_READ)));
    // Of a driver that tells no key.
    assertEquals("WRITE orders", withoutCust(of(sql, ONE, TRANSACTION_REPEATABLE_READ)));
    assertEquals(
        "WRITE seqlog",
        tell(of("INSERT INTO seqlog (v) VALUES (1)", DUPLICATE, TRANSACTION_REPEATABLE_READ)));
  }

  private static String withoutCust(Concerned c) {
    return tell(c).replace("SHARE cust, ", "");
  }

  @Test
  void valuesThatTheServerTakesForOneAreOne() {
    String sql = "SELECT * FROM acct WHERE id = ?";
    String seven = tell(of(sql, Outcome.ROWS, TRANSACTION_REPEATABLE_READ, 7));
    for (Object same :
        new Object[] {7L, (short) 7, "7", "07", "7.0", new java.math.BigDecimal("7.00")}) {
      assertEquals(
          seven, tell(of(sql, Outcome.ROWS, TRANSACTION_REPEATABLE_READ, same)), "" + same);
    }
    for (Object doubtful : new Object[] {"7a", 7.5, "7.5", "", " 7", "9007199254740993", 7.0f}) {
      assertEquals(
          "READ acct",
          tell(of(sql, Outcome.ROWS, TRANSACTION_REPEATABLE_READ, doubtful)),
          "" + doubtful);
    }
    assertNotEquals(seven, tell(of(sql, Outcome.ROWS, TRANSACTION_REPEATABLE_READ, 8)));
  }

  @Test
  void knowsNothingUntilTheSchemaIsRead() {
    List<Runnable> tasks = new ArrayList<>();
    Catalogs later = new Catalogs(server, tasks::add, log::add);
    Concern waiting = new Concern(later, s -> s, log::add);
    String sql = "UPDATE acct SET bal = 1 WHERE id = 7";
    assertEquals("everything", tell(waiting.of(Executions.of(sql, ONE), 4)));
    assertEquals("everything", tell(waiting.of(Executions.of(sql, ONE), 4)));
    assertEquals(1, tasks.size());
    assertFalse(waiting.isKnown(Executions.of(sql, ONE)));
    assertFalse(waiting.isKnown(Executions.of("CREATE TEMPORARY TABLE x SELECT * FROM acct", ONE)));
    assertTrue(waiting.isKnown(Executions.of("CREATE TABLE x (id int)", ONE)));
    assertTrue(waiting.isKnown(Executions.of("COMMIT", ONE)));
    tasks.remove(0).run();
    assertTrue(waiting.isKnown(Executions.of(sql, ONE)));
    assertEquals("WRITE acct[PRIMARY[7]]", tell(waiting.of(Executions.of(sql, ONE), 4)));
  }

  @Test
  void aDefinitionIsWaitedFor() {
    String sql = "UPDATE acct SET bal = 1 WHERE id = 7";
    assertEquals("WRITE acct[PRIMARY[7]]", tell(of(sql, ONE, 4)));
    var definition = Executions.of("ALTER TABLE acct ADD x int", ONE);
    assertEquals("everything", tell(concern.of(definition, 4)));
    assertEquals("everything", tell(of(sql, ONE, 4)));
    assertEquals(1, server.opened());
    concern.done(definition);
    assertEquals("WRITE acct[PRIMARY[7]]", tell(of(sql, ONE, 4)));
    assertEquals(2, server.opened());
    var truncate = Executions.of("TRUNCATE TABLE acct", ONE);
    concern.of(truncate, 4);
    assertEquals("WRITE acct[PRIMARY[7]]", tell(of(sql, ONE, 4)));
    concern.done(truncate);
    assertEquals(2, server.opened());
  }

  @Test
  void temporaryTablesAreTheirSessions() {
    assertEquals("everything", tell(of("INSERT INTO tmp VALUES (1)", ONE, 4)));
    assertEquals("SHARE acct", tell(of("CREATE TEMPORARY TABLE tmp SELECT * FROM acct", ONE, 4)));
    assertEquals("", tell(of("INSERT INTO tmp VALUES (1)", ONE, 4)));
    assertEquals("WRITE seqlog", tell(of("INSERT INTO seqlog (v) SELECT a FROM tmp", ONE, 4)));
    assertTrue(of("SELECT * FROM tmp", Outcome.ROWS, 4).consistentRead());
    assertEquals("", tell(of("CREATE TEMPORARY TABLE acct (id int)", ONE, 4)));
    assertEquals("", tell(of("DROP TEMPORARY TABLE tmp", ONE, 4)));
    assertEquals("everything", tell(of("CREATE TABLE tmp (id int)", ONE, 4)));
  }

  @Test
  void tellsOfTablesWithoutTransactionsOnce() {
    assertEquals("WRITE legacy[PRIMARY[1]]", tell(of("INSERT INTO legacy VALUES (1)", ONE, 4)));
    of("DELETE FROM legacy", ONE, 4);
    assertEquals(1, log.size());
    assertTrue(log.get(0).startsWith("shop.legacy is MyISAM"), log.get(0));
  }

  @Test
  void namesAreTheTargets() {
    Catalogs mapped = new Catalogs(server, Runnable::run, log::add);
    Concern there = new Concern(mapped, s -> "app".equals(s) ? "shop" : s, log::add);
    assertEquals(
        "WRITE acct[PRIMARY[7]]",
        tell(there.of(Executions.in("app", "UPDATE acct SET bal = 1 WHERE id = 7", ONE), 4)));
    assertEquals(
        "WRITE acct[PRIMARY[7]]",
        tell(there.of(Executions.in(null, "DELETE FROM app.acct WHERE id = 7", ONE), 4)));
    assertEquals("everything", tell(there.of(Executions.in(null, "DELETE FROM acct", ONE), 4)));
  }

  @Test
  void keysOfSeveralRowsNeedTheServersStep() {
    Catalogs others = new Catalogs(shop().increment(2), Runnable::run, log::add);
    Concern two = new Concern(others, s -> s, log::add);
    String one = "INSERT INTO seqlog (v) VALUES (1)";
    assertEquals("WRITE seqlog[PRIMARY[100]]", tell(two.of(Executions.of(one, KEY_100), 4)));
    assertEquals("WRITE seqlog", tell(two.of(Executions.of(one + ", (2)", KEY_100), 4)));
  }

  /** One entry may bring a key of its own along, so that another's is not what it seems. */
  @Test
  void keysThatWereMadeOutHoldWhereAllAreDrawn() {
    String drawn = "INSERT INTO seqlog (v) VALUES (?)";
    assertEquals("WRITE seqlog[PRIMARY[1]]", tell(concern.of(Executions.first(drawn, 2, 7), 4)));
    assertEquals("WRITE seqlog", tell(concern.of(Executions.first(drawn, 3, 7), 4)));
    String open = "INSERT INTO seqlog (id, v) VALUES (?, 1)";
    assertEquals("WRITE seqlog", tell(concern.of(Executions.first(open, 2, null), 4)));
  }

  private Concerned of(String sql, Outcome outcome, int isolation, Object... binds) {
    return concern.of(Executions.of(sql, outcome, binds), isolation);
  }

  private static String tell(Concerned c) {
    if (c.everything()) {
      assertTrue(c.accesses().isEmpty());
      return "everything";
    }
    return c.accesses().stream()
        .map(Access::toString)
        .map(s -> s.replace("shop.", ""))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }
}
