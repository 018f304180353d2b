package io.querymirror.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes over the channel: a request {@code {"command":"enable","…":"…"}} of texts, an answer
 * {@code {"ok":true,"result":{…}}} or {@code {"ok":false,"errors":["…"]}}, JSON in UTF-8. A request
 * is one line; the connection's end is the answer's.
 */
public final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  private Answers() {}

  /** Writes the fields of a result. */
  public interface Result {
    void write(JsonGenerator g) throws IOException;
  }

  /**
   * The fields of a request.
   *
   * @throws IOException where it is none
   */
  public static Map<String, String> request(byte[] line) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser p = JSON.createParser(line)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        String name = p.currentName();
        if (!p.nextToken().isScalarValue()) {
          throw new IOException("\"" + name + "\" is no text");
        }
        fields.put(name, p.getText());
      }
    }
    return fields;
  }

  /** It was done. */
  public static byte[] done(Result result) throws IOException {
    return line(
        g -> {
          g.writeBooleanField("ok", true);
          g.writeObjectFieldStart("result");
          result.write(g);
          g.writeEndObject();
        });
  }

  /** It was not done, for these reasons. */
  public static byte[] failed(String... errors) {
    return failed(List.of(errors));
  }

  /** It was not done, for these reasons. */
  public static byte[] failed(List<String> errors) {
    try {
      return line(
          g -> {
            g.writeBooleanField("ok", false);
            g.writeArrayFieldStart("errors");
            for (String error : errors) {
              g.writeString(error);
            }
            g.writeEndArray();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
  }

  private static byte[] line(Result fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // By way of a writer: the byte generator refuses a text with half a surrogate pair.
    try (Writer writer = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      try (JsonGenerator g = JSON.createGenerator(writer)) {
        g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        g.writeStartObject();
        fields.write(g);
        g.writeEndObject();
      }
      writer.write('\n');
    }
    return bytes.toByteArray();
  }
}
