package io.querymirror.control;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Unix-domain sockets, which Java has since 16: by reflection, as the agent runs on 11. */
public final class UnixSockets {
  private UnixSockets() {}

  /** Listens at {@code path}, in non-blocking mode; an IOException also where Java is too old. */
  static ServerSocketChannel listen(Path path, int backlog) throws IOException {
    SocketAddress address = address(path);
    ServerSocketChannel channel =
        (ServerSocketChannel)
            call(ServerSocketChannel.class, "open", ProtocolFamily.class, family());
    try {
      channel.configureBlocking(false);
      channel.bind(address, backlog);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * A connection in non-blocking mode: where nobody accepts the file's connections any more it
   * fails, it never waits.
   *
   * @throws java.net.ConnectException where nobody listens at {@code path}
   */
  public static SocketChannel connect(Path path) throws IOException {
    SocketAddress address = address(path);
    SocketChannel channel =
        (SocketChannel) call(SocketChannel.class, "open", ProtocolFamily.class, family());
    try {
      channel.configureBlocking(false);
      if (!channel.connect(address)) {
        throw new IOException("the process does not take connections at " + path);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketAddress address(Path path) throws IOException {
    try {
      Class<?> type = Class.forName("java.net.UnixDomainSocketAddress");
      return (SocketAddress) call(type, "of", Path.class, path);
    } catch (ClassNotFoundException e) {
      throw new IOException("this Java has no Unix-domain sockets", e);
    }
  }

  private static ProtocolFamily family() throws IOException {
    for (StandardProtocolFamily family : StandardProtocolFamily.values()) {
      if (family.name().equals("UNIX")) {
        return family;
      }
    }
    throw new IOException("this Java has no Unix-domain sockets");
  }

  private static Object call(Class<?> type, String name, Class<?> parameter, Object argument)
      throws IOException {
    try {
      Method method = type.getMethod(name, parameter);
      return method.invoke(null, argument);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException
          ? (IOException) cause
          : new IOException(String.valueOf(cause), cause);
    } catch (ReflectiveOperationException e) {
      throw new IOException("this Java has no Unix-domain sockets", e);
    }
  }
}
