package io.querymirror.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class AgentLoggingTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private Logger logger(Level level, String name) {
    return new AgentLogging(out, level).getLogger(name);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void prefixesEveryLine() {
    Logger logger = logger(Level.INFO, "io.querymirror.mirror.Target");
    logger.info("mirroring to {} of {}", 1, 2);
    logger.warn("target {} is down", "candidate");
    logger.error("nobody wanted this");
    logger.debug("not seen");
    assertEquals(
        "[querymirror] mirroring to 1 of 2\n"
            + "[querymirror] WARN target candidate is down\n"
            + "[querymirror] ERROR nobody wanted this\n",
        printed());
  }

  @Test
  void ownExceptionsComeWithTheirTrace() {
    logger(Level.INFO, "io.querymirror.capture.X").error("lost {}", 7, new Exception("why"));
    assertTrue(
        printed().startsWith("[querymirror] ERROR lost 7: java.lang.Exception: why\n\tat "),
        printed());
  }

  @Test
  void librariesAreQuieterAndNamed() {
    Logger logger = logger(Level.INFO, "com.zaxxer.hikari.pool.HikariPool");
    logger.info("Starting...");
    logger.warn("late", new UncheckedIOException("slow", new java.io.IOException()));
    assertEquals(
        "[querymirror] WARN QM-0901 HikariPool: late: java.io.UncheckedIOException: slow\n",
        printed());
  }

  @Test
  void levelsMoveTogether() {
    assertTrue(logger(Level.DEBUG, "io.querymirror.X").isDebugEnabled());
    assertTrue(logger(Level.DEBUG, "com.mysql.X").isInfoEnabled());
    assertFalse(logger(Level.DEBUG, "com.mysql.X").isDebugEnabled());
    assertFalse(logger(Level.ERROR, "io.querymirror.X").isWarnEnabled());
    assertTrue(logger(Level.ERROR, "com.mysql.X").isErrorEnabled());
  }

  @Test
  void slf4jFindsItByItself() {
    assertInstanceOf(AgentLogging.class, LoggerFactory.getILoggerFactory());
  }

  @Test
  void installReplacesTheSearch() {
    AgentLogging.install();
    assertInstanceOf(LineLogger.class, LoggerFactory.getLogger("io.querymirror.X"));
  }

  @Test
  void whatAnExceptionQuotesIsNotSaid() {
    Exception cause = new NumberFormatException("For input string: \"4711-secret\"");
    logger(Level.INFO, "io.querymirror.mirror.X").warn("internal error", new Exception(cause));
    assertTrue(
        printed().contains("Caused by: java.lang.NumberFormatException: For input string: "));
    assertFalse(printed().contains("4711"), printed());
    assertFalse(printed().contains("secret"), printed());
  }
}
