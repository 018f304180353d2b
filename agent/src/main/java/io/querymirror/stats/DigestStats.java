package io.querymirror.stats;

import io.querymirror.model.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one digest on one target. Its lock is held for tens of nanoseconds. It may be
 * summed into another one and given up: what it counts is written by {@link DigestTable#record}
 * alone, and all of it must be in {@link #add}.
 */
final class DigestStats {
  private static final int EXAMPLES = 5;

  private final String digest;
  private final String text;
  private final @Nullable String schema;
  private final LogHistogram source = new LogHistogram();
  private final LogHistogram target = new LogHistogram();
  private @Nullable BlockRecorder blocks = new BlockRecorder();
  private long count;
  private long @Nullable [] errors;
  private @Nullable List<ErrorExample> examples;
  private boolean givenUp;
  private int lastAge;
  private final ExampleRoom room;
  private @Nullable ResultStats results;

  DigestStats(String digest, String text, @Nullable String schema, ExampleRoom room) {
    this.digest = digest;
    this.text = text;
    this.schema = schema;
    this.room = room;
  }

  /** One that is no digest's: of a mixture of statements no course in time tells anything. */
  static DigestStats rest(String name, ExampleRoom room) {
    DigestStats rest = new DigestStats(name, "", null, room);
    rest.blocks = null;
    return rest;
  }

  /** Asked and written under its lock. */
  boolean givenUp() {
    return givenUp;
  }

  /** A copy ran; under its lock. */
  void ran(@Nullable ErrorClass error, Outcome sourceOutcome, Outcome targetOutcome) {
    count++;
    if (error != null) {
      error(error, sourceOutcome, targetOutcome);
    }
  }

  /**
   * Both sides took their time for the same work; under its lock.
   *
   * @param millis since the epoch
   */
  void took(long millis, long sourceMicros, long targetMicros) {
    source.record(sourceMicros);
    target.record(targetMicros);
    if (blocks != null) {
      blocks.record(millis, sourceMicros, targetMicros);
    }
  }

  /** Its table is as old as this; under its lock. */
  void at(int age) {
    lastAge = age;
  }

  /**
   * Sums another one into this, all but its latencies; it counts nothing from now on. Under this
   * one's lock.
   *
   * @return its latencies, for {@link #add(Distribution, Distribution)}
   */
  LatencyPair add(DigestStats other) {
    synchronized (other) {
      other.givenUp = true;
      count += other.count;
      if (other.errors != null) {
        if (errors == null) {
          errors = new long[ErrorClass.values().length];
        }
        for (int i = 0; i < errors.length; i++) {
          errors[i] += other.errors[i];
        }
      }
      if (other.results != null) {
        results().add(other.results);
      }
      return new LatencyPair(other.source.distribution(), other.target.distribution(), Blocks.NONE);
    }
  }

  /** Latencies of those that were summed into this; under its lock. */
  void add(Distribution sources, Distribution targets) {
    source.add(sources);
    target.add(targets);
  }

  /** How much one would miss it. */
  synchronized Worth worth() {
    long bad = errors == null ? 0 : errors[ErrorClass.NEW.ordinal()];
    bad += results == null ? 0 : results.bad();
    return new Worth(bad, target.sum() - source.sum(), count, lastAge);
  }

  /** What decides who stays in a full table. */
  static final class Worth {
    /** Findings that a reader must see. */
    final long bad;

    /** Microseconds that the target took more, in all. */
    final double added;

    final long count;

    /** How old the table was when it ran last. */
    final int lastAge;

    Worth(long bad, double added, long count, int lastAge) {
      this.lastAge = lastAge;
      this.bad = bad;
      this.added = added;
      this.count = count;
    }
  }

  private void error(ErrorClass error, Outcome sourceOutcome, Outcome targetOutcome) {
    if (errors == null) {
      errors = new long[ErrorClass.values().length];
    }
    errors[error.ordinal()]++;
    if (examples == null) {
      examples = new ArrayList<>(1);
    }
    for (int i = 0; i < examples.size(); i++) {
      if (examples.get(i).isOf(error, sourceOutcome, targetOutcome)) {
        examples.set(i, examples.get(i).again());
        return;
      }
    }
    int place = examples.size() < EXAMPLES ? examples.size() : milder(examples, error);
    if (place == examples.size()) {
      examples.add(ErrorExample.first(error, sourceOutcome, targetOutcome, text));
    } else if (place >= 0) {
      examples.set(place, ErrorExample.first(error, sourceOutcome, targetOutcome, text));
    }
  }

  /** Place of an example that may give way: deadlocks must not hide what is new. */
  private static int milder(List<ErrorExample> examples, ErrorClass error) {
    int mildest = -1;
    for (int i = 0; i < examples.size(); i++) {
      ErrorClass than = mildest < 0 ? error : examples.get(mildest).type();
      if (examples.get(i).type().compareTo(than) > 0) {
        mildest = i;
      }
    }
    return mildest;
  }

  /** A result was compared, or could not be; under its lock. */
  void compared(ResultFinding finding) {
    results().record(finding);
  }

  /** Both sides listed their warnings for the application; under its lock. */
  void listed(Map<String, Long> ofSource, Map<String, Long> ofTarget) {
    results().listed(ofSource, ofTarget);
  }

  private ResultStats results() {
    ResultStats known = results;
    if (known == null) {
      known = new ResultStats(room);
      results = known;
    }
    return known;
  }

  synchronized DigestSnapshot snapshot() {
    return new DigestSnapshot(
        digest,
        text,
        schema,
        count,
        errors == null ? ErrorCounts.NONE : new ErrorCounts(errors),
        new LatencyPair(
            source.distribution(),
            target.distribution(),
            blocks == null ? Blocks.NONE : blocks.blocks()),
        gravestFirst(),
        new DigestResults(results));
  }

  private List<ErrorExample> gravestFirst() {
    if (examples == null) {
      return List.of();
    }
    List<ErrorExample> sorted = new ArrayList<>(examples);
    sorted.sort(
        Comparator.comparing(ErrorExample::type)
            .thenComparing(Comparator.comparingLong(ErrorExample::count).reversed()));
    return sorted;
  }
}
