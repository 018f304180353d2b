package io.querymirror.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.config.Settings;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.report.ReportModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the command line asks of a running agent, whichever way the request comes. */
public final class Commands {
  private static final Log LOG = Log.of(Commands.class);
  private static final int DIGESTS = 20;

  private final Operations operations;
  private final AgentInfo agent;
  private final Supplier<Settings> settings;
  private final Runnable detach;
  private volatile BooleanSupplier listens = () -> false;

  /**
   * @param settings those in force
   * @param detach ends the agent in this JVM; returns when it is done
   */
  public Commands(
      Operations operations, AgentInfo agent, Supplier<Settings> settings, Runnable detach) {
    this.operations = operations;
    this.agent = agent;
    this.settings = settings;
    this.detach = detach;
  }

  /** From now on {@code listens} tells whether the address of the live page is bound. */
  public void page(BooleanSupplier listens) {
    this.listens = listens;
  }

  /** The answer to one request, both JSON in UTF-8. Never throws. */
  public byte[] answer(byte[] request) {
    Map<String, String> fields;
    try {
      fields = Answers.request(request);
    } catch (IOException | RuntimeException e) {
      return Answers.failed("this is no request: " + e.getMessage());
    }
    try {
      return answer(fields);
    } catch (Throwable e) {
      LOG.say(Message.INTERNAL, "a command", e);
      return Answers.failed("an error in the agent: " + e);
    }
  }

  private byte[] answer(Map<String, String> request) throws IOException {
    String command = request.getOrDefault("command", "");
    switch (command) {
      case "status":
        return Answers.done(status()::write);
      case "enable":
      case "disable":
        boolean on = command.equals("enable");
        boolean before = operations.enabled();
        operations.enable(on, Origin.CLI);
        return Answers.done(
            g -> {
              g.writeBooleanField("enabled", operations.enabled());
              g.writeBooleanField("changed", before != operations.enabled());
            });
      case "reload":
        Reload reload = operations.reload(Origin.CLI);
        return Answers.done(g -> ConfigJson.reload(g, reload));
      case "report":
        return Answers.done(g -> report(g, request.get("digests")));
      case "attach":
        return Answers.done(
            g -> {
              g.writeBooleanField("already", true);
              g.writeStringField("started", agent.started().toString());
            });
      case "detach":
        detach.run();
        return Answers.done(g -> g.writeBooleanField("detached", true));
      default:
        return Answers.failed("no command \"" + command + "\" in version " + AgentVersion.read());
    }
  }

  private StatusJson status() {
    return new StatusJson(operations, agent, settings.get(), listens.getAsBoolean());
  }

  /** Status, and the report with the worst digests of each target alone. */
  private void report(JsonGenerator g, @Nullable String digests) throws IOException {
    ReportModel model = operations.report();
    g.writeObjectFieldStart("status");
    status().write(g, model);
    g.writeEndObject();
    int most = DIGESTS;
    if (digests != null && digests.matches("\\d{1,6}")) {
      most = Integer.parseInt(digests);
    }
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    model.write(report, most);
    g.writeFieldName("report");
    g.writeRawValue(report.toString(StandardCharsets.UTF_8));
  }
}
