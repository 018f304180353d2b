package io.querymirror.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket: a request is read, its answer is written, then it is closed, each within its
 * time. On the server's I/O thread alone.
 */
final class Connection {
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_LINGER = 256 << 10;

  /** The platform copies what it writes; a whole report at once would need a copy as large. */
  private static final int SLICE = 64 << 10;

  private enum State {
    READING,
    WORKING,
    WRITING,
    LINGERING,
    CLOSED
  }

  private final SocketChannel channel;
  private final SelectionKey key;
  private final RequestReader reader = new RequestReader();
  private State state = State.READING;
  private long deadline;
  private ByteBuffer head = ByteBuffer.allocate(0);
  private ByteBuffer body = head;
  private int lingered;

  /**
   * @param deadline when its request has to be whole
   */
  Connection(SocketChannel channel, SelectionKey key, long deadline) {
    this.channel = channel;
    this.key = key;
    this.deadline = deadline;
  }

  /**
   * Reads what is there.
   *
   * @param buffer anybody's, overwritten
   * @return the request, once it is whole
   */
  @Nullable Request read(ByteBuffer buffer) throws IOException, RefusedException {
    buffer.clear();
    int n = channel.read(buffer);
    if (state == State.LINGERING) {
      lingered += Math.max(n, 0);
      if (n < 0 || lingered > MOST_LINGER) {
        close();
      }
      return null;
    }
    if (n < 0) {
      close();
      return null;
    }
    buffer.flip();
    return reader.take(buffer);
  }

  /** Its request is whole: it waits for the answer, which has its own time. */
  void working() {
    state = State.WORKING;
    key.interestOps(0);
  }

  boolean isWorking() {
    return state == State.WORKING;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /**
   * @param until when the client has to have it
   */
  void answer(Answer answer, boolean withBody, long now, long until) throws IOException {
    state = State.WRITING;
    deadline = until;
    head = ByteBuffer.wrap(answer.head());
    body = ByteBuffer.wrap(withBody ? answer.body() : new byte[0]);
    key.interestOps(SelectionKey.OP_WRITE);
    write(now);
  }

  /** Writes what the client takes. */
  void write(long now) throws IOException {
    while (head.hasRemaining()) {
      if (channel.write(head) == 0) {
        return;
      }
    }
    while (body.hasRemaining()) {
      int end = body.limit();
      body.limit(Math.min(end, body.position() + SLICE));
      int n = channel.write(body);
      body.limit(end);
      if (n == 0) {
        return;
      }
    }
    // Closed at once, bytes of the client's that nobody read would take the answer back.
    state = State.LINGERING;
    deadline = now + LINGER_NANOS;
    channel.shutdownOutput();
    key.interestOps(SelectionKey.OP_READ);
  }

  /** When its patience ends; never while the agent itself is at work for it. */
  long deadline() {
    return deadline;
  }

  /** Whether a part of a request came in all the time it had, and can be told so. */
  boolean isHalf() {
    return state == State.READING && !reader.isEmpty();
  }

  void close() {
    state = State.CLOSED;
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
