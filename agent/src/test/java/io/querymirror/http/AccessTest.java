package io.querymirror.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.HttpSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir Path dir;

  private HttpSettings settings(String http) throws Exception {
    Path file = dir.resolve("q.yaml");
    Files.writeString(
        file,
        "targets: {a: {hosts: db, username: u}}\nrules: [{mirror: a}]\nhttp: {" + http + "}\n");
    return ConfigLoader.load(file, Map.of()).http();
  }

  private static int check(Access access, boolean open, String method, String... headers)
      throws RefusedException {
    String text = method + " / HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    Request request =
        new RequestReader().take(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    Answer answer = access.check(request, open);
    return answer == null ? 200 : answer.status();
  }

  @ParameterizedTest
  @CsvSource({
    "200, localhost:9464",
    "200, LOCALHOST:9464",
    "200, 127.0.0.1:9464",
    "200, [::1]:9464",
    "200, 127.0.0.2:9464",
    "421, 127.0.0.3:9464",
    "421, localhost",
    "421, localhost:80",
    "421, evil.example:9464",
    "421, localhost.evil.example:9464",
    "421, ''"
  })
  void withoutATokenOnlyTheMachinesOwnNames(int status, String host) throws Exception {
    Access access = new Access(settings("address: '127.0.0.2:9464'"));
    assertEquals(status, check(access, true, "GET", "Host: " + host));
  }

  @Test
  void withATokenAnyName() throws Exception {
    Access access = new Access(settings("address: '0.0.0.0:9464', token: " + TOKEN));
    String host = "Host: mirror.example";
    assertEquals(200, check(access, false, "GET", host, "Authorization: Bearer " + TOKEN));
    assertEquals(200, check(access, false, "GET", host, "authorization: bEARER  " + TOKEN));
    assertEquals(401, check(access, false, "GET", host));
    assertEquals(401, check(access, false, "GET", host, "Authorization: " + TOKEN));
    assertEquals(401, check(access, false, "GET", host, "Authorization: Basic " + TOKEN));
    assertEquals(401, check(access, false, "GET", host, "Authorization: Bearer " + TOKEN + "0"));
    assertEquals(401, check(access, false, "GET", host, "Authorization: Bearer 0"));
    assertEquals(200, check(access, true, "GET", host));
  }

  @ParameterizedTest
  @CsvSource({
    "200, Accept: text/html",
    "200, Origin: http://localhost:9464",
    "200, Origin: https://localhost:9464",
    "403, Origin: http://localhost:9465",
    "403, Origin: http://evil.example",
    "403, Origin: null",
    "403, Origin: http://[",
    "200, Sec-Fetch-Site: same-origin",
    "200, Sec-Fetch-Site: none",
    "403, Sec-Fetch-Site: same-site",
    "403, Sec-Fetch-Site: cross-site"
  })
  void noOtherPageChangesAnything(int status, String header) throws Exception {
    Access access = new Access(settings("address: '127.0.0.1:9464'"));
    String host = "Host: localhost:9464";
    assertEquals(status, check(access, false, "POST", host, header));
    assertEquals(status, check(access, false, "PUT", host, header));
    assertEquals(200, check(access, false, "GET", host, header));
  }

  /** Behind a proxy that names another host than the browser saw: the browser's own word counts. */
  @Test
  void believesTheBrowserBehindAProxy() throws Exception {
    Access access = new Access(settings("address: '127.0.0.1:9464', token: " + TOKEN));
    String[] headers = {
      "Host: 127.0.0.1:9464",
      "Origin: https://mirror.example",
      "Sec-Fetch-Site: same-origin",
      "Authorization: Bearer " + TOKEN
    };
    assertEquals(200, check(access, false, "PUT", headers));
  }
}
