package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.model.DigestKey;
import io.querymirror.plan.PlanBook;
import io.querymirror.plan.PlanChange;
import io.querymirror.plan.PlanShape;
import io.querymirror.plan.SeenPlan;
import io.querymirror.stats.DigestSnapshot;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of {@code report.json} that tell of plans. */
final class PlansJson {
  private final JsonGenerator g;

  PlansJson(JsonGenerator g) {
    this.g = g;
  }

  /** {@code plans} and {@code plan_changes} of a target; nothing where plans are off. */
  void target(PlanFindings findings) throws IOException {
    if (findings.plans().mode() == null) {
      return;
    }
    g.writeObjectFieldStart("plans");
    counts(findings.plans());
    if (findings.sourcePlans().mode() != null) {
      g.writeObjectFieldStart("source");
      counts(findings.sourcePlans());
      g.writeEndObject();
    }
    g.writeEndObject();
    g.writeArrayFieldStart("plan_changes");
    for (PlanChange change : findings.changes()) {
      g.writeStartObject();
      g.writeStringField("digest", change.digest());
      g.writeStringField("schema", change.schema());
      g.writeStringField("against", change.against());
      g.writeStringField("first_seen", change.at().truncatedTo(ChronoUnit.MILLIS).toString());
      shape("from", change.from());
      shape("to", change.to());
      g.writeArrayFieldStart("words");
      for (String words : change.words()) {
        g.writeString(words);
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private void shape(String name, PlanShape shape) throws IOException {
    g.writeObjectFieldStart(name);
    g.writeStringField("shape", shape.text());
    g.writeStringField("hash", shape.id());
    g.writeEndObject();
  }

  private void counts(PlanBook book) throws IOException {
    g.writeStringField("mode", book.mode());
    if (book.note() != null) {
      g.writeStringField("note", book.note());
    }
    g.writeNumberField("asked", book.asked());
    g.writeNumberField("taken", book.taken());
    g.writeNumberField("undecided", book.undecidedPlans());
    g.writeNumberField("ms", Math.round(book.nanos() / 100_000.0) / 10.0);
    g.writeObjectFieldStart("left_out");
    for (Map.Entry<String, Long> reason : book.left().entrySet()) {
      g.writeNumberField(reason.getKey(), reason.getValue());
    }
    g.writeEndObject();
  }

  /** {@code plans} and {@code plan_changes} of a digest; nothing where there are none. */
  void digest(PlanFindings findings, DigestSnapshot d) throws IOException {
    DigestKey key = DigestKey.of(d.schema(), d.digest());
    if (key == null || findings.plans().mode() == null) {
      return;
    }
    List<SeenPlan> own = findings.plans().of(key);
    List<SeenPlan> source = findings.sourcePlans().of(key);
    if (own.isEmpty() && source.isEmpty()) {
      return;
    }
    g.writeArrayFieldStart("plans");
    plans(source, "source");
    plans(own, "target");
    g.writeEndArray();
    g.writeArrayFieldStart("plan_changes");
    for (PlanChange change : findings.changes(key)) {
      String against = change.against().equals("before") ? "" : change.against() + ": ";
      for (String words : change.words()) {
        g.writeString(against + words);
      }
    }
    g.writeEndArray();
  }

  /** The latest comes last. */
  private void plans(List<SeenPlan> seen, String side) throws IOException {
    List<SeenPlan> oldestFirst = new ArrayList<>(seen);
    Collections.reverse(oldestFirst);
    for (SeenPlan plan : oldestFirst) {
      g.writeStartObject();
      g.writeStringField("side", side);
      g.writeStringField("shape", plan.shape().text());
      g.writeStringField("hash", plan.shape().id());
      g.writeStringField("first_seen", plan.firstSeen().truncatedTo(ChronoUnit.MILLIS).toString());
      g.writeStringField("last_seen", plan.lastSeen().truncatedTo(ChronoUnit.MILLIS).toString());
      g.writeNumberField("count", plan.count());
      g.writeFieldName("plan");
      raw(plan.json());
      if (plan.analyzed() != null) {
        g.writeFieldName("analyzed");
        raw(plan.analyzed());
      }
      g.writeEndObject();
    }
  }

  private void raw(@Nullable String json) throws IOException {
    if (json == null) {
      g.writeNull();
    } else {
      g.writeRawValue(json);
    }
  }
}
