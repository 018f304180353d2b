package io.querymirror.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What can be shown: how wide, and whether in colour. */
final class Terminal {
  static final Terminal PLAIN = new Terminal(100, false);

  private static final int NARROWEST = 80;
  private static final int WIDEST = 160;

  private final int width;
  private final boolean colour;
  private final boolean live;

  Terminal(int width, boolean colour) {
    this(width, colour, false);
  }

  private Terminal(int width, boolean colour, boolean live) {
    this.width = Math.max(NARROWEST, Math.min(width, WIDEST));
    this.colour = colour;
    this.live = live;
  }

  /** Whether it can show a picture in place of another. */
  boolean live() {
    return live;
  }

  /** The same after its window was made as wide as this. */
  Terminal wide(int columns) {
    return new Terminal(columns, colour, live);
  }

  int width() {
    return width;
  }

  boolean colour() {
    return colour;
  }

  String styled(Style style, String text) {
    return colour && style != Style.PLAIN ? style.code() + text + "\u001b[0m" : text;
  }

  /** The process's own. */
  static Terminal detect() {
    if (!isTerminal()) {
      return PLAIN;
    }
    boolean able = !"dumb".equals(System.getenv("TERM"));
    String not = System.getenv("NO_COLOR");
    return new Terminal(columns(), able && (not == null || not.isEmpty()), able);
  }

  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since Java 22 there is a console where there is no terminal, and this method to ask.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  private static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      int columns = Integer.parseInt(said.trim().split(" ")[1]);
      return columns > 0 ? columns : PLAIN.width;
    } catch (IOException | RuntimeException e) {
      return PLAIN.width; // no such program, or it does not know
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PLAIN.width;
    }
  }
}
