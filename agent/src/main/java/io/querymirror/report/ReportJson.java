package io.querymirror.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.DigestSnapshot;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.ErrorCounts;
import io.querymirror.stats.ErrorExample;
import io.querymirror.stats.HostSnapshot;
import io.querymirror.stats.LatencySummary;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.json}, format 1: streamed, so its size costs time but no memory. What this version
 * does not measure is left out, never written as 0.
 */
final class ReportJson {
  private static final JsonFactory JSON = new JsonFactory();

  private static final Comparator<DigestSnapshot> WORST_FIRST =
      Comparator.comparingLong((DigestSnapshot d) -> d.errors().get(ErrorClass.NEW))
          .thenComparingLong(d -> d.results().different())
          .thenComparingLong(DigestSnapshot::count)
          .reversed()
          .thenComparing(DigestSnapshot::digest)
          .thenComparing(d -> String.valueOf(d.schema()));

  private final ReportModel model;
  private final Histories histories;
  private final JsonGenerator g;
  private final ResultsJson results;
  private final PlansJson plans;
  private final ResourcesJson resources;

  private final int mostDigests;

  private ReportJson(ReportModel model, Histories histories, JsonGenerator g, int mostDigests) {
    this.model = model;
    this.mostDigests = mostDigests;
    this.histories = histories;
    this.g = g;
    this.results = new ResultsJson(g);
    this.plans = new PlansJson(g);
    this.resources = new ResourcesJson(g);
  }

  /** Writes the whole report in UTF-8, and a line break; leaves the stream open. */
  static void write(ReportModel model, Histories histories, OutputStream out) throws IOException {
    write(model, histories, Integer.MAX_VALUE, out);
  }

  /** The same with so many digests of each target at most, the worst. */
  static void write(ReportModel model, Histories histories, int mostDigests, OutputStream out)
      throws IOException {
    // By way of a writer: the byte generator refuses a text with half a surrogate pair, and the
    // text of a statement may hold one.
    OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    JsonGenerator g = JSON.createGenerator(writer);
    g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    g.setPrettyPrinter(new ReportLayout());
    new ReportJson(model, histories, g, mostDigests).report();
    g.close();
    writer.write('\n');
    writer.flush();
  }

  private void report() throws IOException {
    g.writeStartObject();
    g.writeNumberField("format", 1);
    g.writeStringField("verdict", model.verdict().key());
    coverage(model.coverage());
    g.writeStringField("started", model.started().truncatedTo(ChronoUnit.MILLIS).toString());
    g.writeStringField("updated", model.updated().truncatedTo(ChronoUnit.MILLIS).toString());
    g.writeBooleanField("enabled", model.enabled());
    new JudgementJson(g).thresholds(model.thresholds());
    capture(model.capture());
    new OwnUseJson(g).limits(model.capture().use());
    g.writeObjectFieldStart("targets");
    for (TargetSnapshot target : model.targets()) {
      g.writeObjectFieldStart(target.target());
      target(target);
      g.writeEndObject();
    }
    g.writeEndObject();
    g.writeArrayFieldStart("rules");
    for (int i = 0; i < model.rules().size(); i++) {
      g.writeStartObject();
      g.writeStringField("name", model.rules().get(i));
      g.writeNumberField("matched", model.ruleCount(i));
      if (model.ruleRemoved(i)) {
        g.writeBooleanField("removed", true);
      }
      g.writeEndObject();
    }
    g.writeEndArray();
    for (ReportPart part : model.parts()) {
      part.write(g);
    }
    g.writeEndObject();
  }

  private void capture(CaptureSnapshot c) throws IOException {
    g.writeObjectFieldStart("capture");
    LedgerJson.capture(g, c);
    new OwnUseJson(g).capture(c);
    g.writeEndObject();
  }

  private void target(TargetSnapshot t) throws IOException {
    TargetJudgement judgement = model.judgement(t);
    new JudgementJson(g).target(judgement);
    coverage(model.coverage(t));
    if (model.removed(t)) {
      g.writeBooleanField("removed", true);
    }
    g.writeStringField("role", t.control() ? "control" : "candidate");
    g.writeStringField("protocol", t.cheapest() ? "cheapest" : "same");
    LedgerJson.target(g, t);
    if (t.amplified() > 0) {
      g.writeObjectFieldStart("amplified");
      g.writeNumberField("executed", t.executedFurther());
      g.writeNumberField("failed", t.failedFurther());
      g.writeNumberField("varied", t.varied());
      g.writeEndObject();
    }
    counts("fidelity", t.fidelity());
    g.writeObjectFieldStart("out_of_step");
    for (Map.Entry<String, Map<String, Long>> table : t.outOfStep().entrySet()) {
      counts(table.getKey(), table.getValue());
    }
    g.writeEndObject();
    counts("connections", t.connections());
    errors(t.errors());
    if (t.compares()) {
      results.counts(t.results());
    }
    LatencyJson latency = new LatencyJson(g);
    latency.both(t.source(), t.own());
    latency.side("round_trip_us", t.roundTrip());
    LatencySummary lag = t.lag().summary();
    g.writeObjectFieldStart("lag_ms");
    decimal("p50", lag.p50() / 1000.0, 1);
    decimal("p99", lag.p99() / 1000.0, 1);
    decimal("max", lag.max() / 1000.0, 1);
    latency.histogram("histogram_us", t.lag());
    g.writeEndObject();
    histories.write(t.target(), g);
    g.writeObjectFieldStart("hosts");
    for (Map.Entry<String, HostSnapshot> host : t.hosts().entrySet()) {
      g.writeObjectFieldStart(host.getKey());
      g.writeNumberField("executed", host.getValue().executed());
      g.writeNumberField("failed", host.getValue().failed());
      g.writeStringField("state", host.getValue().state());
      g.writeEndObject();
    }
    g.writeEndObject();
    counts("unsupported_reasons", t.unsupportedReasons());
    counts("no_rows_reasons", t.noRowsReasons());
    plans.target(model.plans(t.target()));
    resources.target(model.plans(t.target()).ledger().resources());
    g.writeArrayFieldStart("digests");
    List<Integer> order = worstFirst(t.digests(), judgement.digests());
    for (int i : order.subList(0, Math.min(order.size(), mostDigests))) {
      digest(t.digests().get(i), judgement.digests().get(i), t);
    }
    g.writeEndArray();
  }

  /** By verdict, the frequent ones first. */
  private static List<Integer> worstFirst(
      List<DigestSnapshot> digests, List<DigestJudgement> judgements) {
    List<Integer> order = new ArrayList<>(digests.size());
    for (int i = 0; i < digests.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing((Integer i) -> judgements.get(i).verdict())
            .thenComparing(digests::get, WORST_FIRST));
    return order;
  }

  private void digest(DigestSnapshot d, DigestJudgement judgement, TargetSnapshot t)
      throws IOException {
    g.writeStartObject();
    g.writeStringField("digest", d.digest());
    g.writeStringField("text", d.text());
    g.writeStringField("schema", d.schema());
    g.writeNumberField("count", d.count());
    new JudgementJson(g).digest(judgement);
    errors(d.errors());
    if (t.compares()) {
      results.digest(d.resultDetails());
    }
    new LatencyJson(g).digest(d.latency(), judgement, t.cheapest());
    plans.digest(model.plans(t.target()), d);
    g.writeArrayFieldStart("examples");
    for (ErrorExample example : d.examples()) {
      g.writeStartObject();
      g.writeStringField("error", example.type().key());
      g.writeNumberField("count", example.count());
      side("source", example.source());
      side("target", example.target());
      g.writeEndObject();
    }
    for (ResultExample example : d.resultDetails().examples()) {
      results.example(example);
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private void side(String name, ErrorExample.@Nullable Side side) throws IOException {
    if (side == null) {
      g.writeNullField(name);
      return;
    }
    g.writeObjectFieldStart(name);
    g.writeStringField("sql_state", side.sqlState());
    g.writeNumberField("code", side.code());
    g.writeStringField("message", side.message());
    g.writeEndObject();
  }

  private void errors(ErrorCounts errors) throws IOException {
    g.writeObjectFieldStart("errors");
    for (ErrorClass type : ErrorClass.values()) {
      if (type != ErrorClass.NOISE || errors.get(type) > 0) {
        g.writeNumberField(type.key(), errors.get(type));
      }
    }
    g.writeEndObject();
  }

  private void counts(String name, Map<String, Long> counts) throws IOException {
    g.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      g.writeNumberField(count.getKey(), count.getValue());
    }
    g.writeEndObject();
  }

  /** Rounded down, so that nothing short of all is 1. */
  private void coverage(OptionalDouble share) throws IOException {
    if (share.isPresent()) {
      g.writeNumberField("coverage", Math.floor(share.getAsDouble() * 10_000) / 10_000);
    } else {
      g.writeNullField("coverage");
    }
  }

  private void decimal(String name, double value, int digits) throws IOException {
    double scale = Math.pow(10, digits);
    g.writeNumberField(name, Math.round(value * scale) / scale);
  }
}
