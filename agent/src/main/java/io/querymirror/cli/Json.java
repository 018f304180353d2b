package io.querymirror.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** JSON on the standard output. */
final class Json {
  // ASCII: right in any encoding that the output may have.
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .configure(JsonGenerator.Feature.ESCAPE_NON_ASCII, true);

  private Json() {}

  /** What writes fields of an object. */
  interface Fields {
    void write(JsonGenerator g) throws IOException;
  }

  /** The fields that are written, as a tree. */
  static ObjectNode fields(Fields fields) {
    try (TokenBuffer buffer = new TokenBuffer(JSON, false)) {
      buffer.writeStartObject();
      fields.write(buffer);
      buffer.writeEndObject();
      return JSON.readTree(buffer.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why a command for a process could not be done. */
  static ObjectNode failed(long pid, InputException why) {
    ObjectNode node = JSON.createObjectNode().put("pid", pid);
    return node.setAll(failed(String.valueOf(why.getMessage())));
  }

  /** Why a command could not be done, a line for each mistake. */
  static ObjectNode failed(String why) {
    ObjectNode node = JSON.createObjectNode();
    node.put("ok", false);
    ArrayNode errors = node.putArray("errors");
    for (String line : why.split("\n")) {
      errors.add(line);
    }
    return node;
  }

  /** On one line. */
  static void printLine(JsonNode node, PrintStream out) throws JsonProcessingException {
    out.println(JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node));
  }

  static void print(JsonNode node, PrintStream out) throws JsonProcessingException {
    out.println(JSON.writeValueAsString(node));
  }
}
