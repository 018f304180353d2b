package io.querymirror.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.config.HttpSettings;
import io.querymirror.config.Settings;
import io.querymirror.message.Said;
import io.querymirror.report.LedgerJson;
import io.querymirror.report.ReportModel;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.HostSnapshot;
import io.querymirror.stats.LatencySummary;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to {@code status}: what an operator wants to see at one glance. */
final class StatusJson {
  private final Operations operations;
  private final AgentInfo agent;
  private final Settings settings;
  private final boolean listens;

  /**
   * @param listens whether the address of the live page is bound
   */
  StatusJson(Operations operations, AgentInfo agent, Settings settings, boolean listens) {
    this.operations = operations;
    this.agent = agent;
    this.settings = settings;
    this.listens = listens;
  }

  void write(JsonGenerator g) throws IOException {
    write(g, operations.report());
  }

  void write(JsonGenerator g, ReportModel model) throws IOException {
    g.writeStringField("version", AgentVersion.read());
    g.writeNumberField("pid", ProcessHandle.current().pid());
    g.writeStringField("java", System.getProperty("java.version"));
    g.writeBooleanField("attached", agent.attached());
    time(g, "started", agent.started());
    g.writeBooleanField("enabled", operations.enabled());
    Origin by = operations.switchedBy();
    g.writeStringField("switched_by", by == null ? null : by.name().toLowerCase(Locale.ROOT));
    Instant switched = operations.switchedAt();
    time(g, "switched_at", switched);
    g.writeObjectFieldStart("config");
    ConfigJson.state(g, operations.config());
    g.writeEndObject();
    Path reports = settings.report().directory().toAbsolutePath().normalize();
    g.writeStringField("report", reports.toString());
    HttpSettings http = settings.http();
    g.writeStringField("http", http == null ? null : http.toString());
    g.writeBooleanField("http_listens", http != null && listens);
    g.writeStringField("verdict", model.verdict().key());
    messages(g, operations.messages());
    capture(g, model.capture());
    g.writeObjectFieldStart("targets");
    for (TargetSnapshot target : model.targets()) {
      g.writeObjectFieldStart(target.target());
      g.writeStringField("verdict", model.verdict(target).key());
      target(g, target);
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  private static void messages(JsonGenerator g, List<Said> all) throws IOException {
    g.writeObjectFieldStart("messages");
    for (Said said : all) {
      g.writeObjectFieldStart(said.message().code());
      g.writeStringField("level", said.message().levelName());
      g.writeNumberField("emitted", said.emitted());
      g.writeNumberField("suppressed", said.suppressed());
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  private static void capture(JsonGenerator g, CaptureSnapshot c) throws IOException {
    g.writeObjectFieldStart("capture");
    LedgerJson.capture(g, c);
    g.writeEndObject();
  }

  private static void target(JsonGenerator g, TargetSnapshot t) throws IOException {
    g.writeStringField("role", t.control() ? "control" : "candidate");
    g.writeObjectFieldStart("hosts");
    for (Map.Entry<String, HostSnapshot> host : t.hosts().entrySet()) {
      g.writeStringField(host.getKey(), host.getValue().state());
    }
    g.writeEndObject();
    LedgerJson.target(g, t);
    LatencySummary lag = t.lag().summary();
    g.writeObjectFieldStart("lag_ms");
    g.writeNumberField("p50", lag.p50() / 1000);
    g.writeNumberField("p99", lag.p99() / 1000);
    g.writeNumberField("max", lag.max() / 1000);
    g.writeEndObject();
  }

  private static void time(JsonGenerator g, String name, @Nullable Instant at) throws IOException {
    g.writeStringField(name, at == null ? null : at.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
