package io.querymirror.capture;

import io.querymirror.model.Outcome;
import io.querymirror.stats.ErrorClass;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outcomes from what a driver returned or threw. */
final class Outcomes {
  private static final Outcome NOT_SENT = Outcome.error("HY000", 0, "not sent");

  /**
   * No error of its own is known, and nothing of it was kept: there is nothing to repeat. With
   * another state than what may have run for all that is known.
   */
  private static final Outcome FAILED_TOGETHER =
      Outcome.error("HY008", 0, "failed with the rest of its batch");

  private static final Outcome UNKNOWN_COUNT =
      Outcome.success(false, Outcome.NO_COUNT, Outcome.NO_KEY);

  private Outcomes() {}

  static Outcome error(Throwable thrown) {
    if (thrown instanceof SQLException) {
      SQLException e = (SQLException) thrown;
      return Outcome.error(e.getSQLState(), e.getErrorCode(), e.getMessage());
    }
    return Outcome.error("HY000", 0, thrown.getClass().getName());
  }

  /**
   * One outcome for each entry of a batch.
   *
   * @param counts int[] or long[] that came back, or null
   * @param entries how many entries were added; where -1, as many as there are counts
   * @param keys the first key that each entry generated; null where they are not known
   */
  static List<Outcome> batch(
      @Nullable Object counts, @Nullable Throwable thrown, int entries, long @Nullable [] keys) {
    long[] known = known(counts, thrown);
    int n = entries < 0 ? known.length : entries;
    List<Outcome> outcomes = new ArrayList<>(n);
    Outcome failed = thrown == null ? NOT_SENT : error(thrown);
    // A driver that stops at the first error gives the counts before it, and throws for the next.
    boolean stoppedBeforeEnd = thrown != null && !containsFailed(known);
    for (int i = 0; i < n; i++) {
      if (i < known.length) {
        outcomes.add(
            known[i] == Statement.EXECUTE_FAILED
                ? failed
                : count(known[i], keys == null ? Outcome.NO_KEY : keys[i]));
      } else if (stoppedBeforeEnd && i == known.length) {
        outcomes.add(failed);
      } else {
        outcomes.add(NOT_SENT);
      }
    }
    return outcomes;
  }

  /**
   * The same of a batch that the driver made INSERTs of many rows of, one of which failed: none of
   * its rows was kept, those of the others were, and what the driver says of their counts is
   * nothing to go by.
   */
  static List<Outcome> ofRows(List<Outcome> outcomes) {
    List<Outcome> all = new ArrayList<>(outcomes.size());
    for (Outcome o : outcomes) {
      boolean together = !o.ok() && !ErrorClass.isEnvironment(o);
      all.add(o.ok() ? UNKNOWN_COUNT : together ? FAILED_TOGETHER : o);
    }
    return all;
  }

  /** Whether counts are those that Connector/J makes up for several statements in one text. */
  static boolean ofTexts(Throwable thrown) {
    for (long count : known(null, thrown)) {
      if (count == -1) {
        return true;
      }
    }
    return false;
  }

  /** How many entries the driver reports of; 0 where it reports none. */
  static int reported(@Nullable Object counts, @Nullable Throwable thrown) {
    return known(counts, thrown).length;
  }

  private static long[] known(@Nullable Object counts, @Nullable Throwable thrown) {
    if (thrown instanceof BatchUpdateException) {
      return longs(((BatchUpdateException) thrown).getLargeUpdateCounts());
    }
    return thrown == null ? longs(counts) : new long[0];
  }

  private static boolean containsFailed(long[] counts) {
    for (long c : counts) {
      if (c == Statement.EXECUTE_FAILED) {
        return true;
      }
    }
    return false;
  }

  private static Outcome count(long count, long key) {
    return count < 0 && key == Outcome.NO_KEY
        ? UNKNOWN_COUNT
        : Outcome.success(false, Math.max(count, Outcome.NO_COUNT), key);
  }

  private static long[] longs(@Nullable Object counts) {
    if (counts instanceof long[]) {
      return (long[]) counts;
    }
    if (counts instanceof int[]) {
      int[] ints = (int[]) counts;
      long[] longs = new long[ints.length];
      for (int i = 0; i < ints.length; i++) {
        longs[i] = ints[i];
      }
      return longs;
    }
    return new long[0];
  }
}
