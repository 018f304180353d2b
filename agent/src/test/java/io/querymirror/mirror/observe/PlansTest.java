package io.querymirror.mirror.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import io.querymirror.plan.PlanServer;
import io.querymirror.sql.SqlParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {
  private static final SourceConnection CONNECTION =
      new SourceConnection(1, "connector-j", "app", "db:3306", "shop", Map.of(), 7, 40000);
  private static final long MINUTE = 60_000_000_000L;

  private static Execution execution(String sql, long sequence) {
    StatementText text = new StatementText(sql);
    SourceEvent event =
        SourceEvent.statement(
            CONNECTION, 0, 1_000, SourceEvent.Form.TEXT, text, Binds.NONE, Outcome.ROWS);
    return new Execution(
        event,
        sequence,
        text,
        SqlParser.parse(sql),
        Binds.NONE,
        Outcome.ROWS,
        "shop",
        true,
        0,
        0,
        false,
        null,
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM t WHERE b = 1",
        "SELECT UPPER(a), COUNT(*) FROM t GROUP BY UPPER(a)",
        "SELECT a FROM t WHERE b = 1 FOR UPDATE",
        "WITH x AS (SELECT a FROM t) SELECT * FROM x",
        "(SELECT a FROM t) UNION (SELECT b FROM u)",
        "INSERT INTO t SELECT * FROM u",
        "REPLACE INTO t SELECT * FROM u",
        "UPDATE t SET a = 1 WHERE b = 2",
        "DELETE FROM t WHERE b = 2"
      })
  void hasAPlan(String sql) {
    assertNull(Plans.unsuited(execution(sql, 1)));
  }

  /** Nothing that may run, wait, lock or answer otherwise on another connection. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t SET a = 1",
        "SELECT my_function(a) FROM t",
        "UPDATE t SET a = shop.f(1)",
        "CALL p()",
        "SELECT a FROM t WHERE b = @x",
        "SELECT a INTO @x FROM t",
        "SELECT a FROM t WHERE b = LAST_INSERT_ID()",
        "SELECT a FROM t WHERE SLEEP(1)",
        "SELECT a FROM t WHERE GET_LOCK('x', 1)",
        "SELECT NEXTVAL(s), a FROM t",
        "SELECT LOAD_FILE('/etc/passwd'), a FROM t",
        "SELECT a FROM t INTO OUTFILE '/tmp/x'",
        "SELECT a FROM t; SELECT b FROM t",
        "SELECT a FROM t WHERE b = 'open end",
        "CREATE TABLE t (a INT)",
        "DROP TABLE t",
        "SET @a = 1",
        "COMMIT",
        "SHOW TABLES",
        "EXPLAIN SELECT a FROM t",
        "TRUNCATE t",
        "LOAD DATA INFILE 'x' INTO TABLE t"
      })
  void isLeftAlone(String sql) {
    assertNotNull(Plans.unsuited(execution(sql, 1)));
  }

  private static PlanRequest request(String sql, long sequence, boolean urgent) {
    return new PlanRequest(execution(sql, sequence), List.of(), urgent, 1_000);
  }

  @Test
  void targetsAskAboutOneExecution() {
    PlanOffers offers = new PlanOffers();
    PlanRequest first = request("SELECT a FROM t WHERE b = 1", 1, false);
    PlanRequest second = request("SELECT a FROM t WHERE b = 2", 2, false);
    PlanRequest other = request("SELECT b FROM t WHERE b = 2", 3, false);
    assertSame(first, offers.choose(first, "a", 0, MINUTE));
    assertSame(first, offers.choose(second, "b", 1, MINUTE));
    assertSame(other, offers.choose(other, "b", 1, MINUTE));
    // Its own choice is no reason to keep to it.
    assertSame(second, offers.choose(second, "a", 2, MINUTE));
    assertEquals(0, offers.urgent(first.key(), "b"));
    // Too old.
    assertSame(first, offers.choose(first, "b", 2 * MINUTE, MINUTE));
  }

  @Test
  void anUrgentChoiceIsForAll() {
    PlanOffers offers = new PlanOffers();
    PlanRequest calm = request("SELECT a FROM t WHERE b = 1", 1, false);
    PlanRequest urgent = request("SELECT a FROM t WHERE b = 2", 2, true);
    offers.choose(calm, "a", 0, MINUTE);
    assertSame(urgent, offers.choose(urgent, "b", 1, MINUTE));
    long number = offers.urgent(calm.key(), "a");
    assertEquals(2, number);
    assertEquals(0, offers.urgent(calm.key(), "b"));
    assertSame(urgent, offers.choose(calm, "a", 2, MINUTE));
    assertEquals(number, offers.urgent(calm.key(), "a"));
  }

  @Test
  void whatServersCan() {
    PlanServer old = new PlanServer("5.5.62-log");
    assertEquals(false, old.explains());
    PlanServer mysql56 = new PlanServer("5.6.14");
    assertEquals(List.of(true, false), List.of(mysql56.explains(), mysql56.analyzes()));
    assertEquals(2, mysql56.limits().size());
    assertEquals(false, new PlanServer("8.0.15").analyzes());
    assertEquals(true, new PlanServer("8.0.18-9").analyzes());
    PlanServer next = new PlanServer("9.4.0");
    assertEquals(true, next.limits().contains("SET SESSION explain_json_format_version=1"));
    for (String version :
        List.of("10.11.5-MariaDB-log", "5.5.5-10.11.5-MariaDB", "11.4.2-MariaDB-ubu2404")) {
      PlanServer maria = new PlanServer(version);
      assertEquals(true, maria.explains() && maria.analyzes() && maria.analyzesInJson());
    }
    assertEquals(false, new PlanServer("unknown").explains());
  }
}
