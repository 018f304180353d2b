package io.querymirror.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One thread that reads requests and writes answers of all clients, one line each, and never waits
 * for any of them: whoever is slow, hangs or was killed costs a few bytes until its time is over.
 * The commands themselves run on others' threads.
 */
final class CommandLoop implements Runnable {
  static final int LARGEST_REQUEST = 64 * 1024;
  static final int MOST_CLIENTS = 16;

  private final ServerSocketChannel server;
  private final Selector selector;
  private final ExecutorService workers;
  private final UnaryOperator<byte[]> commands;
  private final long patienceNanos;
  private final List<Client> clients = new ArrayList<>();
  private final Queue<Client> answered = new ConcurrentLinkedQueue<>();
  private volatile boolean closing;

  /**
   * @param commands makes of a request its answer; never throws
   * @param patienceNanos how long a client may take to send, and then to receive
   */
  CommandLoop(
      ServerSocketChannel server,
      ExecutorService workers,
      UnaryOperator<byte[]> commands,
      long patienceNanos)
      throws IOException {
    this.server = server;
    this.workers = workers;
    this.commands = commands;
    this.patienceNanos = patienceNanos;
    this.selector = server.provider().openSelector();
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  private final class Client {
    final SocketChannel channel;
    final SelectionKey key;
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    long deadline = System.nanoTime() + patienceNanos;
    boolean working;

    Client(SocketChannel channel) throws IOException {
      this.channel = channel;
      channel.configureBlocking(false);
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Reads on; with the request's end its command begins. False where the client is done with. */
    boolean read() throws IOException {
      int from = buffer.position();
      if (channel.read(buffer) < 0) {
        return false;
      }
      for (int i = from; i < buffer.position(); i++) {
        if (buffer.get(i) == '\n') {
          begin(Arrays.copyOf(buffer.array(), i));
          return true;
        }
      }
      if (!buffer.hasRemaining()) {
        if (buffer.capacity() >= LARGEST_REQUEST) {
          return false;
        }
        buffer = ByteBuffer.allocate(buffer.capacity() * 4).put(buffer.flip());
      }
      return true;
    }

    private void begin(byte[] request) {
      key.interestOps(0);
      working = true;
      try {
        workers.execute(
            () -> {
              buffer = ByteBuffer.wrap(commands.apply(request));
              answered.add(this);
              selector.wakeup();
            });
      } catch (RejectedExecutionException e) {
        buffer = ByteBuffer.wrap(Answers.failed("too many commands at the same time; try again"));
        answer();
      }
    }

    void answer() {
      working = false;
      deadline = System.nanoTime() + patienceNanos;
      if (key.isValid()) {
        key.interestOps(SelectionKey.OP_WRITE);
      }
    }

    boolean write() throws IOException {
      if (channel.write(buffer) > 0) {
        deadline = System.nanoTime() + patienceNanos;
      }
      return buffer.hasRemaining();
    }

    void end() {
      key.cancel();
      closeQuietly(channel);
    }
  }

  @Override
  public void run() {
    try {
      while (!closing || !clients.isEmpty()) {
        selector.select(timeout());
        serve();
        Client done;
        while ((done = answered.poll()) != null) {
          done.answer();
        }
        long now = System.nanoTime();
        clients.removeIf(c -> (!c.working && now - c.deadline > 0) && ended(c));
      }
    } catch (IOException | RuntimeException e) {
      // The selector itself is broken: no more commands this way.
    } finally {
      closeQuietly(server);
      clients.forEach(Client::end);
      closeQuietly(selector);
    }
  }

  /** Until the first deadline; 0, which is for ever, where nobody is waited for. */
  private long timeout() {
    long least = Long.MAX_VALUE;
    long now = System.nanoTime();
    for (Client c : clients) {
      least = c.working ? least : Math.min(least, c.deadline - now);
    }
    return least == Long.MAX_VALUE ? 0 : Math.max(1, least / 1_000_000 + 1);
  }

  private void serve() {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (!key.isValid()) {
        continue;
      }
      if (key.isAcceptable()) {
        accept();
        continue;
      }
      Client client = (Client) key.attachment();
      boolean goesOn;
      try {
        goesOn = key.isReadable() ? client.read() : client.write();
      } catch (IOException e) {
        goesOn = false;
      }
      if (!goesOn) {
        client.end();
        clients.remove(client);
      }
    }
  }

  private void accept() {
    SocketChannel channel = null;
    try {
      channel = server.accept();
      if (channel == null) {
        return;
      }
      if (clients.size() >= MOST_CLIENTS || closing) {
        channel.close();
        return;
      }
      clients.add(new Client(channel));
    } catch (IOException e) {
      closeQuietly(channel);
    }
  }

  private boolean ended(Client client) {
    client.end();
    return true;
  }

  /** Takes no more clients; ends once those that are there have their answers. */
  void close() {
    closing = true;
    closeQuietly(server);
    selector.wakeup();
  }

  private static void closeQuietly(@Nullable Closeable c) {
    if (c != null) {
      try {
        c.close();
      } catch (IOException e) {
        // Gone either way.
      }
    }
  }
}
