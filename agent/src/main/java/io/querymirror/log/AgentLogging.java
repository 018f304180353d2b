package io.querymirror.log;

import java.io.PrintStream;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.AgentBinding;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The agent's end of SLF4J: lines with a prefix on the standard error that the JVM began with. The
 * level comes from {@code -Dquerymirror.log} (trace, debug, info, warn or error; info unless
 * given); libraries log one level quieter than the agent.
 *
 * <p>Why not slf4j-simple: it reads {@code org.slf4j.simpleLogger.*}, which are the application's.
 * Where these name a file, a second slf4j-simple in one JVM empties it; where they name System.out,
 * the agent would print there.
 */
public final class AgentLogging implements SLF4JServiceProvider, ILoggerFactory {
  private static final String OWN = "io.querymirror.";

  private final PrintStream out;
  private final Level level;
  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

  /** For the service loader. */
  public AgentLogging() {
    this(System.err, level(System.getProperty("querymirror.log")));
  }

  AgentLogging(PrintStream out, Level level) {
    this.out = out;
    this.level = level;
  }

  /**
   * Makes every logger of this class loader one of these; to be called before the first is asked
   * for.
   */
  public static void install() {
    AgentBinding.bind(new AgentLogging());
  }

  private static Level level(@Nullable String name) {
    for (Level level : Level.values()) {
      if (level.name().equalsIgnoreCase(name)) {
        return level;
      }
    }
    return Level.INFO;
  }

  @Override
  public Logger getLogger(String name) {
    Logger known = loggers.get(name);
    if (known != null) {
      return known;
    }
    boolean own = name.startsWith(OWN);
    boolean verbose = level.toInt() <= Level.DEBUG.toInt();
    Level threshold = own ? level : quieter();
    Logger created = new LineLogger(name, threshold, own, !own || verbose, own || verbose, out);
    Logger raced = loggers.putIfAbsent(name, created);
    return raced != null ? raced : created;
  }

  private Level quieter() {
    // From ERROR, the first of the constants, to TRACE.
    return Level.values()[Math.max(0, level.ordinal() - 1)];
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return this;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return new BasicMarkerFactory();
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return new NOPMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}
}
