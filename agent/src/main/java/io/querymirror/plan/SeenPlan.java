package io.querymirror.plan;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One shape that a digest's plan has had, and how often it was found; immutable. */
public final class SeenPlan {
  private static final int SEQUENCES = 8;

  private final PlanShape shape;
  private final @Nullable String json;
  private final @Nullable String analyzed;
  private final Instant firstSeen;
  private final Instant lastSeen;
  private final long count;
  private final long[] sequences;

  private SeenPlan(
      PlanShape shape,
      @Nullable String json,
      @Nullable String analyzed,
      Instant firstSeen,
      Instant lastSeen,
      long count,
      long[] sequences) {
    this.shape = shape;
    this.json = json;
    this.analyzed = analyzed;
    this.firstSeen = firstSeen;
    this.lastSeen = lastSeen;
    this.count = count;
    this.sequences = sequences;
  }

  static SeenPlan first(TakenPlan taken, boolean keepJson) {
    return new SeenPlan(
        taken.shape(),
        keepJson ? taken.json() : null,
        keepJson ? taken.analyzed() : null,
        taken.at(),
        taken.at(),
        1,
        new long[] {taken.sequence()});
  }

  /** Found once more; the latest estimates count. */
  SeenPlan again(TakenPlan taken) {
    int n = Math.min(sequences.length, SEQUENCES - 1);
    long[] later = Arrays.copyOfRange(sequences, sequences.length - n, sequences.length + 1);
    later[n] = taken.sequence();
    return new SeenPlan(taken.shape(), json, analyzed, firstSeen, taken.at(), count + 1, later);
  }

  /** With the numbers of rows of the last time. */
  public PlanShape shape() {
    return shape;
  }

  /** As its server wrote it the first time, in one line; null where there was no room for it. */
  public @Nullable String json() {
    return json;
  }

  /** The iterators with their actual rows, as JSON; null where the statement did not run for it. */
  public @Nullable String analyzed() {
    return analyzed;
  }

  public Instant firstSeen() {
    return firstSeen;
  }

  public Instant lastSeen() {
    return lastSeen;
  }

  public long count() {
    return count;
  }

  /** The latest execution that had this plan here and, among those given, there; 0 for none. */
  long common(SeenPlan there) {
    long best = 0;
    for (long here : sequences) {
      for (long other : there.sequences) {
        best = here == other ? Math.max(best, here) : best;
      }
    }
    return best;
  }

  int bytes() {
    return (json == null ? 0 : json.length()) + (analyzed == null ? 0 : analyzed.length());
  }
}
