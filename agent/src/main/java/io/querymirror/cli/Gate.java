package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.report.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The exit code of a report for a build pipeline: 1 where something was found that shall fail it, 3
 * where the report cannot tell, else 0. A finding on one digest is enough, however little else is
 * known; control targets are what others are measured by, and fail nothing; what a reload took out
 * decides about nothing any more.
 */
final class Gate {
  static final int FAILS = 1;
  static final int CANNOT_TELL = 3;

  private final int exit;
  private final List<String> reasons;

  private Gate(int exit, List<String> reasons) {
    this.exit = exit;
    this.reasons = reasons;
  }

  /**
   * @param failOn verdicts that fail
   * @param minCoverage share of what was seen that must have run on each target; 0 for any
   */
  static Gate of(JsonNode report, Collection<Verdict> failOn, double minCoverage) {
    List<String> fails = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int candidates = 0;
    Iterator<Map.Entry<String, JsonNode>> all = report.path("targets").fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> entry = all.next();
      JsonNode target = entry.getValue();
      if (target.path("role").asText().equals("control") || target.path("removed").asBoolean()) {
        continue;
      }
      candidates++;
      for (Verdict verdict : failOn) {
        long digests = target.path("verdicts").path(verdict.key()).asLong();
        if (digests > 0) {
          fails.add(
              verdict.key()
                  + " on "
                  + entry.getKey()
                  + " ("
                  + Text.plural(digests, "digest")
                  + ")");
        }
      }
      if (Verdict.of(target.path("verdict").asText()) == Verdict.CANNOT_TELL) {
        open.add("cannot_tell on " + entry.getKey());
      }
      double coverage = target.path("coverage").asDouble(0);
      if (coverage < minCoverage) {
        open.add(
            "coverage "
                + Text.share(coverage)
                + " of "
                + Text.share(minCoverage)
                + " on "
                + entry.getKey());
      }
    }
    if (candidates == 0) {
      open.add("no target was mirrored to");
    }
    if (!fails.isEmpty()) {
      return new Gate(FAILS, fails);
    }
    return open.isEmpty() ? new Gate(0, List.of()) : new Gate(CANNOT_TELL, open);
  }

  int exit() {
    return exit;
  }

  /** In one line. */
  String words() {
    String why = String.join(", ", reasons);
    return exit == 0 ? "passes" : exit == FAILS ? "fails: " + why : "cannot tell: " + why;
  }
}
