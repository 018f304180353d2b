package io.querymirror.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.archive.ResultFiles;
import io.querymirror.archive.SavedRun;
import io.querymirror.compare.ExpectedDifferences;
import io.querymirror.compare.Rendezvous;
import io.querymirror.config.CompareSettings;
import io.querymirror.config.ExpectedSettings;
import io.querymirror.config.Protocol;
import io.querymirror.config.ReportValues;
import io.querymirror.config.Role;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.ControlMeeting;
import io.querymirror.mirror.MirrorTargets;
import io.querymirror.mirror.SettledResults;
import io.querymirror.model.Execution;
import io.querymirror.report.ExpectedJson;
import io.querymirror.report.ReportPart;
import io.querymirror.rule.Matches;
import io.querymirror.stats.ExpectedCounts;
import io.querymirror.stats.Mask;
import io.querymirror.stats.TargetLedger;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells the targets which differences are expected, and where results are saved. */
final class Comparisons implements AutoCloseable {
  private static final Log LOG = Log.of(Comparisons.class);

  /** Of rows that wait for another target's. */
  private static final long MEETING_BYTES = 16 << 20;

  private final ExpectedCounts counts = new ExpectedCounts();
  private final @Nullable Rendezvous rendezvous;
  private final Map<String, ResultFiles> files = new LinkedHashMap<>();

  Comparisons(
      Settings settings,
      MirrorTargets targets,
      Map<String, TargetLedger> ledgers,
      Instant started) {
    ExpectedDifferences expected = expected(settings.expected());
    Mask mask = Mask.of(settings.report().values() == ReportValues.FULL);
    List<TargetSettings> met = meeting(settings);
    rendezvous = met.isEmpty() ? null : new Rendezvous(met.size() - 1, MEETING_BYTES);
    for (TargetSettings t : settings.targets().values()) {
      CompareSettings compare = t.compare();
      TargetLedger ledger = ledgers.get(t.name());
      if (ledger == null) {
        throw new IllegalArgumentException("no ledger for target " + t.name());
      }
      ControlMeeting meeting =
          rendezvous != null && met.contains(t) ? new ControlMeeting(rendezvous, t, mask) : null;
      targets
          .target(t.name())
          .comparing(new SettledResults(t.name(), compare, expected, counts, meeting, ledger));
      if (compare.save()) {
        ResultFiles saved = new ResultFiles(settings.report().directory(), run(t, started));
        files.put(t.name(), saved);
        ledger.saveTo(saved);
      }
    }
  }

  /** The targets whose rows may meet: a control, and the candidates that are used like it. */
  private static List<TargetSettings> meeting(Settings settings) {
    List<TargetSettings> met = new ArrayList<>();
    for (TargetSettings t : settings.targets().values()) {
      if (met.isEmpty() && t.role() == Role.CONTROL && ControlMeeting.isFor(t)) {
        met.add(t);
      }
    }
    for (TargetSettings t : settings.targets().values()) {
      if (!met.isEmpty()
          && t.role() == Role.CANDIDATE
          && ControlMeeting.isFor(t)
          && t.writes() == met.get(0).writes()
          && t.order() == met.get(0).order()) {
        met.add(t);
      }
    }
    return met.size() > 1 ? met : List.of();
  }

  private ExpectedDifferences expected(List<ExpectedSettings> settings) {
    List<Predicate<Execution>> matches = new ArrayList<>();
    for (ExpectedSettings s : settings) {
      matches.add(Matches.of(s.match()));
      if (s.isExpired(LocalDate.now())) {
        LOG.say(Message.EXPECTATION_EXPIRED, s.reason(), s.until());
      }
    }
    return ExpectedDifferences.of(settings, matches, LocalDate::now, counts);
  }

  private static SavedRun run(TargetSettings t, Instant started) {
    return new SavedRun(
        t.name(),
        t.role() == Role.CONTROL,
        t.protocol() == Protocol.CHEAPEST,
        started.truncatedTo(ChronoUnit.MILLIS).toString(),
        t.compare().floatTolerance(),
        t.compare().doubleTolerance());
  }

  /** What of all this is in the report. */
  List<ReportPart> parts() {
    return List.of(new ExpectedJson(counts), this::saved);
  }

  private void saved(JsonGenerator g) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    g.writeObjectFieldStart("saved");
    for (Map.Entry<String, ResultFiles> entry : files.entrySet()) {
      g.writeObjectFieldStart(entry.getKey());
      g.writeNumberField("lines", entry.getValue().saved());
      g.writeNumberField("dropped", entry.getValue().dropped());
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  /** Now and then: who waits too long is sent away. */
  void look() {
    if (rendezvous != null) {
      rendezvous.look();
    }
  }

  /** Nobody waits any more, and what is still queued for the files is written. */
  @Override
  public void close() {
    if (rendezvous != null) {
      rendezvous.close();
    }
    for (ResultFiles f : files.values()) {
      f.close();
    }
  }
}
