package io.querymirror.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report DIR…}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints what the reports in these directories say.",
    footer = {
      "",
      "With reports of several JVMs, each is listed, and counts are summed below.",
      "Exit codes: 0 printed, whatever the verdict; 2 a directory without a report,",
      "or a report that cannot be read."
    })
final class ReportCommand implements Callable<Integer> {
  private final PrintStream out;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "A report directory of the agent, or one report's file.")
  private List<Path> places = List.of();

  @Option(
      names = "--json",
      description = "Print JSON: the summed counts in the report's shape, and every report.")
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
    List<ReportFile> reports = ReportFile.readAll(places);
    if (html != null) {
      HtmlFile.write(html, reports.size() == 1 ? reports.get(0).report() : Totals.of(reports));
    }
    if (json) {
      printJson(reports);
      return 0;
    }
    for (int i = 0; i < reports.size(); i++) {
      if (i > 0) {
        out.println();
      }
      ReportFile file = reports.get(i);
      new ReportPrinter(terminal, out, file.report()).print(file.path().toString());
    }
    if (reports.size() > 1) {
      out.println();
      new ReportPrinter(terminal, out, Totals.of(reports)).printTotal(reports.size());
    }
    return 0;
  }

  private void printJson(List<ReportFile> reports) throws Exception {
    ObjectNode all = Totals.of(reports);
    ArrayNode each = all.putArray("reports");
    for (ReportFile report : reports) {
      ObjectNode one = each.addObject();
      one.put("file", report.path().toString());
      one.setAll((ObjectNode) report.report());
    }
    Json.print(all, out);
  }
}
