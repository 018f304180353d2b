package io.querymirror.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a class of the agent says to the operator: one line on standard error for each event, of
 * those in {@link Message} alone, and of each so many a minute. From any thread; nothing throws.
 *
 * <pre>{@code
 * private static final Log LOG = Log.of(ReportWriter.class);
 * LOG.say(Message.REPORT_AGAIN, directory);
 * }</pre>
 */
public final class Log {
  /** What every line begins with. */
  public static final String PREFIX = "[querymirror] ";

  private static final int MOST_WAITING = 100;
  private static final int LONGEST = 1_000;

  private static final BlockingQueue<Line> WAITING = new ArrayBlockingQueue<>(MOST_WAITING);
  private static final Log SHARED = of(Log.class);

  private final String name;
  private volatile @Nullable Logger logger;
  private volatile @Nullable Rates rates;

  /** A line that an application's thread left behind. */
  private static final class Line {
    final Log log;
    final Message message;
    final String text;
    final @Nullable Throwable thrown;

    Line(Log log, Message message, String text, @Nullable Throwable thrown) {
      this.log = log;
      this.message = message;
      this.text = text;
      this.thrown = thrown;
    }
  }

  private Log(String name) {
    this.name = name;
  }

  Log(Logger logger, Rates rates) {
    this.name = logger.getName();
    this.logger = logger;
    this.rates = rates;
  }

  /** Cheap: nothing but this object is made before the first line. */
  public static Log of(Class<?> speaker) {
    return new Log(speaker.getName());
  }

  private Rates rates() {
    Rates known = rates;
    if (known == null) {
      known = Rates.shared();
      rates = known;
    }
    return known;
  }

  /**
   * Says it, unless it was said too often in this minute.
   *
   * @param arguments in the order of the message's names; one more, a {@link Throwable}, is told
   *     with its trace
   */
  public void say(Message message, @Nullable Object... arguments) {
    Line line = line(message, arguments);
    if (line != null) {
      print(line.message, line.text, line.thrown);
    }
  }

  /**
   * Says it with more lines below it, as the mistakes of a configuration file.
   *
   * @param lines each on its own, indented
   */
  public void block(Message message, List<String> lines, @Nullable Object... arguments) {
    Line first = line(message, arguments);
    if (first != null) {
      StringBuilder all = new StringBuilder(first.text).append(':');
      for (String line : lines) {
        all.append('\n').append(PREFIX).append("  ").append(plain(line));
      }
      print(message, all.toString(), first.thrown);
    }
  }

  /**
   * For the application's threads: as {@link #say}, but printed by the agent's, as writing to
   * standard error can wait.
   */
  public void later(Message message, @Nullable Object... arguments) {
    Line line = line(message, arguments);
    if (line != null && !WAITING.offer(line)) {
      rates().lost(message); // a hundred others tell enough
    }
  }

  /** For those who look into the agent itself; not bounded, without a code. */
  public void debug(String words) {
    Logger to = logger();
    if (to.isDebugEnabled()) {
      to.debug(plain(words));
    }
  }

  /** Prints what was left behind, and of messages said too often how many were left out. */
  public static void flush() {
    SHARED.flush(false);
  }

  /** As {@link #flush}, at the end: also those of the minute that is not over. */
  public static void end() {
    SHARED.flush(true);
  }

  void flush(boolean untilNow) {
    List<Line> lines = new ArrayList<>();
    WAITING.drainTo(lines);
    for (Line line : lines) {
      line.log.print(line.message, line.text, line.thrown);
    }
    for (Message message : Message.values()) {
      int left = rates().left(message, untilNow);
      if (left > 0) {
        print(message, Rates.more(message, left), null);
      }
    }
  }

  private @Nullable Line line(Message message, @Nullable Object[] arguments) {
    if (!logger().isEnabledForLevel(message.level())) {
      return null;
    }
    int left = rates().take(message);
    if (left < 0) {
      return null;
    }
    if (left > 0) {
      print(message, Rates.more(message, left), null);
    }
    int last = arguments.length - 1;
    Throwable thrown =
        last == message.arity() && arguments[last] instanceof Throwable
            ? (Throwable) arguments[last]
            : null;
    List<String> words = new ArrayList<>();
    for (int i = 0; i < message.arity(); i++) {
      words.add(i < arguments.length ? plain(String.valueOf(arguments[i])) : "?");
    }
    assert arguments.length == message.arity() + (thrown == null ? 0 : 1) : message;
    return new Line(this, message, message.code() + ' ' + message.text(words), thrown);
  }

  private void print(Message message, String text, @Nullable Throwable thrown) {
    Logger to = logger();
    if (message.level() == Level.ERROR) {
      to.error(text, thrown);
    } else if (message.level() == Level.WARN) {
      to.warn(text, thrown);
    } else {
      to.info(text, thrown);
    }
  }

  /** Not at once: a class of the early path may hold one of these. */
  private Logger logger() {
    Logger known = logger;
    if (known == null) {
      known = LoggerFactory.getLogger(name);
      logger = known;
    }
    return known;
  }

  /** One line, whatever a server or a file said, and nothing that a terminal would obey. */
  private static String plain(String words) {
    int length = Math.min(words.length(), LONGEST);
    StringBuilder plain = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char c = words.charAt(i);
      plain.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return words.length() > length ? plain.append("...").toString() : plain.toString();
  }
}
