package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.model.Volatile;
import io.querymirror.stats.DigestResults;
import io.querymirror.stats.ExampleRow;
import io.querymirror.stats.ResultCounts;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.TypeDrift;
import io.querymirror.stats.WarningCodes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of {@code report.json} that tell of compared results. */
final class ResultsJson {
  private final JsonGenerator g;

  ResultsJson(JsonGenerator g) {
    this.g = g;
  }

  /** {@code results} and {@code warnings}. */
  void counts(ResultCounts results) throws IOException {
    g.writeObjectFieldStart("results");
    g.writeNumberField("compared", results.compared());
    g.writeNumberField("same", results.same());
    g.writeNumberField("different", results.different());
    g.writeNumberField("expected", results.expected());
    counts("kinds", results.kinds());
    counts("incomparable", results.reasons());
    g.writeEndObject();
    g.writeObjectFieldStart("warnings");
    g.writeNumberField("same", results.sameWarnings());
    g.writeNumberField("different", results.differentWarnings());
    WarningCodes codes = results.warningCodes();
    if (!codes.isEmpty()) {
      g.writeNumberField("listed", codes.listed());
      g.writeNumberField("same_codes", codes.same());
      g.writeNumberField("different_codes", codes.different());
      g.writeObjectFieldStart("codes");
      counts("source", codes.source());
      counts("target", codes.target());
      g.writeEndObject();
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

  /** Of a digest: its counts, why it is not deterministic, and columns with other types. */
  void digest(DigestResults results) throws IOException {
    counts(results.counts());
    g.writeArrayFieldStart("non_deterministic");
    for (Volatile cause : results.causes()) {
      g.writeString(cause.words());
    }
    g.writeEndArray();
    g.writeArrayFieldStart("type_drift");
    for (TypeDrift drift : results.drifts()) {
      g.writeStartObject();
      g.writeStringField("column", drift.column());
      g.writeStringField("source", drift.source());
      g.writeStringField("target", drift.target());
      g.writeNumberField("count", drift.count());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  /** An element of {@code examples}. */
  void example(ResultExample example) throws IOException {
    g.writeStartObject();
    g.writeStringField("kind", example.kind().key());
    g.writeStringField("description", example.description());
    g.writeNumberField("count", example.count());
    if (example.expected()) {
      g.writeStringField("expected", example.reason());
    }
    strings("columns", example.columns());
    strings("differing", example.differing());
    side("source", example.sourceCount());
    side("target", example.targetCount());
    g.writeArrayFieldStart("rows");
    for (ExampleRow row : example.rows()) {
      g.writeStartObject();
      cells("source", row.source());
      cells("target", row.target());
      g.writeArrayFieldStart("differs");
      for (int place : row.differs()) {
        g.writeNumber(place);
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private void side(String name, long rows) throws IOException {
    g.writeObjectFieldStart(name);
    g.writeNumberField("rows", rows);
    g.writeEndObject();
  }

  private void strings(String name, List<String> texts) throws IOException {
    g.writeArrayFieldStart(name);
    for (String text : texts) {
      g.writeString(text);
    }
    g.writeEndArray();
  }

  private void cells(String name, @Nullable List<@Nullable String> cells) throws IOException {
    if (cells == null) {
      g.writeNullField(name);
      return;
    }
    g.writeArrayFieldStart(name);
    for (String cell : cells) {
      g.writeString(cell);
    }
    g.writeEndArray();
  }
}
