package io.querymirror.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** An object with the fields that are written to it, in UTF-8. */
interface JsonBody {
  JsonFactory FACTORY = new JsonFactory();

  void fields(JsonGenerator g) throws IOException;

  static void write(OutputStream out, JsonBody body) throws IOException {
    // By way of a writer: the byte generator refuses a text with half a surrogate pair.
    OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    JsonGenerator g = FACTORY.createGenerator(writer);
    g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    g.writeStartObject();
    body.fields(g);
    g.writeEndObject();
    g.close();
    writer.write('\n');
    writer.flush();
  }
}
