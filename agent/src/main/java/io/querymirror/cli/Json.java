package io.querymirror.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

/** JSON on the standard output. */
final class Json {
  // ASCII: right in any encoding that the output may have.
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .configure(JsonGenerator.Feature.ESCAPE_NON_ASCII, true);

  private Json() {}

  static void print(JsonNode node, PrintStream out) throws JsonProcessingException {
    out.println(JSON.writeValueAsString(node));
  }
}
