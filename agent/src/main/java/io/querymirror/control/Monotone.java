package io.querymirror.control;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was told of each counter: none may ever go back, as that reads as a restart. Some that the
 * report has can: a difference that a control turns out to have too becomes noise. Their metric
 * stands still until the count is above it again. Not thread-safe.
 */
final class Monotone {
  private final Map<List<String>, Double> told = new HashMap<>();

  /** The value, or what was told before where that is more. */
  double atLeast(Metric metric, double value, String... labels) {
    String[] key = Arrays.copyOf(labels, labels.length + 1);
    key[labels.length] = metric.name();
    return told.merge(List.of(key), value, Math::max);
  }
}
