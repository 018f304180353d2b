package io.querymirror.control;

import io.querymirror.config.SelfTestSettings;
import io.querymirror.model.Execution;
import io.querymirror.report.Ratio;
import io.querymirror.stats.SelfTestResult;
import io.querymirror.stats.SelfTestResult.Verdict;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Tries out what mirroring does to the application's own latency: for short times, in an order that
 * is drawn, transactions are copied, and are not. Statements are captured and measured in both, so
 * what is compared is copying alone, not capturing.
 *
 * <p>Every statement's time is taken by what its digest usually takes in both of a pair, so that
 * the one that happens to have the longer statements is not called slow. Each pair has one vote.
 */
final class SelfTest {
  /** Behind each change: copies that were queued before it still run. */
  static final long SETTLE = 100_000_000L;

  private static final long SHORTEST = 250_000_000L;
  private static final long LONGEST = 1_000_000_000L;
  private static final int FEWEST = 10;
  private static final int PAIRS = 200;

  /** An interval that begins above this is slower; one that ends below that is the same. */
  private static final double SLOWER = 1.02;

  private static final double SAME = 1.1;

  private final Shedding shedding;
  private final Random random;
  private final Deque<Double> ratios = new ArrayDeque<>();
  private long statements;
  private boolean began;
  private long begin;
  private @Nullable Pair pair;

  SelfTest(Shedding shedding, Random random) {
    this.shedding = shedding;
    this.random = random;
  }

  /** Two times that follow each other, one with copies and one without. */
  static final class Pair {
    private final boolean mirrorsFirst;
    private final long first;
    private final long second;
    private final long length;
    private final Times with = new Times();
    private final Times without = new Times();

    Pair(long now, long length, boolean mirrorsFirst) {
      this.length = length;
      this.mirrorsFirst = mirrorsFirst;
      this.first = now + SETTLE;
      this.second = first + length + SETTLE;
    }

    /** Whether what begins now is copied. */
    boolean mirrors(long now) {
      return now - (first + length) < 0 == mirrorsFirst;
    }

    boolean isOver(long now) {
      return now - (second + length + SETTLE) >= 0;
    }

    /** On the dispatcher's thread. */
    void ran(Execution e) {
      if (!e.isStatement() || !e.outcome().ok() || e.event().statements() != 1) {
        return;
      }
      ran(e.statementShape().digest(), e.event().startNanos(), e.event().finishNanos());
    }

    void ran(long digest, long start, long finish) {
      if (within(first, start, finish)) {
        add(mirrorsFirst ? with : without, digest, finish - start);
      } else if (within(second, start, finish)) {
        add(mirrorsFirst ? without : with, digest, finish - start);
      }
    }

    private boolean within(long from, long start, long finish) {
      return start - from >= 0 && finish - (from + length) <= 0;
    }

    private void add(Times times, long digest, long nanos) {
      synchronized (this) {
        times.add(digest, Math.log(Math.max(1, nanos)));
      }
    }

    /**
     * How many times as long statements took while mirrored, as the median of all; NaN where too
     * few can be compared.
     */
    synchronized double ratio() {
      Map<Long, Times> one = with.byDigest();
      Map<Long, Times> other = without.byDigest();
      Times mirrored = new Times();
      Times alone = new Times();
      for (Map.Entry<Long, Times> entry : one.entrySet()) {
        Times its = other.get(entry.getKey());
        if (its != null) {
          double usual = (entry.getValue().median() + its.median()) / 2;
          entry.getValue().less(usual, mirrored);
          its.less(usual, alone);
        }
      }
      return mirrored.size < FEWEST || alone.size < FEWEST
          ? Double.NaN
          : Math.exp(mirrored.median() - alone.median());
    }

    synchronized int statements() {
      return with.size + without.size;
    }
  }

  /** Logarithms of times, each of a digest. */
  private static final class Times {
    private static final int MOST = 20_000;

    private long[] digests = new long[16];
    private double[] values = new double[16];
    private int size;

    void add(long digest, double value) {
      if (size == MOST) {
        return;
      }
      if (size == values.length) {
        digests = Arrays.copyOf(digests, Math.min(MOST, 2 * size));
        values = Arrays.copyOf(values, Math.min(MOST, 2 * size));
      }
      digests[size] = digest;
      values[size++] = value;
    }

    Map<Long, Times> byDigest() {
      Map<Long, Times> all = new HashMap<>();
      for (int i = 0; i < size; i++) {
        all.computeIfAbsent(digests[i], d -> new Times()).add(digests[i], values[i]);
      }
      return all;
    }

    void less(double what, Times into) {
      for (int i = 0; i < size; i++) {
        into.add(digests[i], values[i] - what);
      }
    }

    double median() {
      double[] sorted = Arrays.copyOf(values, size);
      Arrays.sort(sorted);
      return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
    }
  }

  /**
   * Does what is due.
   *
   * @param settings null for no test
   * @param may whether nothing else holds mirroring back: then copies are what they always are
   * @return what is known by now, where a pair has been compared; else null
   */
  @Nullable SelfTestResult look(long now, @Nullable SelfTestSettings settings, boolean may) {
    if (settings == null || !may) {
      stop();
      began = began && settings != null;
      return null;
    }
    if (!began || now - begin >= settings.every().toNanos()) {
      began = true;
      begin = now;
    }
    SelfTestResult result = null;
    Pair running = pair;
    if (running != null && running.isOver(now)) {
      result = compare(running);
      running = null;
      stop();
    }
    if (running == null && now - begin < settings.length().toNanos()) {
      long length = SHORTEST + (long) (random.nextDouble() * (LONGEST - SHORTEST));
      running = new Pair(now, length, random.nextBoolean());
      pair = running;
      shedding.measures(running);
    }
    if (running != null) {
      shedding.block(!running.mirrors(now));
    }
    return result;
  }

  /** What is under way; null for nothing. */
  @Nullable Pair pair() {
    return pair;
  }

  /** When it must be looked at again at the latest, from now; nanoseconds. */
  long pause() {
    return pair == null ? Long.MAX_VALUE : SETTLE / 4;
  }

  private void stop() {
    pair = null;
    shedding.block(false);
    shedding.measures(null);
  }

  private @Nullable SelfTestResult compare(Pair over) {
    double found = over.ratio();
    if (Double.isNaN(found)) {
      return null;
    }
    statements += over.statements();
    ratios.add(found);
    if (ratios.size() > PAIRS) {
      ratios.remove();
    }
    Ratio ratio = Ratio.median(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    return new SelfTestResult(
        verdict(ratio), ratio.value(), ratio.low(), ratio.high(), ratios.size(), statements);
  }

  private static Verdict verdict(Ratio ratio) {
    if (!ratio.hasInterval()) {
      return Verdict.CANNOT_TELL;
    }
    return ratio.low() > SLOWER
        ? Verdict.SLOWER
        : ratio.high() < SAME ? Verdict.SAME : Verdict.CANNOT_TELL;
  }
}
