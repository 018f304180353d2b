package io.querymirror.runtime;

import io.querymirror.control.Answers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says by the JVM's attach mechanism: a request as over the socket, with the
 * name of a file for the answer, which only the JVM's user may read.
 */
final class AttachCommand {
  private final byte[] request;
  private final Map<String, String> fields;

  private AttachCommand(byte[] request) throws IOException {
    this.request = request;
    this.fields = Answers.request(request);
  }

  /**
   * The answer where the agent is not here yet, or not any more. No constant: this class is
   * initialized by the JVM's own thread, in which Jackson would leave a buffer.
   */
  static byte[] nobody() {
    return Answers.failed("the agent is just leaving this JVM; try again");
  }

  /** Whether the agent's arguments are a command, and not a configuration file. */
  static boolean is(@Nullable String arguments) {
    return arguments != null && arguments.startsWith("{");
  }

  static AttachCommand of(@Nullable String arguments) throws IOException {
    return new AttachCommand(String.valueOf(arguments).getBytes(StandardCharsets.UTF_8));
  }

  byte[] request() {
    return request;
  }

  /** The configuration to begin with; null where this is no {@code attach}. */
  @Nullable String file() {
    return "attach".equals(fields.get("command")) ? fields.get("file") : null;
  }

  /** A file that is there already is somebody else's. */
  void answer(byte[] answer) throws IOException {
    String name = fields.get("answer");
    if (name == null) {
      return;
    }
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                Path.of(name),
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      out.write(answer);
    }
  }

  interface Task {
    void run() throws Exception;
  }

  /**
   * The JVM's own thread for attaching lives as long as the JVM: what the agent leaves in its
   * thread-locals would, too.
   */
  static void onOwnThread(Task task) throws Exception {
    Callable<@Nullable Void> call =
        () -> {
          task.run();
          return null;
        };
    FutureTask<@Nullable Void> future = new FutureTask<>(call);
    Thread thread = new Thread(null, future, "querymirror-attach", 0, false);
    thread.setDaemon(true);
    thread.start();
    try {
      future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error) {
        throw (Error) cause;
      }
      throw cause instanceof Exception ? (Exception) cause : e;
    }
  }
}
