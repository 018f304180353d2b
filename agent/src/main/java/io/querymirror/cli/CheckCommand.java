package io.querymirror.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.CopySettings;
import io.querymirror.config.HostSettings;
import io.querymirror.config.RuleSettings;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.rule.Matches;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check FILE}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Validates a configuration file, and says what it would mirror where. With --connect it asks"
          + " every host of every target whether it is ready for that, and changes nothing there."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar check querymirror.yaml",
      "  java -jar querymirror-agent.jar check querymirror.yaml --connect",
      "  java -jar querymirror-agent.jar check querymirror.yaml --connect --json",
      "",
      "Exit codes: 0 valid, and with --connect no error on any host; 2 a line for every",
      "mistake of the file, or errors on a host. Warnings alone are 0.",
      "Manual: docs/commands.md, docs/configuration.md, docs/grants.md"
    })
final class CheckCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The configuration file.")
  private Path file = Path.of("");

  @Option(
      names = "--connect",
      description =
          "Reach every host too: version, TLS, rights for the modes chosen, schemas, tables that"
              + " the report directory's reports name, clock, and settings.")
  private boolean connect;

  @Option(names = "--json", description = "Print JSON, mistakes too.")
  private boolean json;

  CheckCommand(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings;
    try {
      settings = ConfigLoader.load(file, System.getenv());
    } catch (ConfigException e) {
      return ConfigFiles.refused(file, e, json, out, err);
    }
    ConnectResult hosts = connect ? ConnectResult.of(settings) : null;
    if (json) {
      ObjectNode node = json(settings);
      if (hosts != null) {
        hosts.json(node.putObject("connect"));
      }
      Json.print(node, out);
    } else {
      print(settings);
      if (hosts != null) {
        hosts.print(terminal, out);
      }
    }
    return hosts == null ? 0 : hosts.exit();
  }

  private void print(Settings settings) {
    out.println(
        Text.clean(file.toString())
            + ": "
            + terminal.styled(Style.GOOD, "valid")
            + (settings.enabled() ? "" : ", but enabled: false, so nothing is mirrored"));
    title("Targets");
    Table targets =
        new Table(terminal)
            .left("target")
            .left("order")
            .left("writes")
            .left("compare")
            .left("user")
            .left("hosts")
            .whole();
    for (TargetSettings target : settings.targets().values()) {
      String hosts =
          target.hosts().stream().map(CheckCommand::host).collect(Collectors.joining(", "));
      targets.row(
          target.name(),
          word(target.order()),
          word(target.writes()),
          CompareText.of(target),
          target.username(),
          hosts);
    }
    targets.print(out);
    title("Rules, the first that matches wins");
    Table rules = new Table(terminal).left("rule").left("does").left("with").whole();
    for (RuleSettings rule : settings.rules()) {
      rules.row(rule.name(), action(rule), Matches.words(rule.match()));
    }
    rules.print(out);
    out.println();
    out.println(
        Text.clean(
            "What no rule takes is not mirrored. Report every "
                + Text.duration(settings.report().every())
                + " in "
                + settings.report().directory().toAbsolutePath().normalize()));
  }

  private static String action(RuleSettings rule) {
    if (rule.skip()) {
      return "skip";
    }
    CopySettings how = rule.copy();
    return "mirror "
        + (isAll(how) ? "" : share(how) + " by " + word(how.sampleBy()) + " ")
        + "to "
        + String.join(", ", rule.mirror())
        + (how.copies() == CopySettings.MILLION ? "" : ", " + copies(how) + " copies")
        + (how.vary() ? " with other values" : "")
        + (how.rewrites().isEmpty() ? "" : ", rewritten")
        + (rule.continues() ? ", continue" : "");
  }

  private static boolean isAll(CopySettings how) {
    return how.sample().compareTo(CopySettings.DEFAULT.sample()) == 0;
  }

  private static String share(CopySettings how) {
    return how.sample().toPlainString() + "%";
  }

  private static String copies(CopySettings how) {
    return BigDecimal.valueOf(how.copies(), 6).stripTrailingZeros().toPlainString();
  }

  private static String host(HostSettings host) {
    return host.address()
        + " ("
        + word(host.role())
        + (host.weight() == 1 ? "" : ", weight " + host.weight())
        + ")";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void title(String title) {
    out.println();
    out.println(terminal.styled(Style.TITLE, title));
  }

  private ObjectNode json(Settings settings) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file.toString()).put("valid", true).put("enabled", settings.enabled());
    node.putArray("errors");
    ObjectNode targets = node.putObject("targets");
    for (TargetSettings target : settings.targets().values()) {
      ObjectNode t = targets.putObject(target.name());
      var hosts = t.putArray("hosts");
      for (HostSettings host : target.hosts()) {
        hosts
            .addObject()
            .put("address", host.address())
            .put("weight", host.weight())
            .put("role", word(host.role()));
      }
      t.put("username", target.username());
      t.put("order", word(target.order())).put("writes", word(target.writes()));
      t.put("role", word(target.role()));
      CompareText.put(target.compare(), t.putObject("compare"));
    }
    var rules = node.putArray("rules");
    for (RuleSettings rule : settings.rules()) {
      ObjectNode r = rules.addObject();
      r.put("name", rule.name()).put("line", rule.line()).put("skip", rule.skip());
      var mirror = r.putArray("mirror");
      rule.mirror().forEach(mirror::add);
      r.put("continue", rule.continues()).put("match", Matches.words(rule.match()));
      CopySettings how = rule.copy();
      r.put("sample", share(how)).put("sample_by", word(how.sampleBy()));
      r.put("copies", Double.parseDouble(copies(how))).put("vary", how.vary());
      r.put("rewrites", how.rewrites().size());
    }
    return node;
  }
}
