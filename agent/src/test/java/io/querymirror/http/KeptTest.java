package io.querymirror.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class KeptTest {
  private long now = 1;
  private int made;
  private final Kept kept = new Kept(() -> now);

  private static Request request(String encoding) {
    return new Request("GET", "/", null, Map.of("accept-encoding", List.of(encoding)), new byte[0]);
  }

  private Answer ask(String encoding, int size, long tookMillis) throws IOException {
    return kept.answer(
        request(encoding),
        "text/plain",
        out -> {
          made++;
          now += TimeUnit.MILLISECONDS.toNanos(tookMillis);
          out.write("a".repeat(size).getBytes(StandardCharsets.UTF_8));
        });
  }

  @Test
  void madeOnceASecond() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      ask("", 10, 0);
    }
    assertEquals(1, made);
    now += TimeUnit.MILLISECONDS.toNanos(999);
    ask("", 10, 0);
    assertEquals(1, made);
    now += TimeUnit.MILLISECONDS.toNanos(1);
    ask("", 10, 0);
    assertEquals(2, made);
    kept.drop();
    ask("", 10, 0);
    assertEquals(3, made);
  }

  @Test
  void whatIsDearIsMadeLessOften() throws IOException {
    ask("", 10, 200);
    now += TimeUnit.MILLISECONDS.toNanos(3_999);
    ask("", 10, 200);
    assertEquals(1, made);
    now += TimeUnit.MILLISECONDS.toNanos(1);
    ask("", 10, 5_000);
    now += TimeUnit.SECONDS.toNanos(10);
    ask("", 10, 5_000);
    assertEquals(3, made);
  }

  @Test
  void packsForThoseWhoUnpack() throws IOException {
    Answer packed = ask("br, gzip;q=0.5", 5_000, 0);
    assertTrue(packed.body().length < 100);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertArrayEquals(ask("identity", 5_000, 0).body(), in.readAllBytes());
    }
    assertEquals(1, made);
    assertTrue(Kept.unpacks("gzip"));
    assertFalse(Kept.unpacks("gzip;q=0"));
    assertFalse(Kept.unpacks("gzip; q=0.00"));
    assertFalse(Kept.unpacks("deflate, xgzip"));
    assertFalse(Kept.unpacks(""));
  }

  @Test
  void isBounded() {
    byte[] megabyte = new byte[1 << 20];
    assertThrows(
        Kept.TooLargeException.class,
        () ->
            kept.answer(
                request(""),
                "text/plain",
                out -> {
                  for (int i = 0; i < 1_000; i++) {
                    out.write(megabyte, 0, megabyte.length);
                  }
                }));
  }
}
