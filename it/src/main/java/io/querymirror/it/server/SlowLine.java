package io.querymirror.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server at the end of a slow line: every answer comes later. */
public final class SlowLine implements AutoCloseable {
  private final ServerSocket server;
  private final int to;
  private final long millis;

  /** To a port of this machine; every answer waits for so long. */
  public SlowLine(int to, long millis) throws IOException {
    this.to = to;
    this.millis = millis;
    this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException closed) {
                // One side has ended, which ends the other.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket target = new Socket(InetAddress.getByName("127.0.0.1"), to);
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      start(() -> copy(client, target, 0));
      start(() -> copy(target, client, millis));
    }
  }

  private static void copy(Socket from, Socket to, long delay)
      throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      int length;
      while ((length = in.read(buffer)) >= 0) {
        Thread.sleep(delay);
        out.write(buffer, 0, length);
        out.flush();
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
