package io.querymirror.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The whole terminal, for pictures that replace each other, with keys read as they are pressed. It
 * is given back as it was when it is closed, and when the process is ended from outside.
 */
final class Screen implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
  private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
  private static final long POLL_MILLIS = 50;

  private final PrintStream out;
  private final InputStream keys;
  private final @Nullable String before;
  private final Thread atExit = new Thread(this::restore, "querymirror-screen");
  private boolean restored;

  private Screen(PrintStream out, InputStream keys, @Nullable String before) {
    this.out = out;
    this.keys = keys;
    this.before = before;
  }

  static Screen open(PrintStream out, InputStream keys) {
    String before = stty("-g");
    Screen screen = new Screen(out, keys, before);
    Runtime.getRuntime().addShutdownHook(screen.atExit);
    if (before != null) {
      stty("-icanon", "-echo", "min", "0", "time", "0");
    }
    out.print(ENTER);
    out.flush();
    return screen;
  }

  /** How many lines and columns it has: 24 and 80 where that is not known. */
  static int[] size() {
    String said = stty("size");
    String[] words = said == null ? new String[0] : said.split(" ");
    int[] unknown = {24, 80};
    try {
      int rows = words.length == 2 ? Integer.parseInt(words[0]) : 0;
      int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
      return rows > 0 && columns > 0 ? new int[] {rows, columns} : unknown;
    } catch (NumberFormatException e) {
      return unknown;
    }
  }

  void show(List<String> lines) {
    StringBuilder frame = new StringBuilder("\u001b[H");
    for (int i = 0; i < lines.size(); i++) {
      frame.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append("\u001b[K");
    }
    out.print(frame.append("\u001b[J"));
    out.flush();
  }

  /** Waits; true as soon as {@code q} is pressed. */
  boolean quits(long millis) throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      while (keys.available() > 0) {
        int key = keys.read();
        if (key == 'q' || key == 'Q') {
          return true;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(POLL_MILLIS, left));
    }
  }

  private synchronized void restore() {
    if (!restored) {
      restored = true;
      out.print(LEAVE);
      out.flush();
      if (before != null) {
        stty(before);
      }
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending.
    }
  }

  /** What it says; null where it fails: there is no such program, or no terminal. */
  private static @Nullable String stty(String... words) {
    try {
      List<String> command = new ArrayList<>(List.of("stty"));
      command.addAll(List.of(words));
      Process stty =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectErrorStream(true)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return stty.waitFor() == 0 ? said.trim() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
