package io.querymirror.cli;

import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.rule.Explanation;
import io.querymirror.rule.RuleEngine;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test FILE --sql "…"}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Says which rule of a configuration file takes a statement, why the others do not, and what"
          + " each target would make of it. Connects to nothing."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar test querymirror.yaml --sql \"SELECT 1\"",
      "  java -jar querymirror-agent.jar test querymirror.yaml --schema shop --user app \\",
      "    --host orders-db-1:3306 --in-transaction --slower-than 2s \\",
      "    --sql \"UPDATE item SET stock = ? WHERE id = ?\" --bind 5 --bind 7",
      "  java -jar querymirror-agent.jar test querymirror.yaml --json --outcome 1062 \\",
      "    --duration 300ms --sql \"INSERT INTO item (id) VALUES (1)\"",
      "",
      "Exit codes: 0 told, whatever becomes of the statement; 2 wrong usage, or a file with",
      "mistakes.",
      "Manual: docs/commands.md, docs/rules.md"
    })
final class TestCommand implements Callable<Integer> {
  private static final Outcome FAILED_SOMEHOW =
      Outcome.error("HY000", 1105, "an error"); // ER_UNKNOWN_ERROR

  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private Path file = Path.of("");

  @Option(
      names = "--sql",
      required = true,
      paramLabel = "TEXT",
      description = "The statement, as the application gives it to its driver.")
  private String sql = "";

  @Option(
      names = "--bind",
      paramLabel = "VALUE",
      description =
          "A value for each ? in turn: a number, NULL, true, false or text; in single quotes it is"
              + " text whatever it looks like.")
  private List<String> binds = List.of();

  @Option(names = "--user", paramLabel = "NAME", description = "The application's user.")
  private String user = "";

  @Option(
      names = "--host",
      paramLabel = "HOST[:PORT]",
      description = "The application's database, as its URL names it.")
  private String host = "";

  @Option(names = "--schema", paramLabel = "NAME", description = "The schema that is current.")
  private @Nullable String schema;

  @Option(names = "--in-transaction", description = "Within a transaction.")
  private boolean inTransaction;

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description =
          "How it ended at the source: ok (as without this option), error, or an error's"
              + " number.")
  private String outcome = "ok";

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How long it took at the source, as 250ms; without this option 1ms.")
  private Duration duration = Duration.ofMillis(1);

  @Option(
      names = "--slower-than",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "The same, by the name that rules have for it.")
  private void slowerThan(Duration longer) {
    duration = longer;
  }

  @Option(names = "--json", description = "Print JSON, mistakes of the file too.")
  private boolean json;

  TestCommand(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Outcome ended = outcome();
    Settings settings;
    try {
      settings = ConfigLoader.load(file, System.getenv());
    } catch (ConfigException e) {
      return ConfigFiles.refused(file, e, json, out, err);
    }
    Execution e = new Trial(user, host, schema).place(sql, binds, inTransaction, ended, duration);
    int parameters = e.statementShape().parameters();
    if (!binds.isEmpty() && binds.size() != parameters) {
      throw new ParameterException(
          spec.commandLine(),
          "--bind: "
              + binds.size()
              + " values, expected one for each ? in the text: "
              + parameters);
    }
    RuleEngine rules = new RuleEngine(settings);
    Explanation explanation = rules.explain(e);
    List<Arrival> arrivals = Arrival.all(settings, rules, explanation.decision().hits(), e);
    TestResult result = new TestResult(settings, e, explanation, arrivals);
    if (json) {
      Json.print(result.json(file), out);
    } else {
      new TestPrinter(terminal, out).print(result);
    }
    return 0;
  }

  private Outcome outcome() {
    if (outcome.equals("ok")) {
      return Outcome.ROWS;
    }
    if (outcome.equals("error")) {
      return FAILED_SOMEHOW;
    }
    if (!outcome.matches("\\d{1,5}") || outcome.matches("0+")) {
      throw new ParameterException(
          spec.commandLine(),
          "--outcome: '" + outcome + "', expected ok, error or the number of a server's error");
    }
    return Outcome.error("HY000", Integer.parseInt(outcome), "an error");
  }
}
