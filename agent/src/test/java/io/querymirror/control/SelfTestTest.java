package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.SelfTestSettings;
import io.querymirror.stats.SelfTestResult;
import io.querymirror.stats.SelfTestResult.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
  private static final long TICK = 5_000_000L;

  private final Shedding shedding = new Shedding();
  private final Random random = new Random(3);
  private final SelfTest test = new SelfTest(shedding, new Random(7));
  private SelfTestSettings settings;
  private long now = -3_000_000_000L;
  private int mirrored;
  private int spared;

  @TempDir Path dir;

  @BeforeEach
  void settings() throws Exception {
    String yaml =
        "targets: {a: {hosts: h, username: u}}\n"
            + "rules: [{mirror: a}]\n"
            + "self_test: {every: 60s, for: 20s}\n";
    Path file = Files.writeString(dir.resolve("querymirror.yaml"), yaml);
    settings = ConfigLoader.load(file, Map.of()).selfTest();
  }

  /** Statements of two lengths, of a mix that drifts; {@code factor} longer while mirrored. */
  private SelfTestResult run(double factor, double seconds) {
    SelfTestResult last = null;
    long until = now + (long) (seconds * 1e9);
    while (now - until < 0) {
      SelfTestResult result = test.look(now, settings, true);
      last = result == null ? last : result;
      SelfTest.Pair pair = test.pair();
      if (pair != null) {
        boolean on = pair.mirrors(now);
        mirrored += on ? 1 : 0;
        spared += on ? 0 : 1;
        for (int i = 0; i < 4; i++) {
          boolean longer = random.nextDouble() < 0.5 + 0.3 * Math.sin(now / 3e9);
          double nanos = (longer ? 2_000_000 : 100_000) * Math.exp(random.nextGaussian() / 4);
          long took = (long) (on ? nanos * factor : nanos);
          pair.ran(longer ? 1 : 2, now, now + took);
        }
      }
      now += TICK;
    }
    return last;
  }

  @Test
  void saysThatItIsTheSame() {
    SelfTestResult result = run(1, 20);
    assertNotNull(result);
    assertEquals(Verdict.SAME, result.verdict(), () -> result.low() + " to " + result.high());
    assertTrue(result.low() <= 1 && result.high() >= 1);
    assertTrue(result.statements() > 5_000);
    assertEquals(mirrored, spared, 0.3 * mirrored);
  }

  @Test
  void saysThatItIsSlower() {
    SelfTestResult result = run(1.2, 20);
    assertEquals(Verdict.SLOWER, result.verdict());
    assertEquals(1.2, result.ratio(), 0.05);
    assertTrue(result.low() <= 1.2 && result.high() >= 1.2);
  }

  @Test
  void cannotTellFromTooFew() {
    SelfTestResult result = run(1, 4);
    assertEquals(Verdict.CANNOT_TELL, result.verdict());
    assertTrue(Double.isNaN(result.low()));
  }

  @Test
  void restsBetweenTwoTests() {
    run(1, 24);
    assertNull(test.pair());
    int before = mirrored;
    run(1, 34);
    assertEquals(before, mirrored);
    run(1, 10);
    assertTrue(mirrored > before);
  }

  @Test
  void endsAtOnceWhereItMayNot() {
    run(1, 2);
    assertNotNull(test.pair());
    assertNull(test.look(now, settings, false));
    assertNull(test.pair());
    run(1, 2);
    assertNull(test.look(now, null, true));
    assertNull(test.pair());
  }
}
