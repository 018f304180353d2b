package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.report.Thresholds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several reports say together, beside what counts and latencies add up to. */
class TotalsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode target(String... parts) throws Exception {
    List<ReportFile> reports = new ArrayList<>();
    for (String part : parts) {
      String report = "{'capture': {}, 'targets': {'candidate': {" + part + "}}}";
      reports.add(new ReportFile(Path.of("r"), JSON.readTree(report.replace('\'', '"'))));
    }
    return Totals.of(reports, Thresholds.DEFAULT).at("/targets/candidate");
  }

  private static String change(String digest, String to, String seen, String words) {
    return "{'digest': '"
        + digest
        + "', 'schema': 'shop', 'against': 'before', 'first_seen': '"
        + seen
        + "', 'from': {'shape': 'a', 'hash': 'aa'}, 'to': {'shape': 'b', 'hash': '"
        + to
        + "'}, 'words': ['"
        + words
        + "']}";
  }

  private static String plans(int asked, double ms, String changes, String digestPlans) {
    return "'plans': {'mode': 'explain', 'asked': "
        + asked
        + ", 'taken': 2, 'undecided': 0, 'ms': "
        + ms
        + ", 'left_out': {'busy': 1}}, 'plan_changes': ["
        + changes
        + "], 'digests': [{'digest': '1', 'text': 'select', 'schema': 'shop', 'count': 1,"
        + " 'plans': ["
        + digestPlans
        + "], 'plan_changes': ['orders: ref -> full scan']}]";
  }

  private static String plan(String hash, int count, String first, String last, String plan) {
    return "{'side': 'target', 'shape': 's', 'hash': '"
        + hash
        + "', 'first_seen': '"
        + first
        + "', 'last_seen': '"
        + last
        + "', 'count': "
        + count
        + ", 'plan': "
        + plan
        + "}";
  }

  @Test
  void aPlanAndAChangeOfItAreThereOnce() throws Exception {
    String both = "2027-01-31T10:00:00Z";
    JsonNode sum =
        target(
            plans(
                5,
                1.5,
                change("1", "bb", "2027-01-31T10:05:00Z", "late"),
                plan("aa", 3, "2027-01-31T10:01:00Z", both, "null")),
            plans(
                7,
                2,
                change("1", "bb", both, "early") + ", " + change("1", "cc", both, "other"),
                plan("aa", 4, both, "2027-01-31T10:09:00Z", "{'x': 1}")
                    + ", "
                    + plan("bb", 1, both, both, "null")));
    assertEquals(12, sum.at("/plans/asked").asInt());
    assertEquals(3.5, sum.at("/plans/ms").asDouble());
    assertEquals("explain", sum.at("/plans/mode").asText());
    assertEquals(2, sum.at("/plans/left_out/busy").asInt());
    assertEquals(2, sum.path("plan_changes").size());
    assertEquals("early", sum.at("/plan_changes/0/words/0").asText());
    assertEquals("cc", sum.at("/plan_changes/1/to/hash").asText());
    JsonNode digest = sum.at("/digests/0");
    assertEquals(2, digest.path("plans").size());
    assertEquals(7, digest.at("/plans/0/count").asInt());
    assertEquals(both, digest.at("/plans/0/first_seen").asText());
    assertEquals("2027-01-31T10:09:00Z", digest.at("/plans/0/last_seen").asText());
    assertEquals(1, digest.at("/plans/0/plan/x").asInt());
    assertEquals(1, digest.path("plan_changes").size());
  }

  private static String host(String from, String to, int mirrored, int rows, String series) {
    return "'resources': {'hosts': {'h:1': {'from': '2027-01-31T"
        + from
        + "Z', 'to': '2027-01-31T"
        + to
        + "Z', 'samples': 2, 'failures': 0, 'mirrored': "
        + mirrored
        + ", 'counts': {'innodb_rows_read': "
        + rows
        + "}, 'series': {'seconds': [10, 10], "
        + series
        + "}, 'statements': [{'text': 'select', 'schema': null, 'count': "
        + rows
        + ", 'ms': 1.5}]}}}";
  }

  /** Both saw the same server at the same time: it did its work once. */
  @Test
  void whatAServerCountsIsTakenOnce() throws Exception {
    String rates = "'mirrored_per_s': [5, 1], 'innodb_rows_read_per_s': [40, 60]";
    JsonNode sum =
        target(
            host("10:00:00", "10:00:20", 60, 1000, rates),
            host("10:00:00", "10:00:20", 60, 1000, rates));
    JsonNode host = sum.at("/resources/hosts").path("h:1");
    assertEquals(1000, host.at("/counts/innodb_rows_read").asLong());
    assertEquals(120, host.path("mirrored").asLong());
    assertEquals(4, host.path("samples").asLong());
    assertEquals("[10.0,10.0]", host.at("/series/seconds").toString());
    assertEquals("[10.0,2.0]", host.at("/series/mirrored_per_s").toString());
    assertEquals("[40.0,60.0]", host.at("/series/innodb_rows_read_per_s").toString());
    assertEquals(1000, host.at("/statements/0/count").asLong());
  }

  @Test
  void whatItCountsAtOtherTimesAddsUp() throws Exception {
    JsonNode sum =
        target(
            host("10:00:00", "10:00:20", 60, 1000, "'innodb_rows_read_per_s': [40, 60]"),
            host("10:00:30", "10:00:50", 30, 500, "'innodb_rows_read_per_s': [10, 40]"));
    JsonNode host = sum.at("/resources/hosts").path("h:1");
    assertEquals(1500, host.at("/counts/innodb_rows_read").asLong());
    assertEquals(90, host.path("mirrored").asLong());
    assertEquals("2027-01-31T10:00:50Z", host.path("to").asText());
    assertEquals(
        "[40.0,60.0,null,10.0,40.0]", host.at("/series/innodb_rows_read_per_s").toString());
    assertEquals(1500, host.at("/statements/0/count").asLong());
  }

  @Test
  void oneJvmsServersStayAsTheyAre() throws Exception {
    String one = host("10:00:00", "10:00:20", 60, 1000, "'threads_running': [1, 2]");
    JsonNode sum = target(one, "'ledger': {'matched': 1}");
    assertEquals(
        "[10,10]", sum.at("/resources/hosts").path("h:1").at("/series/seconds").toString());
    assertTrue(sum.path("plans").isMissingNode());
  }

  @Test
  void theCourseOfTimeAddsUp() throws Exception {
    String history =
        "'history': {'at': [10000, 20000], 'executed_per_s': [10, 20], 'dropped_per_s': [0, 1],"
            + " 'pending': [1, 2], 'lag_p50_ms': [null, 3], 'lag_p99_ms': [%s, 7]}";
    JsonNode sum = target(String.format(history, "5"), String.format(history, "9"));
    assertEquals("[10000,20000]", sum.at("/history/at").toString());
    assertEquals("[20.0,40.0]", sum.at("/history/executed_per_s").toString());
    assertEquals("[2.0,4.0]", sum.at("/history/pending").toString());
    assertEquals("[null,3.0]", sum.at("/history/lag_p50_ms").toString());
    assertEquals("[9.0,7.0]", sum.at("/history/lag_p99_ms").toString());
  }
}
