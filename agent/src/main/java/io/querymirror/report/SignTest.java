package io.querymirror.report;

/**
 * The sign test, exact: of so many independent observations, each of which is over a bound with a
 * chance of one half where the bound is their median, how likely are so many over it?
 */
final class SignTest {
  private static final int TABLED = 256;
  private static final double[][] TAILS = new double[TABLED + 1][];

  private SignTest() {}

  /** The chance of at least {@code over} of {@code n}. */
  static double tail(int over, int n) {
    return over <= 0 ? 1 : over > n ? 0 : tails(n)[over];
  }

  /**
   * Which of {@code n} ordered observations, from 0, is the lower end of an interval that the
   * median is below with at most that chance; the upper end is the same from above. Below 0 where
   * there are too few.
   */
  static int lowerEnd(int n, double chance) {
    int end = -1;
    while (end + 1 < n && tail(n - end - 1, n) <= chance) {
      end++;
    }
    return end;
  }

  /** The fewest observations of which that chance can come. */
  static int fewest(double chance) {
    return Math.max(1, (int) Math.ceil(-Math.log(chance) / Math.log(2) - 1e-9));
  }

  private static synchronized double[] tails(int n) {
    if (n > TABLED) {
      throw new IllegalArgumentException("more observations than blocks: " + n);
    }
    double[] found = TAILS[n];
    if (found == null) {
      found = new double[n + 1];
      double one = Math.pow(0.5, n); // of exactly n
      double sum = 0;
      for (int over = n; over >= 0; over--) {
        sum += one;
        found[over] = Math.min(1, sum);
        one = one * over / (n - over + 1);
      }
      TAILS[n] = found;
    }
    return found;
  }
}
