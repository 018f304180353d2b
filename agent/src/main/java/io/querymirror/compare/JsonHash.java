package io.querymirror.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A JSON document by its value: the order of an object's members and spaces do not count. */
final class JsonHash {
  /** Names of members are an application's data: none is to stay in a table of the JVM's. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final long OBJECT = 0x27d4eb2f165667c5L;
  private static final long ARRAY = 0x165667b19e3779f9L;
  private static final long STRING = 0x61c8864680b583ebL;
  private static final long LITERAL = 0x3c6ef372fe94f82bL;

  private JsonHash() {}

  /** Of the document, or of the bytes where they are none. */
  static long of(byte[] b, int from, int length) {
    try (JsonParser parser = FACTORY.createParser(b, from, length)) {
      JsonToken first = parser.nextToken();
      if (first != null) {
        long h = value(parser, first);
        if (parser.nextToken() == null) {
          return h;
        }
      }
    } catch (IOException e) {
      // No document.
    }
    return Hash.bytes(b, from, length);
  }

  private static long value(JsonParser parser, JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT:
        long members = OBJECT;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          long name = text(parser.currentName());
          members += Hash.mix(name, value(parser, parser.nextToken()));
        }
        return Hash.mix(OBJECT, members);
      case START_ARRAY:
        long elements = ARRAY;
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          elements = Hash.mix(elements, value(parser, t));
        }
        return elements;
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        byte[] digits = parser.getText().getBytes(StandardCharsets.ISO_8859_1);
        return Decimals.hash(digits, 0, digits.length);
      case VALUE_STRING:
        return Hash.mix(STRING, text(parser.getText()));
      default:
        return Hash.mix(LITERAL, text(token.name()));
    }
  }

  private static long text(String s) {
    return Hash.bytes(s.getBytes(StandardCharsets.UTF_8));
  }
}
