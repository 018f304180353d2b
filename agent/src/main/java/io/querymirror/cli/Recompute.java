package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.archive.SavedResults;
import io.querymirror.archive.SavedRun;
import io.querymirror.model.Outcome;
import io.querymirror.report.ExpectedJson;
import io.querymirror.report.ReportModel;
import io.querymirror.report.Thresholds;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.ExpectedCounts;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes reports of saved results: all that is judged comes from these files alone. What is not,
 * such as what was dropped and how long the way to a target is, is the report's beside them where
 * there is one.
 */
final class Recompute {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a target, what saved results do not tell. */
  private static final List<String> NOT_JUDGED =
      List.of(
          "coverage",
          "ledger",
          "amplified",
          "fidelity",
          "out_of_step",
          "connections",
          "round_trip_us",
          "lag_ms",
          "hosts",
          "unsupported_reasons",
          "no_rows_reasons",
          "history",
          "plans",
          "plan_changes",
          "resources");

  private final Rejudge rejudge;
  private final ExpectedCounts expected;

  /**
   * @param expected what {@code rejudge} counts the use of rules in
   */
  Recompute(Rejudge rejudge, ExpectedCounts expected) {
    this.rejudge = rejudge;
    this.expected = expected;
  }

  /**
   * A report for each run that a directory has a report of; where of none of these results are
   * saved, of the last run that has some. Where a report itself is named, of its run.
   *
   * @throws InputException where a directory has no saved results, or they cannot be read
   */
  List<ReportFile> of(List<Path> places) throws InputException {
    List<ReportFile> all = new ArrayList<>();
    Set<Path> known = new HashSet<>();
    for (Path place : places) {
      if (!known.add(ReportFile.real(place))) {
        continue;
      }
      boolean one = Files.isRegularFile(place);
      Path parent = one ? place.toAbsolutePath().getParent() : place;
      Path beside = parent == null ? place : parent;
      Path above = beside.getParent();
      // Reports of earlier runs lie one below their results.
      Path directory = one && above != null && beside.endsWith("earlier") ? above : beside;
      try {
        all.addAll(of(directory, one ? place : directory));
      } catch (IOException | RuntimeException e) {
        throw new InputException(directory + ": saved results cannot be read: " + e);
      }
    }
    return all;
  }

  /**
   * @param reports the directory, or the one report in it that is asked for
   */
  private List<ReportFile> of(Path directory, Path reports) throws IOException, InputException {
    TreeMap<String, List<SavedResults>> runs = new TreeMap<>();
    for (SavedResults results : SavedResults.in(directory)) {
      runs.computeIfAbsent(results.run().started(), k -> new ArrayList<>()).add(results);
    }
    if (runs.isEmpty()) {
      throw new InputException(
          directory + ": no results-TARGET-N.jsonl.gz in it; compare: {save: true} writes them");
    }
    List<ReportFile> made = new ArrayList<>();
    if (Files.isRegularFile(reports) || ReportFile.isThere(directory)) {
      List<ReportFile> files = ReportFile.readAll(List.of(reports));
      unique(files);
      boolean any = false;
      for (ReportFile file : files) {
        List<SavedResults> results = runs.getOrDefault(started(file), List.of());
        any |= !results.isEmpty();
        made.add(new ReportFile(file.path(), report(results, file.report())));
      }
      if (any) {
        return made;
      }
      if (Files.isRegularFile(reports)) {
        throw new InputException(reports + ": of its run no results are saved beside it");
      }
      made.clear();
    }
    made.add(new ReportFile(directory, report(runs.lastEntry().getValue(), null)));
    return made;
  }

  private static String started(ReportFile file) {
    return file.report().path("started").asText();
  }

  /** Saved results are told apart by their run's beginning, to the millisecond. */
  private static void unique(List<ReportFile> files) throws InputException {
    Map<String, Path> known = new HashMap<>();
    for (ReportFile file : files) {
      Path other = known.put(started(file), file.path());
      if (other != null) {
        throw new InputException(
            file.path()
                + ": its run and that of "
                + other
                + " began in the same millisecond, so their saved results can't be told apart;"
                + " give JVMs directories of their own");
      }
    }
  }

  private ObjectNode report(List<SavedResults> results, @Nullable JsonNode beside)
      throws IOException {
    List<TargetLedger> ledgers = new ArrayList<>();
    Map<String, Long> copies = new LinkedHashMap<>();
    for (SavedResults one : results) {
      SavedRun run = one.run();
      TargetLedger ledger = new TargetLedger(run.target(), run.cheapest(), results.size());
      ledger.compares();
      if (run.control()) {
        ledger.control();
      }
      long[] count = {0};
      one.read(
          copy -> {
            Outcome outcome = copy.outcome();
            if (outcome != null) {
              count[0]++;
              ledger.matched();
              if (outcome.ok()) {
                ledger.executed("saved");
              } else {
                ledger.failed("saved");
              }
            }
            rejudge.judge(run, copy).count(ledger);
          });
      ledgers.add(ledger);
      copies.put(run.target(), count[0]);
    }
    String began = results.isEmpty() ? "" : results.get(0).run().started();
    ReportModel model =
        ReportModel.read(
            instant(beside, "started", began),
            instant(beside, "updated", began),
            true,
            new CaptureLedger(),
            ledgers,
            new RuleCounts(List.of()),
            beside == null
                ? Thresholds.DEFAULT
                : Totals.thresholds(List.of(new ReportFile(Path.of(""), beside))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    model.write(bytes);
    return merged((ObjectNode) JSON.readTree(bytes.toByteArray()), beside, copies);
  }

  private ObjectNode merged(
      ObjectNode report, @Nullable JsonNode beside, Map<String, Long> copies) {
    Iterator<Map.Entry<String, JsonNode>> targets = report.path("targets").fields();
    ObjectNode recomputed = JsonNodeFactory.instance.objectNode();
    while (targets.hasNext()) {
      Map.Entry<String, JsonNode> target = targets.next();
      long saved = copies.getOrDefault(target.getKey(), 0L);
      long ran = saved;
      if (beside != null) {
        JsonNode other = beside.path("targets").path(target.getKey());
        for (String part : NOT_JUDGED) {
          if (other.has(part)) {
            ((ObjectNode) target.getValue()).set(part, other.get(part));
          }
        }
        ran = ran(other);
      }
      recomputed.putObject(target.getKey()).put("copies", saved).put("of", ran);
    }
    if (beside != null) {
      // What ran on a target of which nothing is saved.
      beside
          .path("targets")
          .fields()
          .forEachRemaining(
              other -> {
                if (!recomputed.has(other.getKey())) {
                  recomputed
                      .putObject(other.getKey())
                      .put("copies", 0)
                      .put("of", ran(other.getValue()));
                }
              });
      report.set("capture", beside.path("capture"));
      report.set("rules", beside.path("rules"));
      report.set("enabled", beside.path("enabled"));
      report.set("coverage", beside.path("coverage"));
    }
    if (!expected.rules().isEmpty()) {
      report.setAll(Json.fields(g -> new ExpectedJson(expected).write(g)));
    } else if (beside != null && beside.has("expected")) {
      report.set("expected", beside.path("expected"));
    }
    report.set("recomputed", recomputed);
    return report;
  }

  private static long ran(JsonNode target) {
    JsonNode ledger = target.path("ledger");
    return ledger.path("executed").asLong() + ledger.path("failed").asLong();
  }

  private static Instant instant(@Nullable JsonNode beside, String field, String otherwise) {
    try {
      return Instant.parse(beside == null ? otherwise : beside.path(field).asText());
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
