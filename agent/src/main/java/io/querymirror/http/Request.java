package io.querymirror.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One whole request, valid as HTTP. */
final class Request {
  private final String method;
  private final String path;
  private final @Nullable String authority;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @param path without the query
   * @param authority of an absolute target, which takes the place of the Host header
   * @param headers by their names in lower case
   */
  Request(
      String method,
      String path,
      @Nullable String authority,
      Map<String, List<String>> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.authority = authority;
    this.headers = headers;
    this.body = body;
  }

  String method() {
    return method;
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** As it was sent: nothing in it is decoded. */
  String path() {
    return path;
  }

  /** Host and port that the client meant; null where it named none. */
  @Nullable String host() {
    return authority != null ? authority : header("host");
  }

  /** The first of this name; null where there is none. */
  @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? null : values.get(0);
  }

  /** All of this name as one list. */
  String headers(String name) {
    return String.join(",", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  byte[] body() {
    return body;
  }
}
