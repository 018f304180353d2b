package io.querymirror.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;

class LogTest {
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();
  private final Log log = new Log(new Lines(), new Rates(clock::get));

  @Test
  void aLineBeginsWithItsCode() {
    log.say(Message.HOST_DOWN, "candidate", "db:3306", "refused");
    assertEquals(List.of("WARN QM-0302 target candidate: db:3306 cannot be used: refused"), lines);
  }

  @Test
  void anExceptionBehindTheArgumentsIsTold() {
    log.say(Message.INTERNAL, "the timer", new IOException("x"));
    assertEquals(List.of("WARN QM-0902 error in the timer + java.io.IOException: x"), lines);
  }

  @Test
  void anExceptionInPlaceOfAnArgumentIsAWord() {
    log.say(Message.REPORT_FAILING, "/r", new IOException("full"));
    assertEquals(
        List.of(
            "WARN QM-0501 cannot write the report to /r, will keep trying: java.io.IOException:"
                + " full"),
        lines);
  }

  @Test
  void bracesOfAnArgumentAreItsOwn() {
    log.say(Message.HOST_UP, "{}", "{host} {}");
    assertEquals(List.of("INFO QM-0301 target {}: {host} {} is up"), lines);
  }

  @Test
  void nobodyBreaksALineOrPaintsIt() {
    log.say(Message.HOST_UP, "a\n[querymirror] ERROR x", "\u001b[31mb\u2028");
    assertEquals(List.of("INFO QM-0301 target a [querymirror] ERROR x:  [31mb  is up"), lines);
    log.say(Message.HOST_UP, "a", "x".repeat(5_000));
    assertTrue(lines.get(1).length() < 1_100);
  }

  @Test
  void aBlockHasItsLinesBelow() {
    log.block(Message.BAD_CONFIGURATION, List.of("f.yaml:3: a", "f.yaml:4: b\nc"));
    assertEquals(
        List.of(
            "ERROR QM-0105 the configuration is wrong, nothing is mirrored:\n"
                + "[querymirror]   f.yaml:3: a\n"
                + "[querymirror]   f.yaml:4: b c"),
        lines);
  }

  @Test
  void aFloodIsCounted() {
    for (int i = 0; i < 47; i++) {
      log.say(Message.HOST_UP, "t", i);
    }
    assertEquals(10, lines.size());
    log.say(Message.HOST_DOWN, "t", "h", "another message has a bound of its own");
    assertEquals(11, lines.size());
    log.flush(false);
    assertEquals(11, lines.size());
    clock.addAndGet(Rate.WINDOW_NANOS);
    log.flush(false);
    log.flush(false);
    assertEquals("INFO QM-0301 and 37 more in the last minute", lines.get(11));
    assertEquals(12, lines.size());
  }

  @Test
  void theNextOfAFloodTellsIt() {
    for (int i = 0; i < 12; i++) {
      log.say(Message.HOST_UP, "t", i);
    }
    clock.addAndGet(Rate.WINDOW_NANOS);
    log.say(Message.HOST_UP, "t", "last");
    assertEquals("INFO QM-0301 and 2 more in the last minute", lines.get(10));
    assertEquals("INFO QM-0301 target t: last is up", lines.get(11));
  }

  @Test
  void theEndTellsWhatIsLeft() {
    for (int i = 0; i < 12; i++) {
      log.say(Message.HOST_UP, "t", i);
    }
    log.flush(true);
    assertEquals("INFO QM-0301 and 2 more in the last minute", lines.get(10));
  }

  @Test
  void anApplicationsThreadLeavesItBehind() {
    log.later(Message.CAPTURE_OFF, 1_000);
    assertEquals(List.of(), lines);
    log.flush(false);
    assertEquals(
        List.of("ERROR QM-0202 1000 errors in the capture: mirroring is off for good"), lines);
  }

  @Test
  void codesAreUniqueAndOfOneForm() {
    List<String> codes = new ArrayList<>();
    for (Message m : Message.values()) {
      assertTrue(m.code().matches("QM-\\d{4}"), m.code());
      codes.add(m.code());
    }
    assertEquals(codes.stream().distinct().sorted().toList(), codes);
  }

  /** Level and text, and the exception behind it. */
  private final class Lines extends AbstractLogger {
    private static final long serialVersionUID = 1L;

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
      lines.add(level + " " + message + (thrown == null ? "" : " + " + thrown));
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
      return true;
    }
  }
}
