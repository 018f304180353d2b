package io.querymirror.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.control.ConfigJson;
import io.querymirror.control.Operations;
import io.querymirror.control.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the live page shows: small, whatever the report's size. */
final class LiveStatus {
  /** Digests of each target, the worst. */
  static final int DIGESTS = 10;

  private final Operations operations;
  private final String version;

  LiveStatus(Operations operations, String version) {
    this.operations = operations;
    this.version = version;
  }

  void fields(JsonGenerator g) throws IOException {
    g.writeStringField("version", version);
    g.writeNumberField("pid", ProcessHandle.current().pid());
    g.writeBooleanField("enabled", operations.enabled());
    g.writeBooleanField("working", operations.working());
    Origin by = operations.switchedBy();
    g.writeStringField("switched_by", by == null ? null : by.name().toLowerCase(Locale.ROOT));
    g.writeObjectFieldStart("config");
    ConfigJson.state(g, operations.config());
    g.writeEndObject();
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    operations.report().write(report, DIGESTS);
    g.writeFieldName("report");
    g.writeRawValue(report.toString(StandardCharsets.UTF_8));
  }
}
