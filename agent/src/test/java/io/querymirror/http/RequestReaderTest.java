package io.querymirror.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static int refused(String text) {
    return assertThrows(RefusedException.class, () -> new RequestReader().take(bytes(text)))
        .status();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void takesBytesInAnyPortions(int portion) throws RefusedException {
    String text =
        "PUT /enabled?x=1 HTTP/1.1\r\nhOsT:  a:1 \r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\n\r\ntrue";
    RequestReader reader = new RequestReader();
    Request request = null;
    for (int i = 0; i < text.length(); i += portion) {
      assertNull(request, "early at " + i);
      request = reader.take(bytes(text.substring(i, Math.min(text.length(), i + portion))));
    }
    assertEquals("PUT", request.method());
    assertEquals("/enabled", request.path());
    assertEquals("a:1", request.host());
    assertEquals("1", request.header("X-A"));
    assertEquals("1,2", request.headers("x-a"));
    assertEquals("true", new String(request.body(), StandardCharsets.UTF_8));
  }

  @Test
  void leavesAloneWhatFollows() throws RefusedException {
    Request request =
        new RequestReader()
            .take(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /other HTTP/1.1\r\n\r\n"));
    assertEquals("/", request.path());
    assertEquals(0, request.body().length);
  }

  @Test
  void takesTheAddressThatProxiesSend() throws RefusedException {
    Request request =
        new RequestReader().take(bytes("GET http://evil:1/x?y HTTP/1.1\r\nHost: a\r\n\r\n"));
    assertEquals("evil:1", request.host());
    assertEquals("/x", request.path());
    assertEquals("/", new RequestReader().take(bytes("GET http://a HTTP/1.0\r\n\r\n")).path());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | GET /",
        "400 | GET  / HTTP/1.1~Host: a",
        "400 | G(T / HTTP/1.1~Host: a",
        "400 | GET / HTTP/x~Host: a",
        "505 | PRI * HTTP/2.0~Host: a",
        "400 | GET / HTTP/1.1",
        "400 | GET / HTTP/1.1~Host: a~Host: b",
        "400 | GET / HTTP/1.1~Host : a",
        "400 | GET / HTTP/1.1~Host: a~ folded",
        "400 | GET / HTTP/1.1~Host: a~: x",
        "400 | GET / HTTP/1.1~Host: a^0b",
        "400 | GET / HTTP/1.1~Host: a^nX: b",
        "400 | GET /\u00e4 HTTP/1.1~Host: a",
        "400 | PUT / HTTP/1.1~Host: a~Content-Length: 4~Content-Length: 4",
        "400 | PUT / HTTP/1.1~Host: a~Content-Length: +4",
        "413 | PUT / HTTP/1.1~Host: a~Content-Length: 99999999999999999999",
        "400 | PUT / HTTP/1.1~Host: a~Content-Length: 4~Transfer-Encoding: chunked",
        "411 | PUT / HTTP/1.1~Host: a~Transfer-Encoding: chunked",
        "413 | PUT / HTTP/1.1~Host: a~Content-Length: 1025",
        "417 | PUT / HTTP/1.1~Host: a~Expect: 100-continue"
      })
  void refusesWhatCouldMeanTwoThings(int status, String lines) {
    assertEquals(
        status,
        refused(lines.replace("~", "\r\n").replace("^0", "\0").replace("^n", "\n") + "\r\n\r\n"));
  }

  @Test
  void isBounded() {
    String line = "GET / HTTP/1.1\r\n";
    assertEquals(414, refused("G".repeat(9_000)));
    assertEquals(414, refused("GET /" + "g".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    assertEquals(431, refused(line + "A: " + "b".repeat(9_000)));
    assertEquals(431, refused(line + "A: b\r\n".repeat(101) + "\r\n"));
  }
}
