package io.querymirror.it;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A report of any size with every verdict in it, made up: for what the page does with one. */
final class SampleReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VERDICTS =
      List.of("same", "same", "cannot_tell", "improved", "degraded", "mismatch", "errors");

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode targets;
  private final Random random = new Random(7);

  SampleReport() {
    root.put("format", 1).put("verdict", "errors").put("coverage", 0.9912);
    root.put("started", "2027-01-31T10:00:00.000Z").put("updated", "2027-01-31T11:40:00.000Z");
    root.put("enabled", true);
    ObjectNode capture = root.putObject("capture");
    capture.put("seen", 1000).put("unmatched", 20).put("skipped", 10).put("matched", 970);
    capture.putObject("dropped").put("ring_full", 0);
    targets = root.putObject("targets");
    root.putArray("rules").addObject().put("name", "all").put("matched", 970);
  }

  ObjectNode root() {
    return root;
  }

  /** A target whose digests have the verdicts in turn. */
  ObjectNode target(String name, int digests) {
    ObjectNode target = targets.putObject(name);
    target.put("verdict", "errors").put("coverage", 0.9912).put("protocol", "same");
    ObjectNode ledger = target.putObject("ledger");
    ledger.put("matched", 970).put("amplified", 0).put("sampled_out", 0).put("not_repeated", 3);
    ledger.put("executed", 950).put("failed", 7).put("pending", 0);
    ledger.putObject("dropped").put("queue_full", 8).put("transaction", 2).put("shutdown", 0);
    target.putObject("fidelity").put("unseeded", 0).put("rolled_back", 4);
    target.putObject("out_of_step").putObject("shop.stock").put("dropped", 2);
    target.putObject("hosts").putObject("10.0.0.5:3306").put("executed", 950).put("failed", 7);
    target.putObject("lag_ms").put("p50", 1.5).put("p99", 20.25).put("max", 80);
    latency(target, 900, 1200, 1500);
    history(target);
    ArrayNode all = target.putArray("digests");
    for (int i = 0; i < digests; i++) {
      digest(all.addObject(), i);
    }
    return target;
  }

  private void digest(ObjectNode digest, int i) {
    String verdict = VERDICTS.get(i % VERDICTS.size());
    digest.put("digest", String.format("%016x", i + 1));
    digest.put(
        "text",
        "select o.id, o.total, c.name from orders_"
            + i
            + " o join customers c on c.id = o.customer"
            + " where o.status = ? and o.created > ? order by o.created desc limit ?");
    digest.put("schema", i % 3 == 0 ? "shop" : "archive");
    digest.put("count", 5 * (i % 400) + 5).put("verdict", verdict);
    ObjectNode errors = digest.putObject("errors");
    errors.put("new", verdict.equals("errors") ? 3 : 0).put("same", 0).put("environment", 0);
    ObjectNode results = digest.putObject("results");
    boolean differs = verdict.equals("mismatch");
    results.put("compared", 40).put("same", differs ? 36 : 40).put("different", differs ? 4 : 0);
    results.put("expected", 0).putObject("incomparable").put("overlap", 1);
    latency(digest, 40, 800 + i, 900 + 2 * i);
    ((ObjectNode) digest.get("latency_us")).put("ratio_p50", (900.0 + 2 * i) / (800 + i));
    ArrayNode examples = digest.putArray("examples");
    if (verdict.equals("errors")) {
      ObjectNode example = examples.addObject().put("error", "new").put("count", 3);
      example.putNull("source");
      ObjectNode side = example.putObject("target").put("sql_state", "42S22").put("code", 1054);
      side.put("message", "Unknown column 'total' in 'field list'");
    } else if (differs) {
      rows(examples.addObject());
    }
  }

  private void rows(ObjectNode example) {
    example.put("kind", "rows").put("count", 4);
    example.putArray("columns").add("id").add("name").add("total");
    example.putArray("differing").add("name");
    example.putObject("source").put("rows", 2);
    example.putObject("target").put("rows", 1);
    ArrayNode rows = example.putArray("rows");
    ObjectNode row = rows.addObject();
    row(row.putArray("source"), "0a11b2c3");
    row(row.putArray("target"), "77d0e1f2");
    row.putArray("differs").add(1);
    ObjectNode missing = rows.addObject();
    row(missing.putArray("source"), "0a11b2c3");
    missing.putNull("target");
    missing.putArray("differs");
  }

  private static void row(ArrayNode cells, String name) {
    cells.add("<bigint 2 #5be1cd90>");
    cells.add("<varchar 12 #" + name + ">");
    cells.addNull();
  }

  private void latency(ObjectNode of, long count, long source, long target) {
    ObjectNode latency = of.putObject("latency_us");
    side(latency.putObject("source"), count, source);
    side(latency.putObject("target"), count, target);
  }

  private void side(ObjectNode side, long count, long median) {
    side.put("count", count).put("mean", 1.1 * median).put("p50", median).put("p95", 3 * median);
    side.put("p99", 5 * median).put("max", 9 * median);
    SortedMap<Long, Long> buckets = new TreeMap<>();
    for (int i = -20; i < 30; i++) {
      long value = Math.round(median * Math.pow(2, i / 8.0));
      buckets.merge(low(value), 1 + Math.round(900 * Math.exp(-i * i / 60.0)), Long::sum);
    }
    ArrayNode histogram = side.putArray("histogram");
    buckets.forEach((low, n) -> histogram.addArray().add(low).add(n));
  }

  /** Of the bucket that a value is in: 32 to a power of two. */
  private static long low(long value) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(value) - 5);
    return value >>> shift << shift;
  }

  private void history(ObjectNode target) {
    ObjectNode history = target.putObject("history");
    for (String key :
        List.of("at", "executed_per_s", "dropped_per_s", "lag_p50_ms", "lag_p99_ms")) {
      history.putArray(key);
    }
    history.putArray("pending");
    for (int i = 0; i < 300; i++) {
      ((ArrayNode) history.get("at")).add(1_801_389_600_000L + 20_000L * i);
      ((ArrayNode) history.get("executed_per_s")).add(40 + random.nextInt(5));
      ((ArrayNode) history.get("dropped_per_s")).add(i == 200 ? 3 : 0);
      ((ArrayNode) history.get("lag_p50_ms")).add(1 + random.nextDouble());
      ((ArrayNode) history.get("lag_p99_ms")).add(9 + 4 * random.nextDouble());
      ((ArrayNode) history.get("pending")).add(random.nextInt(9));
    }
  }

  Path write(Path file) throws IOException {
    // ASCII: also for what no encoding has, half of a surrogate pair.
    return Files.writeString(
        file, JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(root));
  }
}
