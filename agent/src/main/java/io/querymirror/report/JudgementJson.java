package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/** Verdicts as the report has them. */
public final class JudgementJson {
  private final JsonGenerator g;

  public JudgementJson(JsonGenerator g) {
    this.g = g;
  }

  /** The fields of a target. */
  public void target(TargetJudgement judgement) throws IOException {
    g.writeStringField("verdict", judgement.verdict().key());
    g.writeObjectFieldStart("verdicts");
    for (Verdict verdict : Verdict.values()) {
      g.writeNumberField(verdict.key(), judgement.count(verdict));
    }
    g.writeEndObject();
    share("decided", judgement.decided());
    missing(judgement.missing());
    g.writeObjectFieldStart("calibration");
    g.writeStringField("baseline", judgement.byControl() ? "control" : "source");
    g.writeNumberField("offset_us", Math.round(judgement.surroundings().offsetMicros()));
    g.writeNumberField("factor", Math.round(judgement.surroundings().factor() * 1000) / 1000.0);
    g.writeEndObject();
  }

  /** The fields of a digest. */
  public void digest(DigestJudgement judgement) throws IOException {
    g.writeStringField("verdict", judgement.verdict().key());
    missing(judgement.missing());
  }

  /** By what everything was judged. */
  public void thresholds(Thresholds t) throws IOException {
    g.writeObjectFieldStart("thresholds");
    g.writeNumberField("ratio", t.ratio());
    g.writeNumberField("floor_us", t.floorMicros());
    g.writeNumberField("min_coverage", t.minCoverage());
    g.writeEndObject();
  }

  private void missing(List<String> words) throws IOException {
    if (!words.isEmpty()) {
      g.writeArrayFieldStart("missing");
      for (String word : words) {
        g.writeString(word);
      }
      g.writeEndArray();
    }
  }

  /** Rounded down, so that nothing short of all is 1. */
  private void share(String name, OptionalDouble share) throws IOException {
    if (share.isPresent()) {
      g.writeNumberField(name, Math.floor(share.getAsDouble() * 10_000) / 10_000);
    } else {
      g.writeNullField(name);
    }
  }
}
