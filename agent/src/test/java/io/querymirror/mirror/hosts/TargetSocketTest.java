package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetSocketTest {
  private static final long HOURS = TimeUnit.HOURS.toNanos(3);

  private ServerSocket server;
  private TargetSocket socket;
  private Socket other;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socket = new TargetSocket();
    socket.connect(server.getLocalSocketAddress(), 5_000);
    other = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    other.close();
    server.close();
  }

  private CompletableFuture<Integer> reading() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return socket.getInputStream().read();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task).start());
  }

  /** Looks, as from the future, until the read has heard of it. */
  private static Throwable lookUntil(CompletableFuture<Integer> ended, Runnable look) {
    while (!ended.isDone()) {
      look.run();
      Thread.onSpinWait();
    }
    return assertThrows(ExecutionException.class, ended::get).getCause().getCause();
  }

  @Test
  void breaksOffAReadOverItsTime() throws IOException {
    socket.setSoTimeout(60_000);
    Throwable why = lookUntil(reading(), () -> TargetSocket.look(System.nanoTime() + HOURS));
    assertInstanceOf(SocketTimeoutException.class, why);
    assertTrue(socket.isClosed());
  }

  @Test
  void leavesAReadInItsTimeAlone() throws Exception {
    socket.setSoTimeout(60_000);
    assertEquals(60_000, socket.getSoTimeout());
    CompletableFuture<Integer> read = reading();
    for (int i = 0; i < 1_000; i++) {
      TargetSocket.look(System.nanoTime());
    }
    other.getOutputStream().write(7);
    assertEquals(7, read.get(10, TimeUnit.SECONDS));
    TargetSocket.look(System.nanoTime() + HOURS);
    assertFalse(socket.isClosed());
  }

  @Test
  void aReadWithoutATimeoutWaits() throws Exception {
    socket.setSoTimeout(60_000);
    socket.setSoTimeout(0);
    CompletableFuture<Integer> read = reading();
    for (int i = 0; i < 1_000; i++) {
      TargetSocket.look(System.nanoTime() + HOURS);
      TargetSocket.leave();
    }
    other.getOutputStream().write(200);
    assertEquals(200, read.get(10, TimeUnit.SECONDS));
  }

  @Test
  void tellsWhoClosesItFromATimeout() throws IOException {
    socket.setSoTimeout(60_000);
    Throwable why =
        lookUntil(
            reading(),
            () -> {
              try {
                socket.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertInstanceOf(SocketException.class, why);
    assertThrows(SocketException.class, () -> socket.setSoTimeout(1));
  }

  @Test
  void nothingWaitsOnceNobodyLooks() throws IOException {
    socket.setSoTimeout(60_000);
    assertInstanceOf(SocketTimeoutException.class, lookUntil(reading(), TargetSocket::leave));
  }
}
