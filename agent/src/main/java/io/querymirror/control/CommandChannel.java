package io.querymirror.control;

import io.querymirror.message.Log;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands over a Unix-domain socket in a directory that only this JVM's user may enter: no
 * open port, no password. On Java 11 to 15, and where no directory can be had, there is none; the
 * command line then comes by the JVM's attach mechanism.
 */
public final class CommandChannel implements Service {
  private static final Log LOG = Log.of(CommandChannel.class);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int WORKERS = 2;

  private final UnaryOperator<byte[]> commands;
  private @Nullable Path directory;
  private @Nullable CommandLoop loop;
  private @Nullable ThreadPoolExecutor workers;

  /** {@code commands}: makes of a request its answer; never throws. */
  public CommandChannel(UnaryOperator<byte[]> commands) {
    this.commands = commands;
  }

  @Override
  public void start() {
    for (Path parent : ChannelPlace.PARENTS) {
      if (Files.isDirectory(parent) && Files.isWritable(parent) && start(parent)) {
        return;
      }
    }
  }

  boolean start(Path parent) {
    return start(parent, PATIENCE_NANOS);
  }

  synchronized boolean start(Path parent, long patienceNanos) {
    Path made = null;
    ServerSocketChannel server = null;
    try {
      made = ChannelPlace.create(parent, ProcessHandle.current().pid());
      Path socket = made.resolve(ChannelPlace.SOCKET);
      server = UnixSockets.listen(socket, CommandLoop.MOST_CLIENTS);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      ThreadPoolExecutor threads =
          new ThreadPoolExecutor(
              WORKERS,
              WORKERS,
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(CommandLoop.MOST_CLIENTS),
              task -> thread(task, "querymirror-command"));
      threads.allowCoreThreadTimeOut(true);
      CommandLoop started = new CommandLoop(server, threads, commands, patienceNanos);
      thread(started, "querymirror-commands").start();
      directory = made;
      workers = threads;
      loop = started;
      ChannelPlace.tidy(made);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.debug("no socket for commands in " + parent + ": " + e);
      undo(server, made);
      return false;
    }
  }

  private static void undo(@Nullable ServerSocketChannel server, @Nullable Path made) {
    try {
      if (server != null) {
        server.close();
      }
      if (made != null) {
        ChannelPlace.remove(made);
      }
    } catch (IOException e) {
      LOG.debug("the directory of the socket stays: " + e);
    }
  }

  private static Thread thread(Runnable task, String name) {
    Thread t = new Thread(null, task, name, 0, false);
    t.setDaemon(true);
    t.setPriority(Thread.MIN_PRIORITY);
    t.setContextClassLoader(CommandChannel.class.getClassLoader());
    return t;
  }

  /**
   * The socket is gone at once. A command that runs still gets its answer, as the one that ended
   * the agent; then the threads end.
   */
  @Override
  public synchronized void close() {
    Path mine = directory;
    if (mine != null && loop != null && workers != null) {
      directory = null;
      undo(null, mine);
      loop.close();
      workers.shutdown();
    }
  }
}
