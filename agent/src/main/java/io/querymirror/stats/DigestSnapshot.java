package io.querymirror.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One line of a target's digest table. */
public final class DigestSnapshot {
  private final String digest;
  private final String text;
  private final @Nullable String schema;
  private final long count;
  private final ErrorCounts errors;
  private final LatencyPair latency;
  private final List<ErrorExample> examples;
  private final DigestResults results;

  DigestSnapshot(
      String digest,
      String text,
      @Nullable String schema,
      long count,
      ErrorCounts errors,
      LatencyPair latency,
      List<ErrorExample> examples,
      DigestResults results) {
    this.digest = digest;
    this.text = text;
    this.schema = schema;
    this.count = count;
    this.errors = errors;
    this.latency = latency;
    this.examples = examples;
    this.results = results;
  }

  DigestSnapshot withoutNoise(Map<ResultKind, Long> noise) {
    return new DigestSnapshot(
        digest, text, schema, count, errors, latency, examples, results.withoutNoise(noise));
  }

  /** The same, with some of its new errors counted as noise. */
  DigestSnapshot withoutErrors(Predicate<ErrorExample> noise) {
    List<ErrorExample> examplesLeft = new ArrayList<>(examples.size());
    List<ErrorExample> noisy = new ArrayList<>();
    long moved = 0;
    for (ErrorExample example : examples) {
      if (example.type() == ErrorClass.NEW && noise.test(example)) {
        noisy.add(example.asNoise());
        moved += example.count();
      } else {
        examplesLeft.add(example);
      }
    }
    examplesLeft.addAll(noisy);
    return new DigestSnapshot(
        digest, text, schema, count, errors.withoutNoise(moved), latency, examplesLeft, results);
  }

  /** 16 hexadecimal digits, or {@code other} for all that found the table full. */
  public String digest() {
    return digest;
  }

  /** The normalized text, cut where it is long. */
  public String text() {
    return text;
  }

  public @Nullable String schema() {
    return schema;
  }

  /** Statements that ran on the target: executed and failed. */
  public long count() {
    return count;
  }

  /** Those of them that succeeded there. */
  public long executed() {
    long failed = 0;
    for (ErrorClass type : ErrorClass.values()) {
      failed += type == ErrorClass.RESOLVED ? 0 : errors.get(type);
    }
    return count - failed;
  }

  public ErrorCounts errors() {
    return errors;
  }

  public ResultCounts results() {
    return results.counts();
  }

  /** Differing results, and types that differ. */
  public DigestResults resultDetails() {
    return results;
  }

  /** Of the statements that succeeded on both sides. */
  public LatencyPair latency() {
    return latency;
  }

  public List<ErrorExample> examples() {
    return examples;
  }
}
