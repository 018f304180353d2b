package io.querymirror.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The state of the configuration as JSON, whichever way it is asked for. */
public final class ConfigJson {
  private ConfigJson() {}

  /** The fields of the configuration in force. */
  public static void state(JsonGenerator g, ConfigState config) throws IOException {
    g.writeStringField("file", config.file().toString());
    time(g, "since", config.since());
    g.writeNumberField("reloads", config.succeeded());
    g.writeNumberField("refused", config.failed());
    Reload last = config.last();
    if (last != null) {
      g.writeObjectFieldStart("last_reload");
      reload(g, last);
      g.writeEndObject();
    }
  }

  /** The fields of one reload. */
  public static void reload(JsonGenerator g, Reload reload) throws IOException {
    time(g, "at", reload.at());
    g.writeBooleanField("ok", reload.ok());
    g.writeNumberField("took_ms", reload.took().toMillis());
    texts(g, "changes", reload.changes());
    texts(g, "errors", reload.errors());
  }

  private static void texts(JsonGenerator g, String name, List<String> texts) throws IOException {
    g.writeArrayFieldStart(name);
    for (String text : texts) {
      g.writeString(text);
    }
    g.writeEndArray();
  }

  private static void time(JsonGenerator g, String name, Instant at) throws IOException {
    g.writeStringField(name, at.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
