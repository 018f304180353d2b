package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.LatencySummary;
import io.querymirror.stats.OwnUse;
import io.querymirror.stats.OwnUse.Measure;
import io.querymirror.stats.SelfTestResult;
import java.io.IOException;
import java.time.Instant;

/** What the agent itself takes, in {@code capture} and {@code limits}. */
final class OwnUseJson {
  private final JsonGenerator g;

  OwnUseJson(JsonGenerator g) {
    this.g = g;
  }

  /** Fields of {@code capture}. */
  void capture(CaptureSnapshot capture) throws IOException {
    LatencySummary overhead = capture.overhead().summary();
    g.writeObjectFieldStart("overhead_ns");
    g.writeNumberField("count", overhead.count());
    g.writeNumberField("p50", overhead.p50());
    g.writeNumberField("p99", overhead.p99());
    g.writeNumberField("max", overhead.max());
    g.writeEndObject();
    SelfTestResult test = capture.selfTest();
    if (test != null) {
      g.writeObjectFieldStart("self_test");
      g.writeStringField("verdict", test.verdict().key());
      number("p50_ratio", test.ratio());
      number("low", test.low());
      number("high", test.high());
      g.writeNumberField("pairs", test.pairs());
      g.writeNumberField("statements", test.statements());
      g.writeEndObject();
    }
  }

  /** The field {@code limits}; none before anything was measured. */
  void limits(OwnUse use) throws IOException {
    if (use.measures().isEmpty()) {
      return;
    }
    g.writeObjectFieldStart("limits");
    g.writeStringField("state", use.state().key());
    if (use.reason().isEmpty()) {
      g.writeNullField("reason");
    } else {
      g.writeStringField("reason", use.reason());
    }
    if (use.sinceMillis() == 0) {
      g.writeNullField("since");
    } else {
      g.writeStringField("since", Instant.ofEpochMilli(use.sinceMillis()).toString());
    }
    number("shed", use.shed());
    g.writeObjectFieldStart("times");
    g.writeNumberField("shedding", use.timesShed());
    g.writeNumberField("off", use.timesOff());
    g.writeEndObject();
    for (Measure m : use.measures()) {
      g.writeObjectFieldStart(m.name());
      number("value", m.value());
      number("limit", m.isLimited() ? m.limit() : Double.NaN);
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  private void number(String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      g.writeNullField(name);
    } else {
      g.writeNumberField(name, Math.round(value * 10_000) / 10_000.0);
    }
  }
}
