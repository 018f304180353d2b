package io.querymirror.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.ExpectedSettings;
import io.querymirror.report.Thresholds;
import io.querymirror.report.Verdict;
import io.querymirror.stats.ExpectedCounts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report DIR…}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints what the reports in these directories say.",
    footer = {
      "",
      "Reports of several JVMs are listed, and merged below: counts and histograms",
      "add up, and verdicts are given anew.",
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar report querymirror-report",
      "  java -jar querymirror-agent.jar report pod-1 pod-2 --html page.html",
      "  java -jar querymirror-agent.jar report querymirror-report --json \\",
      "    --fail-on errors,mismatch,degraded --min-coverage 95%%",
      "  java -jar querymirror-agent.jar report querymirror-report --recompute \\",
      "    --tolerance 1e-9 --expected querymirror.yaml",
      "",
      "Exit codes with --fail-on or --min-coverage: 0 passes, 1 fails, 3 cannot tell;",
      "without them 0, whatever the verdict. 2 wrong usage, a directory without a",
      "report, or a report that cannot be read.",
      "Manual: docs/commands.md, docs/report.md"
    })
final class ReportCommand implements Callable<Integer> {
  private static final List<Verdict> USUAL =
      List.of(Verdict.ERRORS, Verdict.MISMATCH, Verdict.DEGRADED);

  private final PrintStream out;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "A report directory of the agent, or one report's file.")
  private List<Path> places = List.of();

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICTS",
      split = ",",
      description =
          "Exit with 1 where any digest has one of these: errors, mismatch, degraded, improved.")
  private @Nullable List<String> failOn;

  @Option(
      names = "--min-coverage",
      paramLabel = "SHARE",
      description =
          "Exit with 3 where less than this ran on a target, or was decided there; as 95%%."
              + " Without it as much must be decided as the"
              + " configuration says.")
  private @Nullable String minCoverage;

  @Option(
      names = "--recompute",
      description =
          "Judge from the saved results (compare: {save: true}) alone, in place of the reports.")
  private boolean recompute;

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      description = "With --recompute: by how much approximate numbers may differ, relatively.")
  private @Nullable Double tolerance;

  @Option(
      names = "--expected",
      paramLabel = "FILE",
      description = "With --recompute: the file whose list 'expected' is in force.")
  private @Nullable Path expected;

  @Option(
      names = "--json",
      description =
          "Print JSON, errors too: the merged report, and under reports every single one.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page for people too: one file that needs nothing else.")
  private @Nullable Path html;

  ReportCommand(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (!recompute && (tolerance != null || expected != null)) {
      throw new ParameterException(
          spec.commandLine(), "--tolerance and --expected are for --recompute");
    }
    Set<Verdict> fatal = fatal();
    double share = share();
    List<ReportFile> reports = recompute ? recomputed() : ReportFile.readAll(places);
    Thresholds thresholds = Totals.thresholds(reports);
    if (minCoverage != null) {
      thresholds = thresholds.withMinCoverage(share);
    }
    ObjectNode merged = Totals.of(reports, thresholds);
    boolean judged = failOn != null || minCoverage != null;
    Gate gate = Gate.of(merged, fatal, share);
    if (html != null) {
      HtmlFile.write(html, reports.size() == 1 ? reports.get(0).report() : merged);
    }
    if (json) {
      printJson(reports, merged);
    } else {
      print(reports, merged);
      if (judged) {
        out.println();
        out.println(terminal.styled(gate.exit() == 0 ? Style.GOOD : Style.BAD, gate.words()));
      }
    }
    return judged ? gate.exit() : 0;
  }

  private List<ReportFile> recomputed() throws InputException {
    ExpectedCounts counts = new ExpectedCounts();
    try {
      List<ExpectedSettings> rules =
          expected == null ? null : ConfigLoader.expected(expected, System.getenv());
      return new Recompute(new Rejudge(tolerance, rules, counts), counts).of(places);
    } catch (ConfigException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  private Set<Verdict> fatal() {
    if (failOn == null) {
      return new LinkedHashSet<>(USUAL);
    }
    Set<Verdict> all = new LinkedHashSet<>();
    for (String key : failOn) {
      Verdict verdict = Verdict.of(key);
      if (verdict == Verdict.SAME || verdict == Verdict.CANNOT_TELL) {
        throw new ParameterException(
            spec.commandLine(),
            "--fail-on: '" + key + "', expected some of errors, mismatch, degraded, improved");
      }
      all.add(verdict);
    }
    return all;
  }

  /** From 0 to 1. */
  private double share() {
    if (minCoverage == null) {
      return 0;
    }
    try {
      String number = minCoverage.endsWith("%") ? minCoverage : "x";
      double percent = Double.parseDouble(number.substring(0, number.length() - 1).trim());
      if (percent >= 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ParameterException(
        spec.commandLine(), "--min-coverage: '" + minCoverage + "', expected a share as 95%");
  }

  private void print(List<ReportFile> reports, ObjectNode merged) {
    for (int i = 0; i < reports.size(); i++) {
      if (i > 0) {
        out.println();
      }
      ReportFile file = reports.get(i);
      new ReportPrinter(terminal, out, file.report()).print(file.path().toString());
    }
    if (reports.size() > 1) {
      out.println();
      new ReportPrinter(terminal, out, merged).printTotal(reports.size());
    }
  }

  private void printJson(List<ReportFile> reports, ObjectNode merged) throws Exception {
    ArrayNode each = merged.putArray("reports");
    for (ReportFile report : reports) {
      ObjectNode one = each.addObject();
      one.put("file", report.path().toString());
      one.setAll((ObjectNode) report.report());
    }
    Json.print(merged, out);
  }
}
