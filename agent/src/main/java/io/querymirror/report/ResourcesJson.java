package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.ResourceSeries;
import io.querymirror.stats.Resources;
import io.querymirror.stats.ServerStatement;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of {@code report.json} that tells what a target's hosts had to do. */
final class ResourcesJson {
  private final JsonGenerator g;

  ResourcesJson(JsonGenerator g) {
    this.g = g;
  }

  /** {@code resources} of a target; nothing where no host was looked at. */
  void target(Resources resources) throws IOException {
    Map<String, ResourceSeries> hosts = resources.hosts();
    if (hosts.isEmpty()) {
      return;
    }
    g.writeObjectFieldStart("resources");
    if (resources.statementsNote() != null) {
      g.writeStringField("statements_note", resources.statementsNote());
    }
    g.writeObjectFieldStart("hosts");
    for (Map.Entry<String, ResourceSeries> host : hosts.entrySet()) {
      g.writeObjectFieldStart(host.getKey());
      host(host.getValue());
      statements(resources.statements(host.getKey()));
      g.writeEndObject();
    }
    g.writeEndObject();
    g.writeEndObject();
  }

  private void host(ResourceSeries series) throws IOException {
    instant("from", series.from());
    instant("to", series.to());
    g.writeNumberField("samples", series.samples());
    g.writeNumberField("failures", series.failures());
    g.writeNumberField("mirrored", series.mirrored());
    g.writeObjectFieldStart("counts");
    for (Map.Entry<String, Long> count : series.counts().entrySet()) {
      g.writeNumberField(count.getKey(), count.getValue());
    }
    g.writeEndObject();
    g.writeObjectFieldStart("series");
    for (Map.Entry<String, double[]> values : series.series().entrySet()) {
      g.writeArrayFieldStart(values.getKey());
      for (double value : values.getValue()) {
        g.writeNumber(Math.round(value * 100) / 100.0);
      }
      g.writeEndArray();
    }
    g.writeEndObject();
  }

  private void instant(String name, @Nullable Instant at) throws IOException {
    g.writeStringField(name, at == null ? null : at.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private void statements(List<ServerStatement> all) throws IOException {
    if (all.isEmpty()) {
      return;
    }
    g.writeArrayFieldStart("statements");
    for (ServerStatement s : all) {
      g.writeStartObject();
      g.writeStringField("text", s.text());
      g.writeStringField("schema", s.schema());
      g.writeNumberField("count", s.count());
      g.writeNumberField("rows_examined", s.rowsExamined());
      g.writeNumberField("rows_sent", s.rowsSent());
      g.writeNumberField("no_index_used", s.noIndexUsed());
      g.writeNumberField("tmp_disk_tables", s.tmpDiskTables());
      g.writeNumberField("ms", s.micros() / 1000.0);
      g.writeEndObject();
    }
    g.writeEndArray();
  }
}
