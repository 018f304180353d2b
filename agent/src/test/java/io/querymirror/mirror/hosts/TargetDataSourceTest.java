package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.wire.Errors;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetDataSourceTest {
  private static final long HOURS = TimeUnit.HOURS.toNanos(3);

  @TempDir Path directory;

  private TargetSettings target(String address) throws Exception {
    Path file = directory.resolve("querymirror.yaml");
    Files.writeString(
        file,
        "targets: {t: {hosts: [\""
            + address
            + "\"], username: u}}\nrules: [{name: all, mirror: [t]}]\n");
    return ConfigLoader.load(file, Map.of()).targets().get("t");
  }

  /** A host that accepts and then says nothing holds nobody beyond the time-out. */
  @Test
  void aSilentHostIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TargetSettings target = target("127.0.0.1:" + silent.getLocalPort());
      TargetDataSource source =
          TargetDataSource.of(target, target.hosts().get(0), ConnectionVariant.PLAIN);
      CompletableFuture<Object> connection =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return source.getConnection();
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> new Thread(task).start());
      try (Socket accepted = silent.accept()) {
        while (!connection.isDone()) {
          TargetSocket.look(System.nanoTime());
          TargetSocket.look(System.nanoTime() + HOURS);
          Thread.onSpinWait();
        }
        assertEquals(-1, accepted.getInputStream().read());
      }
      Throwable why = assertThrows(ExecutionException.class, connection::get).getCause().getCause();
      assertTrue(Errors.lost(Errors.outcome((SQLException) why)), why::toString);
      Throwable last = why;
      while (last.getCause() != null && !(last instanceof SocketTimeoutException)) {
        last = last.getCause();
      }
      assertEquals(SocketTimeoutException.class, last.getClass());
    }
  }
}
