package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.control.ChannelPlace;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the agent in a running JVM: over its socket, and where there is none (on Java 11 to 15,
 * and before the application's main has settled) by the JDK's attach mechanism, with a file of the
 * process's user for the answer.
 */
final class AgentClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();

  private AgentClient() {}

  /**
   * Asks one thing of the agent in a process. Commands: {@code status}, {@code enable}, {@code
   * disable}, {@code reload}, {@code detach}, and {@code report}, which answers {@code status} and
   * {@code report}: report.json with the {@code digests} (20) worst digests of each target.
   *
   * @return what it answers
   * @throws InputException where there is no agent, or it could not do it: a line for each mistake
   */
  static JsonNode call(long pid, String command, Map<String, String> arguments)
      throws InputException {
    JvmProcess process = JvmProcess.of(pid);
    JsonNode answer = overSocket(process, command, arguments);
    if (answer == null) {
      answer = byAttach(process, command, arguments);
    }
    return result(answer);
  }

  /** What the agent answers to {@code status}; null where there is no agent. */
  static @Nullable JsonNode status(JvmProcess process) throws InputException {
    JsonNode answer = overSocket(process, "status", Map.of());
    if (answer == null) {
      try (AttachApi machine = AttachApi.to(process)) {
        String jar = machine.agentProperties().getProperty(ChannelPlace.AGENT_PROPERTY);
        answer = jar == null ? null : load(process, machine, jar, "status", Map.of());
      }
    }
    return answer == null ? null : result(answer);
  }

  /** Puts the agent of this jar into the process. */
  static JsonNode attach(JvmProcess process, Path jar, Path file) throws InputException {
    try (AttachApi machine = AttachApi.to(process)) {
      Map<String, String> arguments = Map.of("file", file.toString());
      return result(load(process, machine, jar.toString(), "attach", arguments));
    }
  }

  /** Null where there is no socket, or nobody listens at it. */
  private static @Nullable JsonNode overSocket(
      JvmProcess process, String command, Map<String, String> arguments) throws InputException {
    Path socket = process.socket();
    if (socket == null) {
      return null;
    }
    try {
      String line = request(command, arguments) + "\n";
      byte[] answer = ChannelClient.ask(socket, line.getBytes(StandardCharsets.UTF_8), LIMIT);
      if (answer.length == 0) {
        throw new InputException(
            "the agent in process " + process.pid() + " has too many callers; try again");
      }
      return JSON.readTree(answer);
    } catch (ConnectException e) {
      return null;
    } catch (IOException e) {
      throw new InputException(
          "the agent in process " + process.pid() + " does not answer: " + e.getMessage());
    }
  }

  private static JsonNode byAttach(
      JvmProcess process, String command, Map<String, String> arguments) throws InputException {
    try (AttachApi machine = AttachApi.to(process)) {
      String jar = machine.agentProperties().getProperty(ChannelPlace.AGENT_PROPERTY);
      if (jar == null) {
        throw new InputException(
            "there is no querymirror in process "
                + process.pid()
                + " (attach "
                + process.pid()
                + " FILE puts one there)");
      }
      return load(process, machine, jar, command, arguments);
    }
  }

  private static JsonNode load(
      JvmProcess process,
      AttachApi machine,
      String jar,
      String command,
      Map<String, String> arguments)
      throws InputException {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    StringBuilder name = new StringBuilder("/tmp/.querymirror-answer-");
    for (byte b : random) {
      name.append(String.format("%02x", b));
    }
    Path answer = process.path(Path.of(name.toString()));
    Map<String, String> all = new LinkedHashMap<>(arguments);
    all.put("answer", name.toString());
    try {
      machine.loadAgent(jar, request(command, all));
      if (!process.isTheirs(answer)) {
        throw new InputException(
            "the agent in process "
                + process.pid()
                + " left no answer: its standard error may tell why");
      }
      return JSON.readTree(Files.readAllBytes(answer));
    } catch (IOException e) {
      throw new InputException("the answer cannot be read: " + e);
    } finally {
      delete(answer);
    }
  }

  private static void delete(Path answer) {
    try {
      Files.deleteIfExists(answer);
    } catch (IOException e) {
      // It is empty of secrets, and the process's user can remove it.
    }
  }

  private static String request(String command, Map<String, String> arguments) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("command", command);
    fields.putAll(arguments);
    return JSON.valueToTree(fields).toString();
  }

  private static JsonNode result(JsonNode answer) throws InputException {
    if (answer.path("ok").asBoolean()) {
      return answer.path("result");
    }
    List<String> errors = new ArrayList<>();
    answer.path("errors").forEach(e -> errors.add(Text.clean(e.asText())));
    throw new InputException(
        errors.isEmpty() ? "the agent gave no answer" : String.join("\n", errors));
  }
}
