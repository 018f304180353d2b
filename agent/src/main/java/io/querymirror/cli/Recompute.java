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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
   * A report for each run whose results were saved: of those that the directory has a report of, or
   * else the last one.
   *
   * @throws InputException where a directory has no saved results, or they cannot be read
   */
  List<ReportFile> of(List<Path> places) throws InputException {
    List<ReportFile> all = new ArrayList<>();
    Set<Path> directories = new LinkedHashSet<>();
    for (Path place : places) {
      Path directory = Files.isRegularFile(place) ? place.toAbsolutePath().getParent() : place;
      directories.add(directory == null ? place : directory);
    }
    for (Path directory : directories) {
      try {
        all.addAll(of(directory));
      } catch (IOException | RuntimeException e) {
        throw new InputException(directory + ": saved results cannot be read: " + e);
      }
    }
    return all;
  }

  private List<ReportFile> of(Path directory) throws IOException, InputException {
    TreeMap<String, List<SavedResults>> runs = new TreeMap<>();
    for (SavedResults results : SavedResults.in(directory)) {
      runs.computeIfAbsent(results.run().started(), k -> new ArrayList<>()).add(results);
    }
    if (runs.isEmpty()) {
      throw new InputException(
          directory + ": no results-TARGET-N.jsonl.gz in it; compare: {save: true} writes them");
    }
    Map<String, ReportFile> reports = new LinkedHashMap<>();
    if (ReportFile.isThere(directory)) {
      for (ReportFile report : ReportFile.readAll(List.of(directory))) {
        reports.put(report.report().path("started").asText(), report);
      }
    }
    reports.keySet().retainAll(runs.keySet());
    List<ReportFile> made = new ArrayList<>();
    if (reports.isEmpty()) {
      made.add(new ReportFile(directory, report(runs.lastEntry().getValue(), null)));
    }
    for (Map.Entry<String, ReportFile> report : reports.entrySet()) {
      List<SavedResults> results = runs.get(report.getKey());
      if (results != null) {
        ReportFile file = report.getValue();
        made.add(new ReportFile(file.path(), report(results, file.report())));
      }
    }
    return made;
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
    ReportModel model =
        ReportModel.read(
            instant(beside, "started", results.get(0).run().started()),
            instant(beside, "updated", results.get(0).run().started()),
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
        JsonNode ledger = other.path("ledger");
        ran = ledger.path("executed").asLong() + ledger.path("failed").asLong();
      }
      recomputed.putObject(target.getKey()).put("copies", saved).put("of", ran);
    }
    if (beside != null) {
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

  private static Instant instant(@Nullable JsonNode beside, String field, String otherwise) {
    try {
      return Instant.parse(beside == null ? otherwise : beside.path(field).asText());
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
