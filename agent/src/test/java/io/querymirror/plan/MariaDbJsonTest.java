package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MariaDbJsonTest {
  private static String plan(String condition) {
    return """
        {
          "query_block": {
            "select_id": 1,
            "nested_loop": [
              {
                "table": {
                  "table_name": "orders",
                  "access_type": "ALL",
                  "possible_keys": ["a", "b"],
                  "attached_condition": "%s",
                  "rows": 10
                }
              }
            ]
          }
        }
        """
        .formatted(condition);
  }

  /** As MariaDB 10.11 writes these values: escaped for SQL, and not for JSON. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders.note = 'it\\'s secret'",
        "orders.note = 'a\"secret'",
        "orders.note = 'a\\\\secret'",
        "orders.note = 'line\\nbreak\", \\n \"secret\": \"'",
        "orders.note = '\", \"secret\": \"'",
        "orders.note = 'tab\tsecret'",
        "orders.note = 'zero\\0secret'",
        "orders.note = '}\",\\nsecret'",
        "orders.note = '\\\\' and orders.other = 'secret'",
        "orders.note = 'secret\\''",
        // From a server that escapes for JSON, too.
        "orders.note = 'it\\\\'s' and orders.other = 'it\\\\'s secret'",
        "orders.note = 'a\\\"secret'"
      })
  void noValueBreaksOutOfItsString(String condition) throws IOException {
    String repaired = MariaDbJson.repaired(plan(condition));
    assertEquals("orders: full scan", PlanReader.read(repaired).text());
    String masked = PlanText.masked(repaired);
    assertFalse(masked.contains("secret") || masked.contains("break"), masked);
  }

  @Test
  void whatIsRightStaysAsItIs() {
    String right = plan("orders.note = 'x'");
    assertEquals(right, MariaDbJson.repaired(right));
  }

  @Test
  void recordedPlans() throws IOException {
    for (RecordedPlans plan : RecordedPlans.of("mariadb-10.11.5")) {
      assertEquals(plan.shape().hash(), PlanReader.read(MariaDbJson.repaired(plan.json())).hash());
    }
  }
}
