package io.querymirror.log;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.message.Rates;
import io.querymirror.stats.Mask;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes each message as one line, in one call, so that lines of several threads do not mix. A
 * library's warnings share one code and its bound; the agent's own have theirs already.
 */
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 10;

  private final int threshold;
  private final boolean own;
  private final boolean named;
  private final boolean traces;
  private final transient PrintStream out;

  /**
   * {@code own}: whether the agent's classes speak here. {@code named}: whether a line tells the
   * class it comes from. {@code traces}: whether an exception is written with its stack trace or in
   * one line.
   */
  LineLogger(
      String name, Level threshold, boolean own, boolean named, boolean traces, PrintStream out) {
    this.name = name;
    this.threshold = threshold.toInt();
    this.own = own;
    this.named = named;
    this.traces = traces;
    this.out = out;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    StringBuilder line = begin(level);
    if (!own && level.toInt() >= Level.WARN.toInt()) {
      int left = Rates.shared().take(Message.LIBRARY);
      if (left < 0) {
        return;
      }
      if (left > 0) {
        out.println(begin(level).append(Rates.more(Message.LIBRARY, left)));
      }
      line.append(Message.LIBRARY.code()).append(' ');
    }
    if (named) {
      line.append(name, name.lastIndexOf('.') + 1, name.length()).append(": ");
    }
    line.append(
        arguments == null ? message : MessageFormatter.basicArrayFormat(message, arguments));
    if (thrown != null) {
      line.append(": ");
      told(line, thrown, traces);
    }
    out.println(line);
  }

  private StringBuilder begin(Level level) {
    StringBuilder line = new StringBuilder(Log.PREFIX);
    return level == Level.INFO ? line : line.append(level).append(' ');
  }

  /** Not printStackTrace: messages of drivers and parsers quote the application's values. */
  private static void told(StringBuilder line, Throwable thrown, boolean trace) {
    Throwable t = thrown;
    for (int depth = 0; t != null && depth < MOST_CAUSES; depth++) {
      line.append(depth == 0 ? "" : "\nCaused by: ").append(t.getClass().getName());
      // The JVM's own words on a null name code alone.
      String words =
          t instanceof NullPointerException
              ? String.valueOf(t.getMessage())
              : Mask.words(t.getMessage());
      line.append(words.isEmpty() ? "" : ": ").append(words);
      if (!trace) {
        return;
      }
      for (StackTraceElement frame : t.getStackTrace()) {
        line.append("\n\tat ").append(frame);
      }
      t = t.getCause();
    }
  }

  private boolean isWanted(Level level) {
    return level.toInt() >= threshold;
  }

  @Override
  public boolean isTraceEnabled() {
    return isWanted(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isWanted(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isWanted(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isWanted(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isWanted(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
