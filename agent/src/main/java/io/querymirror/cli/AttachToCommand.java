package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.ConfigError;
import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code attach PID FILE}. */
@Command(
    name = "attach",
    description = "Puts the agent into a running JVM, without a restart.",
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar attach 4711 querymirror.yaml",
      "  java -jar querymirror-agent.jar attach 4711 querymirror.yaml --json",
      "",
      "The file is checked first; with a mistake in it nothing is attached. Java 21 and newer print",
      "a warning of their own on the service's standard error when an agent comes this way.",
      "Exit codes: 0 attached, 2 not, or already there.",
      "Manual: docs/commands.md, docs/attach.md"
    })
final class AttachToCommand extends PidCommand {
  private static final String ALREADY = "already";

  @Parameters(index = "1", paramLabel = "FILE", description = "The configuration file.")
  private Path file = Path.of("");

  AttachToCommand(PrintStream out, PrintStream err, Terminal terminal) {
    super(out, err, terminal);
  }

  @Override
  JsonNode ask(long pid) throws InputException {
    JvmProcess process = JvmProcess.of(pid);
    Path configuration = file.toAbsolutePath().normalize();
    Path jar = ownJar();
    if (!process.sees(jar) || !process.sees(configuration)) {
      throw new InputException(
          "process "
              + pid
              + " does not see this jar or "
              + configuration
              + " where it lies here: it is in another container, or has a /tmp of its own; put"
              + " both where it sees them, or run the command inside (kubectl exec, docker exec)");
    }
    check(process, configuration);
    JsonNode there = AgentClient.status(process);
    if (there == null) {
      JsonNode answer = AgentClient.attach(process, jar, configuration);
      if (!answer.path(ALREADY).asBoolean()) {
        return answer;
      }
      there = AgentClient.status(process);
    }
    ObjectNode already =
        there instanceof ObjectNode ? (ObjectNode) there : JsonNodeFactory.instance.objectNode();
    return already.put(ALREADY, true);
  }

  /** With the variables that the process has; passwords may come from there. */
  private static void check(JvmProcess process, Path configuration) throws InputException {
    try {
      ConfigLoader.load(configuration, process.environment());
    } catch (ConfigException e) {
      List<ConfigError> errors =
          e.errors().stream()
              // A relative name means another file there; the agent will tell.
              .filter(
                  error -> !error.path().endsWith("password_file") || process.isInOurDirectory())
              .collect(Collectors.toList());
      if (!errors.isEmpty()) {
        throw new InputException(
            errors.stream()
                .map(error -> Text.clean(error.toString()))
                .collect(Collectors.joining("\n")));
      }
    }
  }

  private static Path ownJar() throws InputException {
    CodeSource source = AttachToCommand.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | RuntimeException e) {
      throw new InputException("this command is not run from the agent's jar: " + e);
    }
  }

  @Override
  int exit(JsonNode answer) {
    return answer.path(ALREADY).asBoolean() ? Main.FAILED : 0;
  }

  @Override
  int print(long pid, JsonNode answer) {
    if (answer.path(ALREADY).asBoolean()) {
      err.println(
          "querymirror is already in process "
              + pid
              + ", since "
              + StatusPrinter.time(answer.path("started").asText())
              + ", with "
              + Text.clean(answer.path("config").path("file").asText())
              + " (reload "
              + pid
              + " reads that file again, detach "
              + pid
              + " takes it away)");
      return Main.FAILED;
    }
    out.println("querymirror is in process " + pid);
    new StatusPrinter(out, terminal).summary(answer);
    return 0;
  }
}
