package io.querymirror.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerTest {
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final Duration WRITE = Duration.ofSeconds(3);

  /** Much more than what lies in the buffers of sockets. */
  private static final int LARGE = 32 << 20;

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final AtomicInteger idle = new AtomicInteger();
  private Server server;
  private int port;

  /** {@code /quick} at once, {@code /held} when it is let go, {@code /large} many bytes. */
  private final Handler handler =
      new Handler() {
        @Override
        public Answer atOnce(Request request) {
          return request.path().equals("/quick") ? Answer.json(200, "1") : null;
        }

        @Override
        public Answer answer(Request request) {
          switch (request.path()) {
            case "/held":
              held.countDown();
              await(release);
              return Answer.json(200, "2");
            case "/large":
              return new Answer(200, "application/octet-stream", new byte[LARGE]);
            case "/broken":
              throw new IllegalStateException("on purpose");
            default:
              return Answer.error(404, "no");
          }
        }

        @Override
        public void idle() {
          idle.incrementAndGet();
        }
      };

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void until(BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!reached.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "not in time");
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private void start(int at) throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    server =
        new Server(
            () -> new InetSocketAddress(loopback, at),
            "127.0.0.1",
            handler,
            PATIENCE,
            WRITE,
            PATIENCE);
    server.start();
  }

  private void start() throws Exception {
    start(0);
    until(() -> server.bound() != null);
    port = server.bound().getPort();
  }

  @AfterEach
  void close() {
    release.countDown();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void answersAndCloses() throws Exception {
    start();
    Wire.Reply reply = Wire.get(port, "/quick");
    assertEquals(200, reply.status);
    assertEquals("1\n", reply.text());
    assertEquals("close", reply.headers.get("Connection"));
    assertTrue(reply.headers.get("Date").matches("\\w{3}, \\d{2} \\w{3} \\d{4} [\\d:]{8} GMT"));
    Wire.Reply head = Wire.request(port, "HEAD", "/quick", "");
    assertEquals("2", head.headers.get("Content-Length"));
    assertEquals("", head.text());
    assertEquals(404, Wire.get(port, "/none").status);
    assertEquals(500, Wire.get(port, "/broken").status);
    assertEquals(400, Wire.ask(port, "nonsense").status);
    assertEquals(431, Wire.get(port, "/quick", "X: " + "y".repeat(100_000)).status);
    assertEquals(413, Wire.request(port, "PUT", "/quick", "x".repeat(100_000)).status);
  }

  @Test
  void halfARequestHasItsTime() throws Exception {
    start();
    try (Wire half = new Wire(port);
        Wire silent = new Wire(port)) {
      long begin = System.nanoTime();
      assertEquals(408, half.send("GET /quick HTTP/1.1\r\nHost: ").reply().status);
      assertEquals(0, silent.rest().length);
      assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(20));
    }
  }

  /** However slowly a client dribbles: it is the whole request that has its time. */
  @Test
  void dribblingDoesNotHelp() throws Exception {
    start();
    try (Wire slow = new Wire(port)) {
      assertThrows(
          IOException.class,
          () -> {
            slow.send("GET /quick HTTP/1.1\r\nX: ");
            for (int i = 0; i < 1_000; i++) {
              slow.send("x");
              TimeUnit.MILLISECONDS.sleep(20);
            }
          });
    }
  }

  @Test
  void manySlowClientsHoldUpNobody() throws Exception {
    start();
    List<Wire> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 4 * Server.MOST; i++) {
        slow.add(new Wire(port).send("GET /quick HT"));
        if (i % 16 == 0) {
          assertEquals(200, Wire.get(port, "/quick").status);
        }
      }
    } finally {
      for (Wire each : slow) {
        each.close();
      }
    }
  }

  @Test
  void whoDoesNotReadIsCutOff() throws Exception {
    start();
    try (Wire slow = new Wire(port)) {
      slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals(200, Wire.get(port, "/quick").status);
      TimeUnit.MILLISECONDS.sleep(WRITE.toMillis() + 500);
      assertEquals(200, Wire.get(port, "/quick").status);
      int got;
      try {
        got = slow.rest().length;
      } catch (SocketException e) {
        got = 0; // reset
      }
      assertTrue(got < LARGE, got + " bytes");
    }
    assertEquals(LARGE, Wire.get(port, "/large").body.length);
  }

  @Test
  void whatTakesLongHoldsUpNothingElse() throws Exception {
    start();
    try (Wire waiting = new Wire(port).send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")) {
      await(held);
      assertEquals(200, Wire.get(port, "/quick").status);
      TimeUnit.MILLISECONDS.sleep(2 * PATIENCE.toMillis());
      release.countDown();
      assertEquals("2\n", waiting.reply().text());
    }
  }

  @Test
  void whatIsAskedStillGetsItsAnswerWhenItRetires() throws Exception {
    start();
    try (Wire waiting = new Wire(port).send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")) {
      await(held);
      server.retire();
      assertNull(server.bound());
      assertThrows(IOException.class, () -> Wire.get(port, "/quick"));
      release.countDown();
      assertEquals("2\n", waiting.reply().text());
    }
    until(() -> threads() == 0);
  }

  @Test
  void bindsAgainWhatItCouldNotHave() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = taken.getLocalPort();
      start(port);
      TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
      assertNull(server.bound());
    }
    until(() -> server.bound() != null);
    assertEquals(200, Wire.get(port, "/quick").status);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    start();
    try (Wire waiting = new Wire(port).send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        Wire half = new Wire(port).send("GET ")) {
      await(held);
      assertEquals(2, threads());
      server.close();
      until(() -> threads() == 0);
      assertThrows(IOException.class, () -> Wire.get(port, "/quick"));
    }
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assertNotNull(free);
    }
  }

  @Test
  void keepsNothingForNobody() throws Exception {
    start();
    assertEquals(200, Wire.get(port, "/quick").status);
    until(() -> idle.get() == 1);
    // The other thread has nothing to do, and goes.
    until(() -> threads() == 1);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("querymirror-http-"))
        .count();
  }
}
