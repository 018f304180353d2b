package io.querymirror.stats;

import io.querymirror.model.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one digest on one target. Its lock is held for tens of nanoseconds. */
final class DigestStats {
  private static final int EXAMPLES = 5;

  private final String digest;
  private final String text;
  private final @Nullable String schema;
  private final LogHistogram source = new LogHistogram();
  private final LogHistogram target = new LogHistogram();
  private long count;
  private long @Nullable [] errors;
  private @Nullable List<ErrorExample> examples;

  DigestStats(String digest, String text, @Nullable String schema) {
    this.digest = digest;
    this.text = text;
    this.schema = schema;
  }

  synchronized void record(
      @Nullable ErrorClass error,
      Outcome sourceOutcome,
      Outcome targetOutcome,
      long sourceMicros,
      long targetMicros) {
    count++;
    if (error != null) {
      error(error, sourceOutcome, targetOutcome);
    } else {
      source.record(sourceMicros);
      target.record(targetMicros);
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

  synchronized DigestSnapshot snapshot() {
    return new DigestSnapshot(
        digest,
        text,
        schema,
        count,
        errors == null ? ErrorCounts.NONE : new ErrorCounts(errors),
        source.summary(),
        target.summary(),
        gravestFirst());
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
