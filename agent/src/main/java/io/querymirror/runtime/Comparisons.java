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
import io.querymirror.mirror.Target;
import io.querymirror.mirror.judging.ControlMeeting;
import io.querymirror.mirror.judging.SettledResults;
import io.querymirror.model.Execution;
import io.querymirror.report.ExpectedJson;
import io.querymirror.report.ReportPart;
import io.querymirror.rule.Matches;
import io.querymirror.stats.ExpectedCounts;
import io.querymirror.stats.JudgedCopies;
import io.querymirror.stats.Mask;
import io.querymirror.stats.TargetLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells the targets which differences are expected, and where results are saved. */
final class Comparisons implements AutoCloseable {
  private static final Log LOG = Log.of(Comparisons.class);

  /** Of rows that wait for another target's. */
  private static final long MEETING_BYTES = 16 << 20;

  /** Targets, also removed ones, whose numbers of saved results are remembered. */
  private static final int MOST_SAVED = 64;

  private final Instant started;
  private final Map<String, Saving> files = new ConcurrentHashMap<>();
  private volatile ExpectedCounts counts = new ExpectedCounts();
  private volatile @Nullable Rendezvous rendezvous;

  /** Whose rows meet in {@link #rendezvous}. */
  private List<Target> meeting = List.of();

  /** Files of one target, and what they were begun for. */
  private static final class Saving {
    final TargetSettings target;
    final Path directory;
    final ResultFiles files;
    volatile boolean open = true;

    Saving(TargetSettings target, Path directory, ResultFiles files) {
      this.target = target;
      this.directory = directory;
      this.files = files;
    }

    boolean isFor(TargetSettings t, Path where) {
      return open && target.equals(t) && directory.equals(where);
    }
  }

  Comparisons(Instant started) {
    this.started = started;
  }

  /**
   * Another configuration is in force. On the dispatcher's thread, or before it runs.
   *
   * @param targets as they are from now on
   * @return what is to be closed now; may take a while
   */
  List<AutoCloseable> apply(
      Settings settings, Collection<Target> targets, Map<String, TargetLedger> ledgers) {
    List<AutoCloseable> old = new ArrayList<>();
    ExpectedCounts next = new ExpectedCounts(counts);
    ExpectedDifferences expected = expected(settings.expected(), next);
    Mask mask = Mask.of(settings.report().values() == ReportValues.FULL);
    List<TargetSettings> met = meeting(settings);
    meet(met, targets, old);
    Rendezvous where = rendezvous;
    for (Target target : targets) {
      TargetSettings t = settings.targets().get(target.name());
      TargetLedger ledger = ledgers.get(target.name());
      if (t == null || ledger == null) {
        throw new IllegalArgumentException("no settings for target " + target.name());
      }
      target.mask(mask);
      ControlMeeting own =
          where != null && met.contains(t) ? new ControlMeeting(where, t, mask) : null;
      target.comparing(new SettledResults(t.name(), t.compare(), expected, next, own, ledger));
      save(settings, t, ledger, old);
    }
    files.forEach(
        (name, saving) -> {
          if (saving.open && !settings.targets().containsKey(name)) {
            leave(saving, old);
          }
        });
    files.values().removeIf(saving -> !saving.open && files.size() > MOST_SAVED);
    counts = next;
    return old;
  }

  private void meet(List<TargetSettings> met, Collection<Target> targets, List<AutoCloseable> old) {
    List<Target> now = new ArrayList<>();
    for (TargetSettings t : met) {
      targets.stream().filter(x -> x.name().equals(t.name())).forEach(now::add);
    }
    if (!now.equals(meeting)) {
      Rendezvous before = rendezvous;
      if (before != null) {
        old.add(before::close);
      }
      rendezvous = now.isEmpty() ? null : new Rendezvous(now.size() - 1, MEETING_BYTES);
      meeting = now;
    }
  }

  private void save(
      Settings settings, TargetSettings t, TargetLedger ledger, List<AutoCloseable> old) {
    Path directory = settings.report().directory();
    Saving known = files.get(t.name());
    boolean wanted = t.compare().save();
    if (known != null && wanted && known.isFor(t, directory)) {
      return;
    }
    if (known != null && known.open) {
      leave(known, old);
    }
    if (wanted) {
      ResultFiles fresh = new ResultFiles(directory, run(t, started));
      files.put(t.name(), new Saving(t, directory, fresh));
      ledger.saveTo(fresh);
    } else {
      ledger.saveTo(JudgedCopies.NOWHERE);
    }
  }

  private static void leave(Saving saving, List<AutoCloseable> old) {
    saving.open = false;
    old.add(saving.files);
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

  private static ExpectedDifferences expected(
      List<ExpectedSettings> settings, ExpectedCounts counts) {
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
    CompareSettings compare = t.compare();
    return new SavedRun(
        t.name(),
        t.role() == Role.CONTROL,
        t.protocol() == Protocol.CHEAPEST,
        started.truncatedTo(ChronoUnit.MILLIS).toString(),
        compare.floatTolerance(),
        compare.doubleTolerance());
  }

  /** What of all this is in the report. */
  List<ReportPart> parts() {
    return List.of(g -> new ExpectedJson(counts).write(g), this::saved);
  }

  private void saved(JsonGenerator g) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    g.writeObjectFieldStart("saved");
    for (Map.Entry<String, Saving> entry : new TreeMap<>(files).entrySet()) {
      g.writeObjectFieldStart(entry.getKey());
      g.writeNumberField("lines", entry.getValue().files.saved());
      g.writeNumberField("dropped", entry.getValue().files.dropped());
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  /** Now and then: who waits too long is sent away. */
  void look() {
    Rendezvous where = rendezvous;
    if (where != null) {
      where.look();
    }
  }

  /** Nobody waits any more, and what is still queued for the files is written. */
  @Override
  public void close() {
    Rendezvous where = rendezvous;
    if (where != null) {
      where.close();
    }
    for (Saving saving : files.values()) {
      saving.files.close();
    }
  }
}
