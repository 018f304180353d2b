package io.querymirror.control;

import io.querymirror.report.ReportModel;
import io.querymirror.report.Verdict;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.HostSnapshot;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.TargetSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.openmbean.SimpleType;

/** One target at one moment, and the MBeans of targets and of their hosts. */
final class TargetBean {
  private static final JmxCounts FIDELITY =
      new JmxCounts(
          "Fidelity", "What the target could not be given as it was", ReportMetrics.FIDELITY);

  private static final JmxCounts DROPS =
      new JmxCounts(
          "Drops", "Copies that were not run, by reason", keys(DropReason.values(), r -> r.key()));

  private static final JmxCounts ERRORS =
      new JmxCounts(
          "Errors",
          "Errors by how the target's differs from the source's",
          keys(ErrorClass.values(), e -> e.key()));

  private static final JmxCounts RESULTS =
      new JmxCounts(
          "Results", "Results that were compared", List.of("same", "different", "expected"));

  private static final JmxCounts INCOMPARABLE =
      new JmxCounts(
          "Incomparable",
          "Results that could not be compared, by reason",
          keys(Incomparable.values(), i -> i.key()));

  private final ReportModel report;
  private final TargetSnapshot target;

  private TargetBean(ReportModel report, TargetSnapshot target) {
    this.report = report;
    this.target = target;
  }

  static JmxBean<?> target(RecentReport report, String name) {
    JmxBean.Builder<TargetBean> b =
        JmxBean.of("A target of the mirror", () -> find(report.get(), name));
    b.count("Role", SimpleType.STRING, "candidate or control", TargetBean::role);
    b.read(
        "Verdict", SimpleType.STRING, "As in the report", () -> verdict(report.verdicts(), name));
    b.share(
        "Coverage",
        "Share of what was seen and not skipped that ran here; NaN of nothing",
        t -> t.report.coverage(t.target));
    count(b, "Matched", "Statements that a rule took for this target", TargetSnapshot::matched);
    count(b, "Amplified", "Further copies", TargetSnapshot::amplified);
    count(b, "SampledOut", "Statements not in their rule's sample", TargetSnapshot::sampledOut);
    count(b, "NotRepeated", "Their own outcome forbids it", TargetSnapshot::notRepeated);
    count(b, "Executed", "Copies that succeeded", TargetSnapshot::executed);
    count(b, "Failed", "Copies that ran and raised an error", TargetSnapshot::failed);
    count(b, "Pending", "Copies that are queued or running", TargetSnapshot::pending);
    count(b, "Dropped", "Copies that were not run", t -> sum(drops(t)));
    counts(b, DROPS, TargetBean::drops);
    counts(b, ERRORS, TargetBean::errors);
    counts(b, RESULTS, TargetBean::results);
    counts(b, INCOMPARABLE, t -> t.results().reasons());
    counts(b, FIDELITY, TargetSnapshot::fidelity);
    count(b, "LagP50Micros", "From end at the source to start here", t -> t.lag().percentile(50));
    count(b, "LagP99Micros", "The same", t -> t.lag().percentile(99));
    count(b, "SourceLatencyP50Micros", "At the source", t -> t.source().percentile(50));
    count(b, "SourceLatencyP99Micros", "At the source", t -> t.source().percentile(99));
    count(b, "TargetLatencyP50Micros", "Of the same here", t -> t.own().percentile(50));
    count(b, "TargetLatencyP99Micros", "Of the same here", t -> t.own().percentile(99));
    count(b, "Connections", "Lanes that hold a connection", TargetBean::connections);
    return b.build();
  }

  static JmxBean<?> host(RecentReport report, String target, String host) {
    return JmxBean.of("A host of a target", () -> find(report.get(), target).host(host))
        .count(
            "State",
            SimpleType.STRING,
            "up, down, …",
            h -> h.map(HostSnapshot::state).orElse("unknown"))
        .count(
            "Up",
            SimpleType.BOOLEAN,
            "Whether it is up",
            h -> h.filter(x -> x.state().equals("up")).isPresent())
        .count("Executed", "Copies that succeeded", h -> h.map(HostSnapshot::executed).orElse(0L))
        .count(
            "Failed",
            "Copies that ran and raised an error",
            h -> h.map(HostSnapshot::failed).orElse(0L))
        .build();
  }

  private static void count(
      JmxBean.Builder<TargetBean> b,
      String name,
      String says,
      ToLongFunction<TargetSnapshot> count) {
    b.count(name, says, t -> count.applyAsLong(t.target));
  }

  private static void counts(
      JmxBean.Builder<TargetBean> b,
      JmxCounts kind,
      Function<TargetSnapshot, Map<String, Long>> counts) {
    String name = kind.type().getTypeName();
    String says = kind.type().getDescription();
    b.count(name, kind.type(), says, t -> kind.of(counts.apply(t.target)));
  }

  private static TargetBean find(ReportModel report, String name) {
    for (TargetSnapshot t : report.targets()) {
      if (t.target().equals(name)) {
        return new TargetBean(report, t);
      }
    }
    throw new IllegalStateException("no target " + name + " any more");
  }

  /** Empty before the target was started. */
  private Optional<HostSnapshot> host(String name) {
    return Optional.ofNullable(target.hosts().get(name));
  }

  private String role() {
    return target.control() ? "control" : "candidate";
  }

  private static String verdict(Verdicts verdicts, String name) {
    Verdicts.OfTarget judged = verdicts.target(name);
    return (judged == null ? Verdict.CANNOT_TELL : judged.verdict()).key();
  }

  private static long connections(TargetSnapshot t) {
    return t.connections().getOrDefault("open", 0L);
  }

  private static Map<String, Long> drops(TargetSnapshot t) {
    Map<String, Long> counts = new LinkedHashMap<>();
    t.dropped().forEach((reason, count) -> counts.put(reason.key(), count));
    return counts;
  }

  private static Map<String, Long> errors(TargetSnapshot t) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ErrorClass type : ErrorClass.values()) {
      counts.put(type.key(), t.errors().get(type));
    }
    return counts;
  }

  private static Map<String, Long> results(TargetSnapshot t) {
    return Map.of(
        "same", t.results().same(),
        "different", t.results().different(),
        "expected", t.results().expected());
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <T> List<String> keys(T[] values, Function<T, String> key) {
    return Stream.of(values).map(key).collect(Collectors.toList());
  }
}
