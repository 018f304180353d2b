package io.querymirror.it.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of 127.0.0.1 for those that cannot take port 0. They lie below the ports that Linux gives
 * to outgoing connections, so that no connection takes one before the server does, or while the
 * server is down.
 */
public final class Ports {
  private static final int FROM = 12_000;
  private static final int TO = 32_000;

  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** One that is free now, and that this JVM has not given to anybody before. */
  public static synchronized int free() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      if (!GIVEN.contains(port) && bindable(port)) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + FROM + " and " + TO);
  }

  private static boolean bindable(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket free = new ServerSocket(port, 1, loopback)) {
      return free.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
