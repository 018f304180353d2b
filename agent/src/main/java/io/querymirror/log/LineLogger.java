package io.querymirror.log;

import io.querymirror.stats.Mask;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes each message as one line, in one call, so that lines of several threads do not mix. */
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 10;

  private final String prefix;
  private final int threshold;
  private final boolean named;
  private final boolean traces;
  private final transient PrintStream out;

  /**
   * {@code named}: whether a line tells the class it comes from. {@code traces}: whether an
   * exception is written with its stack trace or in one line.
   */
  LineLogger(
      String name, String prefix, Level threshold, boolean named, boolean traces, PrintStream out) {
    this.name = name;
    this.prefix = prefix;
    this.threshold = threshold.toInt();
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
    StringBuilder line = new StringBuilder(prefix);
    if (level != Level.INFO) {
      line.append(level).append(' ');
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
