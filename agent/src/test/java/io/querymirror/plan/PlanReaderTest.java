package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReaderTest {
  private static final Pattern NUMBER =
      Pattern.compile("\"(\\w+)\":(\"?)[\\d.]+(?:[KM])?(\"?)(?=[,}])");

  @ParameterizedTest
  @ValueSource(strings = {"mysql-5.6.14", "mysql-8.0.15", "mariadb-10.11.5"})
  void shapesOfRecordedPlans(String server) {
    Map<String, String> found = new LinkedHashMap<>();
    for (RecordedPlans plan : RecordedPlans.of(server)) {
      if (plan.shape().decided()) {
        found.put(plan.name(), plan.shape().text());
      }
    }
    assertEquals(lines(RecordedPlans.shapes(server)), lines(found));
  }

  private static String lines(Map<String, String> all) {
    StringBuilder s = new StringBuilder();
    all.forEach((name, shape) -> s.append(name).append(": ").append(shape).append('\n'));
    return s.toString();
  }

  /** Costs, numbers of rows and the statement's values, each at random. */
  @ParameterizedTest
  @MethodSource("io.querymirror.plan.RecordedPlans#all")
  void neitherEstimatesNorValuesAreInTheHash(RecordedPlans plan) throws IOException {
    Random random = new Random(plan.toString().hashCode());
    for (int i = 0; i < 20; i++) {
      Matcher m = NUMBER.matcher(plan.json());
      StringBuilder other = new StringBuilder();
      while (m.find()) {
        boolean structure =
            m.group(1).equals("select_id") || m.group(1).matches("using_.*|update|delete|unique");
        String number = Integer.toString(random.nextInt(1_000_000));
        String replaced =
            structure ? m.group() : "\"" + m.group(1) + "\":" + m.group(2) + number + m.group(3);
        m.appendReplacement(other, Matcher.quoteReplacement(replaced));
      }
      m.appendTail(other);
      String values =
          other.toString().replaceAll("'[^']*'", "'v" + random.nextInt(1_000_000) + "'");
      assertEquals(plan.shape().hash(), PlanReader.read(values).hash(), values);
    }
  }

  @Test
  void onePlanOfThreeServersIsOneShape() {
    for (String name :
        List.of(
            "pk_found",
            "ref",
            "covering",
            "full",
            "index_scan",
            "filesort",
            "group_tmp",
            "distinct",
            "join",
            "no_index_join",
            "index_merge",
            "loose",
            "min_max",
            "range_checked",
            "insert_select",
            "update",
            "delete",
            "delete_join",
            "update_sort",
            "union_all")) {
      long hash = RecordedPlans.of("mysql-8.0.15", name).shape().hash();
      assertAll(
          name,
          () -> assertEquals(hash, RecordedPlans.of("mysql-5.6.14", name).shape().hash()),
          () -> assertEquals(hash, RecordedPlans.of("mariadb-10.11.5", name).shape().hash()));
    }
  }

  @Test
  void anAnalyzedPlanHasTheShapeOfAnExplainedOne() {
    int n = 0;
    for (RecordedPlans plan : RecordedPlans.of("mariadb-10.11.5")) {
      if (plan.name().endsWith(".analyze")) {
        String explained = plan.name().replace(".analyze", "");
        assertEquals(
            RecordedPlans.of("mariadb-10.11.5", explained).shape().hash(),
            plan.shape().hash(),
            plan.name());
        n++;
      }
    }
    assertTrue(n > 5);
  }

  @Test
  void actualRowsComeBeforeExpectedOnes() {
    PlanShape shape = RecordedPlans.of("mariadb-10.11.5", "join.analyze").shape();
    assertEquals(List.of(100.0, 7.91, 2.0), shape.tables().stream().map(PlanTable::rows).toList());
  }

  /** Another value has another plan there, so this one tells nothing of the statement. */
  @Test
  void aConstantThatMeetsNoRowDecidesNothing() {
    for (String server : RecordedPlans.SERVERS) {
      assertFalse(RecordedPlans.of(server, "pk").shape().decided());
      assertFalse(RecordedPlans.of(server, "impossible").shape().decided());
      assertTrue(RecordedPlans.of(server, "pk_found").shape().decided());
      assertTrue(RecordedPlans.of(server, "no_table").shape().decided());
    }
  }

  /** MariaDB before 10.11 writes no list around the tables of a join. */
  @Test
  void severalTablesOfOneName() throws IOException {
    String json =
        """
        {"query_block": {"select_id": 1,
          "table": {"table_name": "a", "access_type": "ALL", "rows": 3},
          "block-nl-join": {"table": {"table_name": "b", "access_type": "ALL"}},
          "table": {"table_name": "c", "access_type": "eq_ref", "key": "PRIMARY",
                    "used_key_parts": ["id"]}}}
        """;
    assertEquals(
        "a: full scan; b: full scan, join buffer; c: eq_ref on PRIMARY(id)",
        PlanReader.read(json).text());
  }

  /** As MySQL's manual shows it, and from 9 on the default of some servers. */
  @Test
  void secondVersionOfMysqlsJson() throws IOException {
    String json =
        """
        {"query": "/* select#1 */ select `o`.`id` from `orders` `o` where (`o`.`note` = 'secret')",
         "query_plan": {
           "operation": "Sort: o.total", "access_type": "sort", "estimated_rows": 4.0,
           "inputs": [{
             "operation": "Nested loop inner join", "access_type": "join",
             "join_type": "inner join", "join_algorithm": "nested_loop",
             "inputs": [
               {"operation": "Filter: (c.city = 'x')", "access_type": "filter",
                "condition": "(c.city = 'x')",
                "inputs": [{"alias": "c", "table_name": "customer", "access_type": "table",
                            "operation": "Table scan on c", "estimated_rows": 17.0}]},
               {"alias": "o", "table_name": "orders", "access_type": "index",
                "index_access_type": "index_lookup", "index_name": "idx_customer",
                "key_columns": ["customer_id"], "covering": true, "estimated_rows": 3.0,
                "operation": "Covering index lookup on o using idx_customer (customer_id=c.id)"},
               {"alias": "i", "table_name": "item", "access_type": "index",
                "index_access_type": "index_lookup", "index_name": "PRIMARY",
                "key_columns": ["order_id", "line"], "covering": false,
                "operation": "Single-row index lookup on i using PRIMARY (order_id=o.id)"}]}]},
         "query_type": "select", "json_schema_version": "2.0"}
        """;
    assertEquals(
        "c: full scan; o: ref on idx_customer(customer_id), covering index;"
            + " i: eq_ref on PRIMARY(order_id, line); filesort",
        PlanReader.read(json).text());
    String masked = PlanText.masked(json);
    assertFalse(masked.contains("secret") || masked.contains("'x'"), masked);
  }

  @Test
  void noPlan() {
    for (String json : List.of("", "{", "[]", "{\"a\":1}", "null", "{\"query_block\": 3}", "x")) {
      assertThrows(IOException.class, () -> PlanReader.read(json), json);
    }
    String deep = "{\"query_block\":" + "{\"a\":".repeat(5_000);
    assertThrows(IOException.class, () -> PlanReader.read(deep));
  }
}
