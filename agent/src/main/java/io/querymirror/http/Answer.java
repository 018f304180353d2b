package io.querymirror.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One answer; its bytes may be shared by many. */
final class Answer {
  static final String JSON = "application/json";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
  private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(411, "Length Required"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final byte[] body;

  Answer(int status, String contentType, byte[] body) {
    this.status = status;
    this.body = body;
    headers.put("Content-Type", contentType);
    headers.put("Cache-Control", "no-store");
    headers.put("Content-Security-Policy", POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Connection", "close");
  }

  static Answer json(int status, String text) {
    return new Answer(status, JSON, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code {"error": "…"}}. */
  static Answer error(int status, String words) {
    return json(status, "{\"error\":" + quoted(words) + "}");
  }

  /** A text as JSON has it. */
  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** Sets a header in place of what it was. */
  Answer with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  /** Status line and headers, with the empty line. */
  byte[] head() {
    StringBuilder text = new StringBuilder(512);
    text.append("HTTP/1.1 ")
        .append(status)
        .append(' ')
        .append(REASONS.getOrDefault(status, ""))
        .append("\r\nDate: ")
        .append(DATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
        .append("\r\nContent-Length: ")
        .append(body.length);
    headers.forEach((name, value) -> text.append("\r\n").append(name).append(": ").append(value));
    return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
