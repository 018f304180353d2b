package io.querymirror.report;

import io.querymirror.stats.Blocks;
import io.querymirror.stats.Blocks.Quantile;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.LatencyPair;
import java.util.Arrays;

/**
 * Target beside baseline, block by block. The baseline is the source, or a control target: then of
 * both targets those blocks count that lie in one span of time.
 */
final class Series {
  private final Distribution baseline;
  private final Distribution target;
  private final double[][] base;
  private final double[][] own;
  private final long lengthMillis;
  private final long spanMillis;

  private Series(
      Distribution baseline,
      Distribution target,
      double[][] base,
      double[][] own,
      long lengthMillis,
      long spanMillis) {
    this.baseline = baseline;
    this.target = target;
    this.base = base;
    this.own = own;
    this.lengthMillis = lengthMillis;
    this.spanMillis = spanMillis;
  }

  static Series ofSource(LatencyPair pair) {
    Blocks blocks = pair.blocks();
    int n = Quantile.values().length;
    double[][] base = new double[n][];
    double[][] own = new double[n][];
    for (Quantile q : Quantile.values()) {
      double[] b = new double[blocks.size()];
      double[] o = new double[blocks.size()];
      int told = 0;
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.tells(i, q)) {
          b[told] = blocks.source(i, q);
          o[told++] = blocks.target(i, q);
        }
      }
      base[q.ordinal()] = Arrays.copyOf(b, told);
      own[q.ordinal()] = Arrays.copyOf(o, told);
    }
    return new Series(
        pair.source(), pair.target(), base, own, blocks.lengthMillis(), blocks.spanMillis());
  }

  static Series ofControl(LatencyPair pair, LatencyPair control) {
    long span = Math.max(pair.blocks().spanMillis(), control.blocks().spanMillis());
    Blocks mine = pair.blocks().ofSpan(span);
    Blocks its = control.blocks().ofSpan(span);
    int n = Quantile.values().length;
    double[][] base = new double[n][];
    double[][] own = new double[n][];
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Quantile q : Quantile.values()) {
      double[] b = new double[mine.size()];
      double[] o = new double[mine.size()];
      int told = 0;
      for (int i = 0, j = 0; i < mine.size() && j < its.size(); ) {
        if (mine.at(i) < its.at(j)) {
          i++;
        } else if (mine.at(i) > its.at(j)) {
          j++;
        } else {
          if (mine.tells(i, q) && its.tells(j, q)) {
            b[told] = its.target(j, q);
            o[told++] = mine.target(i, q);
            first = Math.min(first, mine.at(i));
            last = Math.max(last, mine.at(i));
          }
          i++;
          j++;
        }
      }
      base[q.ordinal()] = Arrays.copyOf(b, told);
      own[q.ordinal()] = Arrays.copyOf(o, told);
    }
    long length = last < first ? 0 : (last - first + 1) * span;
    return new Series(control.target(), pair.target(), base, own, length, span);
  }

  /** Blocks that tell of the quantile. */
  int size(Quantile q) {
    return base[q.ordinal()].length;
  }

  long lengthMillis() {
    return lengthMillis;
  }

  long spanMillis() {
    return spanMillis;
  }

  Distribution baseline() {
    return baseline;
  }

  Distribution target() {
    return target;
  }

  double base(Quantile q, int block) {
    return base[q.ordinal()][block];
  }

  double own(Quantile q, int block) {
    return own[q.ordinal()][block];
  }

  /** Target by baseline in each block; where the baseline took no time at all, of 1 us. */
  double[] ratios(Quantile q) {
    double[] ratios = new double[size(q)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own(q, i) / Math.max(1, base(q, i));
    }
    return ratios;
  }
}
