package io.querymirror.http;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens at one address until it is closed, and binds it again as long as it cannot be had.
 *
 * <p>At most {@value #MOST} connections: where one more comes, the one that has dallied longest
 * makes place. So slow clients, however many, cost bounded memory and delay nobody.
 */
final class Server implements AutoCloseable {
  static final int MOST = 64;
  private static final Log LOG = Log.of(Server.class);
  private static final int BACKLOG = 64;
  private static final long TICK_MILLIS = 250;
  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration WRITE = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final long CLOSE_MILLIS = 500;

  /** An answer that was made, on its way back to its connection. */
  private static final class Made {
    final Connection to;
    final Answer answer;
    final boolean withBody;

    Made(Connection to, Answer answer, boolean withBody) {
      this.to = to;
      this.answer = answer;
      this.withBody = withBody;
    }
  }

  private final Supplier<InetSocketAddress> address;
  private final String name;
  private final Handler handler;
  private final Duration read;
  private final Duration write;
  private final Duration again;
  private final Thread thread;
  private final ThreadPoolExecutor worker;
  private final Queue<Made> made = new ConcurrentLinkedQueue<>();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(4 << 10);
  private volatile @Nullable Selector selector;
  private volatile @Nullable InetSocketAddress bound;
  private final CountDownLatch unbound = new CountDownLatch(1);
  private final CountDownLatch ends = new CountDownLatch(1);
  private volatile boolean retired;
  private volatile boolean closed;
  private boolean failing;
  private boolean asked;
  private long last;

  /**
   * @param address asked for each time it is bound
   * @param name what to call it in messages
   */
  Server(Supplier<InetSocketAddress> address, String name, Handler handler) {
    this(address, name, handler, READ, WRITE, AGAIN);
  }

  /**
   * The same, for tests.
   *
   * @param read how long a request may take
   * @param write how long an answer may take on its way
   * @param again after that time it is bound again, or taken for idle
   */
  Server(
      Supplier<InetSocketAddress> address,
      String name,
      Handler handler,
      Duration read,
      Duration write,
      Duration again) {
    this.address = address;
    this.name = name;
    this.handler = handler;
    this.read = read;
    this.write = write;
    this.again = again;
    this.thread = AgentThreads.of("querymirror-http-io", this::run);
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            2 * again.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            task -> AgentThreads.of("querymirror-http-worker", task));
    worker.allowCoreThreadTimeOut(true);
  }

  void start() {
    thread.start();
  }

  /** Where it listens; null where it does not. */
  @Nullable InetSocketAddress bound() {
    return bound;
  }

  /**
   * Takes no more connections; those that are there get their answers. Its address is free for
   * another when this returns, which takes half a second at most.
   */
  void retire() {
    boolean listens = bound != null;
    retired = true;
    ends.countDown();
    wake();
    try {
      if (listens && !unbound.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("the live page's socket is not closed yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops everything; waits half a second for its thread at most. */
  @Override
  public void close() {
    closed = true;
    wake();
    thread.interrupt();
    worker.shutdownNow();
    try {
      thread.join(CLOSE_MILLIS);
      worker.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    Selector s = selector;
    if (s != null) {
      s.wakeup();
    }
  }

  private void run() {
    while (!closed && !retired) {
      try (Selector s = Selector.open();
          ServerSocketChannel listener = ServerSocketChannel.open()) {
        selector = s;
        listen(listener);
        serve(s, listener);
      } catch (Throwable e) {
        failed(e);
      } finally {
        bound = null;
        selector = null;
        connections.forEach(Connection::close);
        connections.clear();
        made.clear();
      }
      pause();
    }
    worker.shutdown();
  }

  private void failed(Throwable e) {
    if (!failing && !closed) {
      failing = true;
      LOG.say(
          Message.HTTP_UNBOUND,
          name,
          e instanceof IllegalStateException ? e.getMessage() : e.toString());
    }
  }

  private void pause() {
    try {
      if (!closed && !retired) {
        ends.await(again.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void listen(ServerSocketChannel listener) throws IOException {
    // On Windows this would let two processes have one address; elsewhere it only does not wait for
    // connections of before.
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    }
    listener.bind(address.get(), BACKLOG);
    listener.configureBlocking(false);
    bound = (InetSocketAddress) listener.getLocalAddress();
    failing = false;
    LOG.say(Message.HTTP_LISTENING, name);
  }

  private void serve(Selector s, ServerSocketChannel listener) throws IOException {
    SelectionKey accept = listener.register(s, SelectionKey.OP_ACCEPT);
    while (!closed) {
      s.select(connections.isEmpty() && !asked && !retired ? 0 : TICK_MILLIS);
      long now = System.nanoTime();
      if (retired && listener.isOpen()) {
        listener.close();
        s.selectNow(); // only now it is closed for the system, too
        s.selectedKeys().clear();
        bound = null;
        unbound.countDown();
      }
      if (retired && connections.isEmpty()) {
        return;
      }
      for (SelectionKey key : s.selectedKeys()) {
        if (key == accept) {
          accept(s, listener, now);
        } else {
          ready(key, now);
        }
      }
      s.selectedKeys().clear();
      deliver(now);
      expire(now);
      if (asked && now - last > again.toNanos()) {
        asked = false;
        worker.execute(handler::idle);
      }
    }
  }

  private void accept(Selector s, ServerSocketChannel listener, long now) throws IOException {
    if (!listener.isOpen()) {
      return;
    }
    SocketChannel channel;
    while ((channel = listener.accept()) != null) {
      if (connections.size() >= MOST && !makePlace()) {
        channel.close();
        continue;
      }
      channel.configureBlocking(false);
      SelectionKey key = channel.register(s, SelectionKey.OP_READ);
      Connection connection = new Connection(channel, key, now + read.toNanos());
      key.attach(connection);
      connections.add(connection);
      last = now;
      asked = true;
    }
  }

  /** The oldest that the agent does not work for. */
  private boolean makePlace() {
    for (Connection c : connections) {
      if (!c.isWorking()) {
        c.close();
        connections.remove(c);
        return true;
      }
    }
    return false;
  }

  private void ready(SelectionKey key, long now) {
    Connection c = (Connection) key.attachment();
    try {
      if (key.isValid() && key.isWritable()) {
        c.write(now);
      } else if (key.isValid() && key.isReadable()) {
        Request request = c.read(buffer);
        if (request != null) {
          take(c, request, now);
        }
      }
    } catch (RefusedException e) {
      answer(c, Answer.error(e.status(), e.words()), true, now);
    } catch (IOException | CancelledKeyException e) {
      c.close();
    }
    if (c.isClosed()) {
      connections.remove(c);
    }
  }

  private void take(Connection c, Request request, long now) {
    boolean withBody = !request.isHead();
    Answer answer;
    try {
      answer = handler.atOnce(request);
    } catch (RuntimeException | Error e) {
      answer = broken(e);
    }
    if (answer != null) {
      answer(c, answer, withBody, now);
      return;
    }
    c.working();
    worker.execute(
        () -> {
          Answer late;
          try {
            late = handler.answer(request);
          } catch (Throwable e) {
            late = broken(e);
          }
          made.add(new Made(c, late, withBody));
          wake();
        });
  }

  private Answer broken(Throwable e) {
    if (!closed) {
      LOG.say(Message.INTERNAL, "the HTTP server", e);
    }
    return Answer.error(500, "an error in the agent, which its log tells");
  }

  private void deliver(long now) {
    Made next;
    while ((next = made.poll()) != null) {
      if (next.to.isWorking()) {
        answer(next.to, next.answer, next.withBody, now);
      }
    }
  }

  private void answer(Connection c, Answer answer, boolean withBody, long now) {
    try {
      c.answer(answer, withBody, now, now + write.toNanos());
    } catch (IOException | CancelledKeyException e) {
      c.close();
    }
    if (c.isClosed()) {
      connections.remove(c);
    }
  }

  private void expire(long now) {
    List<Connection> late = new ArrayList<>();
    for (Connection c : connections) {
      if (!c.isWorking() && now - c.deadline() > 0) {
        late.add(c);
      }
    }
    for (Connection c : late) {
      if (c.isHalf()) {
        answer(c, Answer.error(408, "the request took too long"), true, now);
      } else {
        c.close();
        connections.remove(c);
      }
    }
  }
}
