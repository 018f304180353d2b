package io.querymirror.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Request line and headers, read as strictly as RFC 9112 allows: what two readers could understand
 * in two ways is refused, so that no proxy before this server sees another request than it does.
 */
final class Head {
  private static final int MOST_HEADERS = 100;
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

  private final String method;
  private final String path;
  private final @Nullable String authority;
  private final Map<String, List<String>> headers;
  private final int contentLength;

  private Head(
      String method,
      String path,
      @Nullable String authority,
      Map<String, List<String>> headers,
      int contentLength) {
    this.method = method;
    this.path = path;
    this.authority = authority;
    this.headers = headers;
    this.contentLength = contentLength;
  }

  /**
   * @param text a byte each character, to the end of the last header's line
   */
  static Head parse(String text) throws RefusedException {
    String[] lines = text.split("\r\n", -1);
    String[] first = lines[0].split(" ", -1);
    if (first.length != 3 || !isToken(first[0])) {
      throw new RefusedException(400, "the first line is no request");
    }
    String version = first[2];
    if (!version.matches("HTTP/\\d\\.\\d")) {
      throw new RefusedException(400, "the first line is no request");
    }
    if (!version.startsWith("HTTP/1.")) {
      throw new RefusedException(505, "this server speaks HTTP/1.1");
    }
    Map<String, List<String>> headers = headers(lines);
    only(headers, "host");
    if (version.equals("HTTP/1.1") && !headers.containsKey("host")) {
      throw new RefusedException(400, "there is no Host header");
    }
    String target = first[1];
    String authority = null;
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      int slash = target.indexOf('/', 7);
      int end = slash < 0 ? target.length() : slash;
      authority = target.substring(7, end);
      target = slash < 0 ? "/" : target.substring(slash);
    }
    return new Head(first[0], path(target), authority, headers, contentLength(headers));
  }

  private static Map<String, List<String>> headers(String[] lines) throws RefusedException {
    Map<String, List<String>> headers = new HashMap<>();
    if (lines.length - 2 > MOST_HEADERS) {
      throw new RefusedException(431, "there are more than " + MOST_HEADERS + " headers");
    }
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0 || !isToken(lines[i].substring(0, colon))) {
        throw new RefusedException(400, "a header's line is none");
      }
      String value = lines[i].substring(colon + 1);
      for (int j = 0; j < value.length(); j++) {
        char c = value.charAt(j);
        if (c < ' ' && c != '\t' || c == 127) {
          throw new RefusedException(400, "a header holds a control character");
        }
      }
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      headers.computeIfAbsent(name, k -> new ArrayList<>(1)).add(value.trim());
    }
    return headers;
  }

  private static String path(String target) throws RefusedException {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) >= 127) {
        throw new RefusedException(400, "the address holds what must be encoded");
      }
    }
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static int contentLength(Map<String, List<String>> headers) throws RefusedException {
    if (headers.containsKey("transfer-encoding")) {
      throw headers.containsKey("content-length")
          ? new RefusedException(400, "both Content-Length and Transfer-Encoding")
          : new RefusedException(411, "the body's length must be told by Content-Length");
    }
    if (headers.containsKey("expect")) {
      throw new RefusedException(417, "nothing can be expected of this server");
    }
    only(headers, "content-length");
    List<String> values = headers.get("content-length");
    if (values == null) {
      return 0;
    }
    String text = values.get(0);
    if (!text.matches("\\d+")) {
      throw new RefusedException(400, "Content-Length is no number");
    }
    long length = text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    if (length > RequestReader.MOST_BODY) {
      throw new RefusedException(
          413, "the body is longer than " + RequestReader.MOST_BODY + " bytes");
    }
    return (int) length;
  }

  private static void only(Map<String, List<String>> headers, String name) throws RefusedException {
    if (headers.getOrDefault(name, List.of()).size() > 1) {
      throw new RefusedException(400, "the header " + name + " is there twice");
    }
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letter && TOKEN_SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  int contentLength() {
    return contentLength;
  }

  Request request(byte[] body) {
    return new Request(method, path, authority, headers, body);
  }
}
