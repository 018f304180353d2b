package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.report.DigestJudgement.Ratios;
import io.querymirror.stats.Blocks;
import io.querymirror.stats.Blocks.Quantile;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.LatencyPair;
import io.querymirror.stats.LatencySummary;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Latencies as the report has them: for the reader, and whole enough to be added to others. */
public final class LatencyJson {
  /** Digits behind the point of a ratio. */
  private static final int RATIO = 3;

  private final JsonGenerator g;

  public LatencyJson(JsonGenerator g) {
    this.g = g;
  }

  /** {@code latency_us} of a target. */
  public void both(Distribution source, Distribution target) throws IOException {
    g.writeObjectFieldStart("latency_us");
    side("source", source);
    side("target", target);
    g.writeEndObject();
  }

  /**
   * {@code latency_us} of a digest.
   *
   * @param cheapest ratios would compare two ways to send a statement: there are none
   */
  public void digest(LatencyPair pair, DigestJudgement judgement, boolean cheapest)
      throws IOException {
    g.writeObjectFieldStart("latency_us");
    side("source", pair.source());
    side("target", pair.target());
    ratios(judgement.source(), cheapest);
    Ratios control = judgement.control();
    if (control != null) {
      g.writeObjectFieldStart("control");
      ratios(control, cheapest);
      g.writeEndObject();
    }
    blocks(pair.blocks());
    g.writeEndObject();
  }

  private void ratios(Ratios ratios, boolean cheapest) throws IOException {
    ratio("ratio_p25", cheapest ? null : ratios.p25);
    ratio("ratio_p50", cheapest ? null : ratios.p50);
    ratio("ratio_p95", cheapest ? null : ratios.p95);
  }

  private void ratio(String name, @Nullable Ratio ratio) throws IOException {
    if (ratio == null) {
      g.writeNullField(name);
      return;
    }
    decimal(name, ratio.value(), RATIO);
    if (ratio.hasInterval()) {
      decimal(name + "_low", ratio.low(), RATIO);
      decimal(name + "_high", ratio.high(), RATIO);
    }
  }

  /** Count, mean, percentiles, maximum and the histogram of one side. */
  public void side(String name, Distribution of) throws IOException {
    LatencySummary l = of.summary();
    g.writeObjectFieldStart(name);
    g.writeNumberField("count", l.count());
    decimal("mean", l.mean(), 1);
    g.writeNumberField("p50", l.p50());
    g.writeNumberField("p95", l.p95());
    g.writeNumberField("p99", l.p99());
    g.writeNumberField("max", l.max());
    histogram("histogram", of);
    g.writeEndObject();
  }

  /** Pairs of a bucket's lower end and its count. */
  public void histogram(String name, Distribution of) throws IOException {
    g.writeArrayFieldStart(name);
    for (int i = 0; i < of.size(); i++) {
      g.writeStartArray();
      g.writeNumber(of.low(i));
      g.writeNumber(of.count(i));
      g.writeEndArray();
    }
    g.writeEndArray();
  }

  private void blocks(Blocks blocks) throws IOException {
    g.writeObjectFieldStart("blocks");
    g.writeNumberField("span_ms", blocks.spanMillis());
    g.writeArrayFieldStart("values");
    for (int i = 0; i < blocks.size(); i++) {
      g.writeStartArray();
      g.writeNumber(blocks.at(i));
      g.writeNumber(blocks.count(i));
      for (Quantile q : Quantile.values()) {
        if (blocks.tells(i, q)) {
          micros(blocks.source(i, q));
          micros(blocks.target(i, q));
        }
      }
      g.writeEndArray();
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private void micros(double micros) throws IOException {
    if (micros < 1000) {
      g.writeNumber(Math.round(micros * 10) / 10.0);
    } else {
      g.writeNumber(Math.round(micros));
    }
  }

  private void decimal(String name, double value, int digits) throws IOException {
    double scale = Math.pow(10, digits);
    g.writeNumberField(name, Math.round(value * scale) / scale);
  }
}
