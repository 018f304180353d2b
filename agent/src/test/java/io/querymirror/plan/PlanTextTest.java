package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTextTest {
  @ParameterizedTest
  @MethodSource("io.querymirror.plan.RecordedPlans#all")
  void noValueOfTheStatementIsLeft(RecordedPlans plan) throws IOException {
    String masked = PlanText.masked(plan.json());
    for (String value :
        List.of("planted-secret", "'open'", "'done'", "city1", "city2", "city3", "2024-01-0")) {
      assertFalse(masked.contains(value), masked);
    }
    assertEquals(plan.shape().hash(), PlanReader.read(masked).hash());
    assertFalse(masked.contains("\n"));
  }

  @Test
  void whatStays() throws IOException {
    assertEquals(
        "{\"query_block\":{\"select_id\":1,\"cost_info\":{\"query_cost\":\"1.20\"},"
            + "\"table\":{\"table_name\":\"o'x\",\"ref\":[\"const\"],\"rows\":12,"
            + "\"filtered\":\"100.00\",\"data_read_per_join\":\"3K\",\"using_index\":true,"
            + "\"attached_condition\":\"(s.t.note = ?)\"}}}",
        PlanText.masked(
            """
                {"query_block": {"select_id": 1, "cost_info": {"query_cost": "1.20"},
                "table": {"table_name": "o'x", "ref": ["const"], "rows": 12,
                "filtered": "100.00", "data_read_per_join": "3K", "using_index": true,
                "attached_condition": "(`s`.`t`.`note` = 'a \\\\' b')"}}}
                """));
  }

  @Test
  void whatCannotBeReadIsHiddenWhole() throws IOException {
    String masked = PlanText.masked("{\"attached_condition\": \"(t.a = 'secret\"}");
    assertEquals("{\"attached_condition\":\"?\"}", masked);
    assertTrue(PlanText.whole("{\"a\": \"(t.a = 'secret\"}").contains("secret"));
  }

  /** A number under a name that is told as text is let through only where it is one. */
  @Test
  void aTextWhereANumberIsExpected() throws IOException {
    assertFalse(PlanText.masked("{\"filtered\": \"'secret'\"}").contains("secret"));
    assertFalse(PlanText.masked("{\"limit\": 4711}").contains("4711"));
  }
}
