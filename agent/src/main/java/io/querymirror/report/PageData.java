package io.querymirror.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * A report as its page holds it: without line breaks, and without the single blocks of latencies,
 * which are kept for adding reports up and take most of the room.
 */
final class PageData {
  private static final JsonFactory JSON = new JsonFactory();

  private PageData() {}

  /** Neither stream is closed. */
  static void copy(InputStream json, OutputStream out) throws IOException {
    ScriptSafe safe = new ScriptSafe(out);
    Writer writer = new OutputStreamWriter(safe, StandardCharsets.UTF_8);
    try (JsonParser p = JSON.createParser(json).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      JsonGenerator g = JSON.createGenerator(writer);
      g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      for (JsonToken t = p.nextToken(); t != null; t = p.nextToken()) {
        if (t == JsonToken.FIELD_NAME && isLeftOut(p)) {
          p.nextToken();
          p.skipChildren();
        } else {
          g.copyCurrentEventExact(p);
        }
      }
      g.close();
    }
    writer.flush();
    safe.finish();
  }

  private static boolean isLeftOut(JsonParser p) throws IOException {
    JsonStreamContext parent = p.getParsingContext().getParent();
    return "blocks".equals(p.currentName())
        && parent != null
        && "latency_us".equals(parent.getCurrentName());
  }
}
