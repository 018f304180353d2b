package io.querymirror.rule;

import static io.querymirror.rule.Statements.statement;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BindMatchTest {
  /** Its toString would be the application's code. */
  private static final class Foreign {
    @Override
    public String toString() {
      throw new AssertionError("called");
    }
  }

  private static boolean holds(String condition, Object... values) {
    return holds(condition, statement().binds(values));
  }

  private static boolean holds(String condition, Statements statement) {
    String rules = "- {mirror: a, match: {binds: {" + condition + "}}}";
    return new RuleEngine(Statements.settings(rules)).decide(statement.build()).matched();
  }

  @Test
  void numbersCompareAsNumbers() {
    for (Object seven :
        new Object[] {
          7,
          7L,
          (short) 7,
          (byte) 7,
          7.0,
          7.0f,
          new BigDecimal("7.00"),
          BigInteger.valueOf(7),
          "7",
          "7.0",
          "+7"
        }) {
      assertTrue(holds("1: {equals: 7}", seven), seven.getClass() + " " + seven);
      assertTrue(holds("1: {equals: 7.0}", seven));
      assertTrue(holds("1: {greater_than: 6.99, less_than: 8}", seven));
      assertFalse(holds("1: {greater_than: 7}", seven));
      assertFalse(holds("1: {less_than: 7}", seven));
      assertFalse(holds("1: {equals: 8}", seven));
    }
    assertTrue(holds("1: {equals: 0.1}", 0.1f));
    assertTrue(holds("1: {equals: 12345678901234567890}", new BigInteger("12345678901234567890")));
    assertTrue(holds("1: {equals: -5}", -5));
    assertTrue(holds("1: {equals: 1}", true));
    assertFalse(holds("1: {equals: 7}", "seven"));
    assertFalse(holds("1: {greater_than: 0}", Double.NaN));
    assertFalse(holds("1: {greater_than: 0}", Double.POSITIVE_INFINITY));
  }

  @Test
  void textComparesAsText() {
    assertTrue(holds("1: {equals: eu}", "eu"));
    assertFalse(holds("1: {equals: eu}", "EU"));
    assertTrue(holds("1: {equals: [us, eu]}", "eu"));
    assertTrue(holds("1: {equals: ''}", ""));
    assertTrue(holds("1: {equals: '7'}", "7"));
    assertFalse(holds("1: {equals: '7'}", "7.0"));
    assertTrue(holds("1: {equals: '7'}", 7.0));
    assertTrue(holds("1: {equals: true}", true));
    assertFalse(holds("1: {equals: false}", true));
    assertTrue(holds("1: {equals: 'null'}", "null"));
  }

  @Test
  void matchesSeesText() throws Exception {
    assertTrue(holds("1: {matches: '^eu-'}", "eu-west"));
    assertFalse(holds("1: {matches: '^eu-'}", "us-eu-"));
    assertTrue(holds("1: {matches: ['^x', 'w']}", "eu-west"));
    assertTrue(holds("1: {matches: '^1234$'}", 1234));
    assertTrue(holds("1: {matches: '^1200$'}", new BigDecimal("12E+2")));
    assertTrue(holds("1: {matches: 'E\\+99999$'}", new BigDecimal("1E+99999")));
    assertTrue(holds("1: {matches: 'größe'}", "größe".getBytes(StandardCharsets.UTF_8)));
    assertTrue(holds("1: {matches: '^2024-05-06$'}", Date.valueOf("2024-05-06")));
    assertTrue(
        holds("1: {matches: '^2024-05-06 07:08:09$'}", Timestamp.valueOf("2024-05-06 07:08:09")));
    assertTrue(
        holds(
            "1: {equals: '2024-05-06 07:08:00.5'}",
            LocalDateTime.of(2024, 5, 6, 7, 8, 0, 500_000_000)));
    assertTrue(holds("1: {equals: '07:08:00'}", LocalTime.of(7, 8)));
    assertTrue(
        holds(
            "1: {equals: '2024-05-06 07:08:09'}",
            new java.util.Date(Timestamp.valueOf("2024-05-06 07:08:09").getTime())));
    assertTrue(holds("1: {equals: 00000000-0000-0001-0000-000000000002}", new UUID(1, 2)));
    assertTrue(holds("1: {equals: MILLISECONDS}", TimeUnit.MILLISECONDS));
    URL url = URI.create("http://localhost/x").toURL();
    assertTrue(holds("1: {matches: localhost}", url));
  }

  @Test
  void nullIsMetOnlyByEqualsNull() {
    Object[] none = {null};
    assertTrue(holds("1: {equals: null}", none));
    assertTrue(holds("1: {equals: [7, null]}", none));
    assertFalse(holds("1: {equals: 'null'}", none));
    assertFalse(holds("1: {matches: ''}", none));
    assertFalse(holds("1: {less_than: 5}", none));
    assertFalse(holds("1: {equals: null}", 7));
    assertFalse(holds("1: {equals: null, matches: ''}", none));
    Binds setString =
        new Binds(new BindKind[] {BindKind.STRING}, new Object[] {null}, new Object[0], null);
    assertTrue(holds("1: {equals: null}", statement().binds(setString)));
    Binds named =
        new Binds(
            new BindKind[] {BindKind.NULL_NAMED}, new Object[] {"TYPE"}, new Object[] {1}, null);
    assertTrue(holds("1: {equals: null}", statement().binds(named)));
    assertFalse(holds("1: {matches: TYPE}", statement().binds(named)));
  }

  @Test
  void whatCannotBeReadIsFalse() {
    assertFalse(holds("1: {matches: ''}", new Foreign()));
    assertFalse(holds("1: {equals: null}", new Foreign()));
    assertFalse(holds("1: {matches: ''}", (Object) new byte[] {(byte) 0xff}));
    assertFalse(holds("any: {matches: ''}", new Foreign()));
    Binds unsupported =
        new Binds(
            new BindKind[] {BindKind.UNSUPPORTED, null},
            new Object[] {"a stream", null},
            new Object[0],
            null);
    assertFalse(holds("1: {matches: ''}", statement().binds(unsupported)));
    assertFalse(holds("2: {equals: null}", statement().binds(unsupported)));
    assertFalse(holds("3: {equals: null}", statement().binds(unsupported)));
    assertFalse(holds("any: {equals: null}", statement().binds(unsupported)));
    assertFalse(holds("1: {equals: null}", statement()));
  }

  @Test
  void positionsAnyAndAllConditions() {
    assertTrue(holds("1: {equals: 7}, 2: {matches: '^eu'}, 3: {less_than: 9}", 7, "eu", 8));
    assertFalse(holds("1: {equals: 7}, 2: {matches: '^eu'}, 3: {less_than: 9}", 7, "eu", 9));
    assertFalse(holds("1: {equals: 7}", 8, 7));
    assertTrue(holds("any: {equals: 7}", 8, 7));
    assertFalse(holds("any: {equals: 7}", 8, 9));
    assertFalse(holds("any: {greater_than: 5, less_than: 7}", 5, 7));
  }

  @Test
  void parametersByName() {
    Binds.Callable callable =
        new Binds.Callable(
            Map.of(
                "p_id", new Binds.Bind(BindKind.INT, 7, null),
                "p_note", new Binds.Bind(BindKind.NULL, null, 12)),
            List.of());
    Statements call =
        statement()
            .binds(
                new Binds(
                    new BindKind[] {BindKind.INT}, new Object[] {1}, new Object[0], callable));
    assertTrue(holds("p_id: {equals: 7}", call));
    assertTrue(holds("P_ID: {greater_than: 6}", call));
    assertTrue(holds("p_note: {equals: null}", call));
    assertFalse(holds("p_other: {equals: null}", call));
    assertTrue(holds("any: {equals: 7}", call));
    assertTrue(holds("any: {equals: 1}", call));
    assertFalse(holds("any: {equals: 2}", call));
  }

  @Test
  void aNumberOfManyDigitsIsText() {
    String digits = "9".repeat(200_000);
    assertFalse(holds("1: {greater_than: 5}", digits));
    assertTrue(holds("1: {matches: '^9+$'}", digits));
  }
}
