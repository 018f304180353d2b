package com.example.shop.http;

import com.example.shop.ShopException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a handler needs to know of a request. */
public final class Request {
  private final Map<String, String> path;
  private final Map<String, String> query;
  private final JsonNode body;
  private final String session;

  Request(Map<String, String> path, String rawQuery, JsonNode body, String session) {
    this.path = path;
    this.query = parse(rawQuery);
    this.body = body;
    this.session = session;
  }

  private static Map<String, String> parse(String rawQuery) {
    Map<String, String> query = new HashMap<>();
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** A number out of the path, {@code /products/{id}}. */
  public long id(String name) throws ShopException {
    return number(name, path.getOrDefault(name, ""));
  }

  /** A parameter of the query, or what stands for it when it is not there. */
  public String query(String name, String otherwise) {
    return query.getOrDefault(name, otherwise);
  }

  /** The same as a number. */
  public int query(String name, int otherwise) throws ShopException {
    String value = query.get(name);
    return value == null ? otherwise : (int) number(name, value);
  }

  /** The JSON body; a missing node when there is none. */
  public JsonNode body() {
    return body;
  }

  /** A text of the body that has to be there. */
  public String text(String name) throws ShopException {
    JsonNode value = body.path(name);
    if (value instanceof MissingNode || value.asText().isBlank()) {
      throw new ShopException(400, name + " is missing");
    }
    return value.asText();
  }

  /** A number of the body that has to be there. */
  public long number(String name) throws ShopException {
    return number(name, text(name));
  }

  /** The session's cookie; empty when there is none. */
  public String session() {
    return session;
  }

  private static long number(String name, String value) throws ShopException {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new ShopException(400, name + " is not a number");
    }
  }
}
