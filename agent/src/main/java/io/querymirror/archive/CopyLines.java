package io.querymirror.archive;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.ExampleRow;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.JudgedCopy;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.TypeDrift;
import io.querymirror.stats.WarningFinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lines of one file: a digest is told before the first copy of it. For one thread. */
final class CopyLines {
  private static final int DIGITS = 3;

  private final Set<Long> told = new HashSet<>();

  /** Null where the file has it already. */
  byte @Nullable [] digest(JudgedCopy copy) throws IOException {
    SqlShape shape = copy.original().statementShape();
    if (!told.add(shape.digest())) {
      return null;
    }
    return line(
        g -> {
          g.writeStringField("line", "digest");
          g.writeStringField("digest", shape.digestId());
          g.writeStringField("text", shape.digestText());
          g.writeStringField("kind", shape.kind().name());
          g.writeArrayFieldStart("tables");
          for (TableRef t : shape.tables()) {
            g.writeStartArray();
            g.writeString(t.schema());
            g.writeString(t.name());
            g.writeBoolean(t.written());
            g.writeEndArray();
          }
          g.writeEndArray();
        });
  }

  byte[] copy(JudgedCopy copy) throws IOException {
    Execution e = copy.original();
    Outcome outcome = copy.outcome();
    ResultFinding finding = copy.finding();
    return line(
        g -> {
          g.writeStringField("line", finding == null ? "copy" : "result");
          g.writeStringField("digest", e.statementShape().digestId());
          g.writeStringField("schema", e.schema());
          g.writeStringField("user", e.connection().user());
          g.writeStringField("host", e.connection().host());
          g.writeBooleanField("in_transaction", e.inTransaction());
          side(g, "source", e.outcome(), e.sourceNanos());
          if (outcome != null) {
            g.writeNumberField("at", copy.millis());
            g.writeBooleanField("timed", copy.timed());
            side(g, "target", outcome, copy.targetNanos());
            g.writeNumberField("lag_ns", copy.lagNanos());
          }
          if (finding != null) {
            finding(g, finding);
          }
        });
  }

  private static void side(JsonGenerator g, String name, Outcome outcome, long nanos)
      throws IOException {
    g.writeObjectFieldStart(name);
    g.writeNumberField("ns", nanos);
    if (!outcome.ok()) {
      g.writeStringField("sql_state", outcome.sqlState());
      g.writeNumberField("code", outcome.vendorCode());
    } else if (outcome.rows()) {
      g.writeBooleanField("rows", true);
    } else {
      g.writeNumberField("count", outcome.updateCount());
    }
    g.writeEndObject();
  }

  private static void finding(JsonGenerator g, ResultFinding f) throws IOException {
    ResultExample example = f.example();
    g.writeObjectFieldStart("result");
    g.writeStringField(
        "is",
        f.why() != null
            ? "incomparable"
            : example == null ? "same" : example.expected() ? "expected" : "different");
    Incomparable why = f.why();
    if (why != null) {
      g.writeStringField("why", why.key());
      g.writeNumberField("causes", f.causes());
    }
    if (example != null) {
      example(g, example);
    }
    DifferenceProfile profile = f.profile();
    if (profile != null) {
      profile(g, profile);
    }
    if (!f.rules().isEmpty()) {
      strings(g, "rules", f.rules());
    }
    g.writeEndObject();
    hashes(g, f);
    WarningFinding warned = f.warnings();
    if (warned != null) {
      g.writeBooleanField("same_warnings", warned.same());
      Map<String, Long> listed = warned.listed();
      if (listed != null) {
        g.writeObjectFieldStart("warnings");
        for (Map.Entry<String, Long> code : listed.entrySet()) {
          g.writeNumberField(code.getKey(), code.getValue());
        }
        g.writeEndObject();
      }
    }
    if (!f.drift().isEmpty()) {
      g.writeArrayFieldStart("type_drift");
      for (TypeDrift d : f.drift()) {
        g.writeStartArray();
        g.writeString(d.column());
        g.writeString(d.source());
        g.writeString(d.target());
        g.writeEndArray();
      }
      g.writeEndArray();
    }
  }

  private static void hashes(JsonGenerator g, ResultFinding f) throws IOException {
    if (f.hashes().isEmpty()) {
      return;
    }
    g.writeObjectFieldStart("hashes");
    g.writeStringField("source", f.hashes().get(0));
    g.writeStringField("target", f.hashes().get(1));
    g.writeEndObject();
  }

  private static void example(JsonGenerator g, ResultExample e) throws IOException {
    g.writeStringField("kind", e.kind().key());
    if (e.expected()) {
      g.writeStringField("reason", e.reason());
    }
    g.writeStringField("description", e.description());
    strings(g, "columns", e.columns());
    strings(g, "differing", e.differing());
    g.writeNumberField("source_rows", e.sourceCount());
    g.writeNumberField("target_rows", e.targetCount());
    g.writeArrayFieldStart("rows");
    for (ExampleRow row : e.rows()) {
      g.writeStartObject();
      cells(g, "source", row.source());
      cells(g, "target", row.target());
      g.writeArrayFieldStart("differs");
      for (int place : row.differs()) {
        g.writeNumber(place);
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void profile(JsonGenerator g, DifferenceProfile p) throws IOException {
    g.writeObjectFieldStart("by");
    g.writeNumberField("unpaired", p.unpaired());
    g.writeBooleanField("order", p.order());
    g.writeArrayFieldStart("columns");
    for (ColumnDifference c : p.columns()) {
      g.writeStartObject();
      g.writeStringField("column", c.label());
      g.writeNumberField("count", c.count());
      g.writeBooleanField("unmeasured", c.unmeasured());
      g.writeStringField("type", c.measure().name().toLowerCase(Locale.ROOT));
      g.writeStringField("number", Double.toString(Rounded.up(c.number(), c.bare() ? 1 : DIGITS)));
      g.writeStringField("share", Double.toString(Rounded.up(c.share(), DIGITS)));
      g.writeNumberField("nanos", (long) Rounded.up(c.nanos(), DIGITS));
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeEndObject();
  }

  private static void strings(JsonGenerator g, String name, List<String> texts) throws IOException {
    g.writeArrayFieldStart(name);
    for (String text : texts) {
      g.writeString(text);
    }
    g.writeEndArray();
  }

  private static void cells(JsonGenerator g, String name, @Nullable List<@Nullable String> cells)
      throws IOException {
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

  private interface Fields {
    void write(JsonGenerator g) throws IOException;
  }

  private static byte[] line(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    // By way of a writer: the byte generator refuses a text with half a surrogate pair.
    try (OutputStreamWriter writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        JsonGenerator g = SavedRun.JSON.getFactory().createGenerator(writer)) {
      g.writeStartObject();
      fields.write(g);
      g.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
