package io.querymirror.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.Order;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.rule.Decision;
import io.querymirror.rule.Explanation;
import io.querymirror.rule.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code test} found out. */
final class TestResult {
  final Settings settings;
  final Execution execution;
  final Explanation explanation;
  final List<Arrival> arrivals;

  TestResult(
      Settings settings, Execution execution, Explanation explanation, List<Arrival> arrivals) {
    this.settings = settings;
    this.execution = execution;
    this.explanation = explanation;
    this.arrivals = arrivals;
  }

  SqlShape shape() {
    return execution.statementShape();
  }

  /** {@code mirrored}, {@code skipped} or {@code unmatched}. */
  String decision() {
    Decision decision = explanation.decision();
    return decision.matched() ? "mirrored" : decision.skipped() ? "skipped" : "unmatched";
  }

  /** Whether its session takes it along to every ordered target that follows the session. */
  boolean follows() {
    return shape().control() != null
        && shape().unsupported() == null
        && settings.targets().values().stream().anyMatch(t -> t.order() != Order.NONE);
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  ObjectNode json(Path file) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file.toString()).put("valid", true);
    statement(node.putObject("statement"));
    node.put("decision", decision()).put("session_control", shape().control() != null);
    ArrayNode rules = node.putArray("rules");
    for (Explanation.Part part : explanation.parts()) {
      ObjectNode rule = rules.addObject();
      rule.put("name", part.rule().name()).put("line", part.rule().line());
      rule.put("answer", word(part.answer()));
      ArrayNode fields = rule.putArray("fields");
      for (Finding f : part.findings()) {
        fields
            .addObject()
            .put("field", f.field())
            .put("holds", f.holds())
            .put("expected", f.expected())
            .put("found", f.found());
      }
    }
    ObjectNode targets = node.putObject("targets");
    for (Arrival arrival : arrivals) {
      target(arrival, targets.putObject(arrival.target.name()));
    }
    return node;
  }

  private void statement(ObjectNode node) {
    SqlShape shape = shape();
    node.put("sql", execution.sql());
    node.put("digest", shape.digestId()).put("digest_text", shape.digestText());
    node.put("kind", word(shape.kind())).put("group", word(shape.kind().group()));
    ArrayNode tables = node.putArray("tables");
    for (TableRef table : shape.tables()) {
      ObjectNode t = tables.addObject();
      t.put("schema", schema(table)).put("name", table.name()).put("written", table.written());
    }
    node.put("schema", execution.schema());
    node.put("user", execution.connection().user()).put("host", execution.connection().host());
    node.put("in_transaction", execution.inTransaction());
    node.put("outcome", execution.outcome().ok() ? "ok" : "error");
    node.put("duration_us", execution.sourceNanos() / 1_000);
    node.put("unsupported", shape.unsupported());
  }

  /** Of a table without a qualifier the current schema. */
  @Nullable String schema(TableRef table) {
    return table.schema() == null ? execution.schema() : table.schema();
  }

  private static void target(Arrival arrival, ObjectNode node) {
    TargetSettings target = arrival.target;
    node.put("rule", arrival.rule);
    node.put("order", word(target.order())).put("writes", word(target.writes()));
    node.put("sample", arrival.how.sample().toPlainString() + "%");
    node.put("sample_by", word(arrival.how.sampleBy())).put("in_sample", arrival.inSample);
    node.put("fate", word(arrival.foresight.fate()));
    node.put("dropped", arrival.dropped().isEmpty() ? null : arrival.dropped());
    node.put("why", arrival.foresight.why().isEmpty() ? null : arrival.foresight.why());
    node.put("copies", Double.parseDouble(arrival.copies()));
    node.put("multiplies", arrival.foresight.multiplies());
    node.put("varies", arrival.varies());
    node.put("rewritten", arrival.rewritten != null);
    node.put("schema", arrival.foresight.schema()).put("sql", arrival.foresight.sql());
    node.put("masked_binds", arrival.masked().isEmpty() ? null : arrival.masked());
  }
}
