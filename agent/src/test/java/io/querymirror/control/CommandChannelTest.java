package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent's end of the socket, against callers of all kinds. */
class CommandChannelTest {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  /** For those who are waited for in vain. */
  private static final long LITTLE_PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<AutoCloseable> open = new ArrayList<>();

  @TempDir Path parent;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable c : open) {
      c.close();
    }
  }

  private Path directory() {
    return parent.resolve(ChannelPlace.directory(ProcessHandle.current().pid()));
  }

  private Path start(UnaryOperator<byte[]> commands) {
    return start(commands, PATIENCE);
  }

  private Path start(UnaryOperator<byte[]> commands, long patience) {
    CommandChannel channel = new CommandChannel(commands);
    open.add(channel);
    assertTrue(channel.start(parent, patience));
    return directory().resolve(ChannelPlace.SOCKET);
  }

  private SocketChannel connect(Path socket) throws IOException {
    SocketChannel channel = UnixSockets.connect(socket);
    channel.configureBlocking(true);
    open.add(channel);
    return channel;
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static String answer(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(1000);
    while (channel.read(some) >= 0) {
      all.write(some.array(), 0, some.position());
      some.clear();
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static byte[] echo(byte[] request) {
    return ("<" + new String(request, StandardCharsets.UTF_8) + ">")
        .getBytes(StandardCharsets.UTF_8);
  }

  private String ask(Path socket, String line) throws IOException {
    SocketChannel channel = connect(socket);
    send(channel, line + "\n");
    return answer(channel);
  }

  @Test
  void answersItsUserAndLeavesNothing() throws IOException {
    Path socket = start(CommandChannelTest::echo);
    assertEquals("rwx------", permissions(directory()));
    assertEquals("rw-------", permissions(socket));
    assertEquals("<one ä>", ask(socket, "one ä"));
    String long1 = "x".repeat(60_000);
    assertEquals("<" + long1 + ">", ask(socket, long1));
    ((CommandChannel) open.get(0)).close();
    assertFalse(Files.exists(directory()));
    try (var left = Files.list(parent)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aRequestMayComeInPieces() throws Exception {
    Path socket = start(CommandChannelTest::echo);
    SocketChannel channel = connect(socket);
    send(channel, "in ");
    assertEquals("<other>", ask(socket, "other"));
    send(channel, "pieces\nand more");
    assertEquals("<in pieces>", answer(channel));
  }

  @Test
  void whoHangsIsSentAway() throws IOException {
    Path socket = start(CommandChannelTest::echo, LITTLE_PATIENCE);
    SocketChannel silent = connect(socket);
    send(silent, "{\"comm");
    assertEquals("", answer(silent));
    assertEquals("<next>", ask(socket, "next"));
  }

  @Test
  void whoSaysTooMuchIsSentAway() throws IOException {
    Path socket = start(CommandChannelTest::echo);
    SocketChannel channel = connect(socket);
    try {
      send(channel, "x".repeat(2 * CommandLoop.LARGEST_REQUEST));
      assertEquals("", answer(channel));
    } catch (IOException e) {
      // Broken off while it was sending: the same.
    }
    assertEquals("<next>", ask(socket, "next"));
  }

  /** As of a killed command: its end is closed while its answer is made. */
  @Test
  void whoIsGoneCostsNothing() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    Path socket =
        start(
            request -> {
              if (request.length > 4) {
                began.countDown();
                await(gone);
                return new byte[10_000_000];
              }
              return echo(request);
            });
    SocketChannel killed = connect(socket);
    send(killed, "a long one\n");
    await(began);
    assertEquals("<next>", ask(socket, "next"));
    killed.close();
    gone.countDown();
    assertEquals("<next>", ask(socket, "next"));
  }

  /** Who does not take its answer keeps nobody waiting, and is given up. */
  @Test
  @Timeout(60)
  void whoReadsNothingIsGivenUp() throws Exception {
    Path socket =
        start(
            request -> request.length == 3 ? new byte[50_000_000] : echo(request), LITTLE_PATIENCE);
    List<SocketChannel> lazy = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lazy.add(connect(socket));
      send(lazy.get(i), "all\n");
    }
    assertEquals("<next>", ask(socket, "next"));
    for (SocketChannel one : lazy) {
      while (isConnected(one)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private static boolean isConnected(SocketChannel client) {
    try {
      client.write(ByteBuffer.allocate(1));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void manyAtOnceAreTurnedAwayAndNotKeptWaiting() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Path socket =
        start(
            request -> {
              await(end);
              return echo(request);
            });
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < CommandLoop.MOST_CLIENTS; i++) {
      all.add(connect(socket));
      send(all.get(i), "n" + i + "\n");
    }
    SocketChannel oneMore = connect(socket);
    assertEquals("", answer(oneMore));
    end.countDown();
    for (int i = 0; i < all.size(); i++) {
      assertEquals("<n" + i + ">", answer(all.get(i)));
    }
  }

  /** The command that ends the agent still gets its answer. */
  @Test
  void answersWhatRunsWhileItCloses() throws Exception {
    CommandChannel[] self = new CommandChannel[1];
    Path socket =
        start(
            request -> {
              self[0].close();
              return echo(request);
            });
    self[0] = (CommandChannel) open.get(0);
    assertEquals("<detach>", ask(socket, "detach"));
    assertThrows(IOException.class, () -> connect(socket));
  }

  @Test
  void takesTheWordForTheWholeAgent() throws Exception {
    Commands commands =
        new Commands(
            new FixedOperations(null),
            new AgentInfo(true, Instant.EPOCH),
            () -> {
              throw new IllegalStateException("no settings");
            },
            () -> {});
    Path socket = start(commands::answer);
    assertEquals(
        "{\"ok\":true,\"result\":{\"already\":true,\"started\":\"1970-01-01T00:00:00Z\"}}\n",
        ask(socket, "{\"command\":\"attach\"}"));
    assertTrue(ask(socket, "{\"command\":\"drop\"}").startsWith("{\"ok\":false,\"errors\":[\"no"));
    assertTrue(ask(socket, "[]").startsWith("{\"ok\":false"), ask(socket, "[]"));
    assertTrue(ask(socket, "{\"command\":[1]}").startsWith("{\"ok\":false"));
    assertTrue(ask(socket, "{\"command\":\"status\"}").contains("an error in the agent"));
    assertTrue(ask(socket, "").startsWith("{\"ok\":false"));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesThePlaceOfTheDeadAndOfNobodyElse() throws Exception {
    Path stale = Files.createDirectory(directory());
    Path socket = stale.resolve(ChannelPlace.SOCKET);
    UnixSockets.listen(socket, 1).close();
    assertTrue(Files.exists(socket));
    assertThrows(ConnectException.class, () -> connect(socket));
    start(CommandChannelTest::echo);
    assertEquals("<there>", ask(socket, "there"));
    assertFalse(new CommandChannel(CommandChannelTest::echo).start(parent, PATIENCE));
    assertEquals("<still>", ask(socket, "still"));
  }

  @Test
  void tidiesUpBehindTheDead() throws Exception {
    Path dead = Files.createDirectory(parent.resolve(".querymirror-1000000001"));
    UnixSockets.listen(dead.resolve(ChannelPlace.SOCKET), 1).close();
    Path living = Files.createDirectory(parent.resolve(".querymirror-1000000002"));
    open.add(UnixSockets.listen(living.resolve(ChannelPlace.SOCKET), 1));
    Path beginning = Files.createDirectory(parent.resolve(".querymirror-1000000003"));
    Path another = Files.createDirectory(parent.resolve(".querymirror-notes"));
    start(CommandChannelTest::echo);
    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(living.resolve(ChannelPlace.SOCKET)));
    assertTrue(Files.exists(beginning));
    assertTrue(Files.exists(another));
  }

  /** As somebody could who wants commands to come to him, or files to go. */
  @Test
  void followsNoLink() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Path kept = Files.writeString(elsewhere.resolve(ChannelPlace.SOCKET), "mine");
    Files.createSymbolicLink(directory(), elsewhere);
    assertFalse(new CommandChannel(CommandChannelTest::echo).start(parent, PATIENCE));
    assertEquals("mine", Files.readString(kept));
  }
}
