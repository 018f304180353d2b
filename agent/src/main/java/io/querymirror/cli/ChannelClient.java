package io.querymirror.cli;

import io.querymirror.control.UnixSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** One request and its answer over an agent's socket, within a time. */
final class ChannelClient {
  private static final int LARGEST_ANSWER = 256 << 20;

  private ChannelClient() {}

  /** {@code request}: one line, with its end. */
  static byte[] ask(Path socket, byte[] request, Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (SocketChannel channel = UnixSockets.connect(socket);
        Selector selector = channel.provider().openSelector()) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        await(selector, deadline, limit);
        channel.write(out);
      }
      key.interestOps(SelectionKey.OP_READ);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer in = ByteBuffer.allocate(64 * 1024);
      while (true) {
        await(selector, deadline, limit);
        int read = channel.read(in);
        if (read < 0) {
          return answer.toByteArray();
        }
        answer.write(in.array(), 0, read);
        in.clear();
        if (answer.size() > LARGEST_ANSWER) {
          throw new IOException("the answer is too long");
        }
      }
    }
  }

  private static void await(Selector selector, long deadline, Duration limit) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0 || selector.select(left) == 0 && System.nanoTime() - deadline > 0) {
      throw new SocketTimeoutException("no answer within " + Text.duration(limit));
    }
    selector.selectedKeys().clear();
  }
}
