package io.querymirror.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived programs of the system. */
final class Commands {
  private static final int LIMIT_SECONDS = 120;

  private Commands() {}

  /** Lines that the command printed; its exit code is not looked at. */
  static List<String> output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    await(process, command[0]);
    return text.lines().toList();
  }

  /** Runs the command with the stream as its input; throws with its last words if it fails. */
  static void feed(InputStream input, String... command) throws IOException {
    Path words = Files.createTempFile("querymirror-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(words.toFile())
              .start();
      IOException broken = null;
      try (OutputStream out = process.getOutputStream()) {
        input.transferTo(out);
      } catch (IOException e) {
        // A command that dies early says more by its exit code and its words.
        broken = e;
      }
      int code = await(process, command[0]);
      if (code != 0 || broken != null) {
        throw new IOException(
            command[0] + " ended with " + code + ": " + tail(Files.readString(words)), broken);
      }
    } finally {
      Files.deleteIfExists(words);
    }
  }

  static String tail(String text) {
    return text.length() <= 2000 ? text : "… " + text.substring(text.length() - 2000);
  }

  private static int await(Process process, String name) throws IOException {
    try {
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new IOException(name + " takes longer than " + LIMIT_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + " interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
