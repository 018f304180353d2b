package io.querymirror.control;

import io.querymirror.message.Said;
import io.querymirror.report.ReportModel;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.OwnUse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.SimpleType;

/** The MBean {@code io.querymirror:type=QueryMirror}. */
final class AgentBean {
  private static final JmxCounts DROPS =
      new JmxCounts(
          "CaptureDrops",
          "Statements dropped before any target, by reason",
          List.of("ring_full", "internal_error"));

  private final Operations operations;
  private final RecentReport report;

  private AgentBean(Operations operations, RecentReport report) {
    this.operations = operations;
    this.report = report;
  }

  static JmxBean<ReportModel> of(Operations operations, RecentReport report, String version) {
    return new AgentBean(operations, report).bean(version);
  }

  private JmxBean<ReportModel> bean(String version) {
    JmxBean.Builder<ReportModel> b =
        JmxBean.of("The mirror of this application's statements", report::get);
    b.toggle(
        "Enabled",
        "Whether mirroring is switched on",
        operations::enabled,
        on -> operations.enable(on, Origin.JMX));
    b.read(
        "Verdict",
        SimpleType.STRING,
        "The worst candidate's",
        () -> report.verdicts().worst().key());
    b.share("Coverage", "The lowest coverage of a target; NaN of nothing", ReportModel::coverage);
    count(b, "Seen", "Statements that the application finished", CaptureSnapshot::seen);
    count(b, "Unmatched", "Statements that no rule took", CaptureSnapshot::unmatched);
    count(b, "Skipped", "Statements that a rule skipped", CaptureSnapshot::skipped);
    count(b, "Matched", "Statements for at least one target", CaptureSnapshot::matched);
    count(b, "Dropped", "Statements dropped before any target", c -> c.ringFull() + c.lost());
    b.count("Drops", DROPS.type(), "The same by reason", r -> DROPS.of(drops(r.capture())));
    count(b, "InternalErrors", "Errors of the agent's own", CaptureSnapshot::internalErrors);
    count(b, "OverheadP50Nanos", "Own time in a call, sampled", CaptureSnapshot::overheadP50);
    count(b, "OverheadP99Nanos", "Own time in a call, sampled", CaptureSnapshot::overheadP99);
    b.count("Limits", SimpleType.STRING, "ok, shedding or off", r -> use(r).state().key());
    b.count(
        "CpuNanos", "CPU time of the agent's threads; -1 where not known", r -> use(r).cpuNanos());
    config(b);
    b.read(
        "Messages",
        texts(),
        "Messages by their code, as QM-0302 emitted=10 suppressed=27",
        () -> messages(operations.messages()));
    b.count("Started", SimpleType.DATE, "When the agent started", r -> date(r.started()));
    b.read("Version", SimpleType.STRING, "The agent's", () -> version);
    b.operation(
        "reload",
        texts(),
        "Reads the configuration file again: what changed, or an exception with its mistakes",
        this::reload);
    b.operation(
        "writeReport", SimpleType.STRING, "Writes the report now: its path", this::writeReport);
    return b.build();
  }

  private void config(JmxBean.Builder<ReportModel> b) {
    b.read(
        "ConfigFile",
        SimpleType.STRING,
        "The configuration file",
        () -> operations.config().file().toString());
    b.read(
        "ConfigSince",
        SimpleType.DATE,
        "Since when the configuration is in force",
        () -> date(operations.config().since()));
    b.read(
        "ReloadsSucceeded", SimpleType.LONG, "Since start", () -> operations.config().succeeded());
    b.read("ReloadsFailed", SimpleType.LONG, "Since start", () -> operations.config().failed());
    b.read(
        "ConfigErrors",
        texts(),
        "Mistakes of the file as it was read last; the configuration before it is in force",
        () -> errors(operations.config()));
  }

  private static void count(
      JmxBean.Builder<ReportModel> b,
      String name,
      String says,
      ToLongFunction<CaptureSnapshot> count) {
    b.count(name, says, r -> count.applyAsLong(r.capture()));
  }

  private static OwnUse use(ReportModel report) {
    return report.capture().use();
  }

  private static Map<String, Long> drops(CaptureSnapshot capture) {
    return Map.of("ring_full", capture.ringFull(), "internal_error", capture.lost());
  }

  private static String[] messages(List<Said> all) {
    String[] texts = new String[all.size()];
    for (int i = 0; i < texts.length; i++) {
      Said said = all.get(i);
      texts[i] =
          said.message().code() + " emitted=" + said.emitted() + " suppressed=" + said.suppressed();
    }
    return texts;
  }

  private static String[] errors(ConfigState config) {
    Reload last = config.last();
    return last == null ? new String[0] : last.errors().toArray(new String[0]);
  }

  private String[] reload() {
    Reload reload = operations.reload(Origin.JMX);
    if (!reload.ok()) {
      throw new IllegalStateException(
          "the configuration is wrong, the one before it stays in force:\n"
              + String.join("\n", reload.errors()));
    }
    return reload.changes().toArray(new String[0]);
  }

  private String writeReport() {
    Path written = operations.writeReport();
    if (written == null) {
      throw new IllegalStateException("the report cannot be written; the agent's log says why");
    }
    return written.toString();
  }

  private static Date date(Instant at) {
    return Date.from(at);
  }

  private static ArrayType<String[]> texts() {
    try {
      return new ArrayType<>(1, SimpleType.STRING);
    } catch (OpenDataException e) {
      throw new IllegalStateException(e);
    }
  }
}
