package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code top PID}. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what the agent in a running JVM does, second by second: rates, lag, drops, and the"
          + " worst statements. q or Ctrl-C ends it. Where the output is no terminal it prints one"
          + " picture after the other."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar top 4711",
      "  java -jar querymirror-agent.jar top 4711 --once --every 5s",
      "  java -jar querymirror-agent.jar top 4711 --json",
      "",
      "Exit codes: 0 ended by q, or --once; 2 wrong usage, no agent in that process, or its",
      "end while it is watched.",
      "Manual: docs/commands.md"
    })
final class TopCommand implements Callable<Integer> {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(1);
  private static final int RESIZED_EVERY = 5;

  /** Looks for the end of a process, 50 ms apart: one that was killed is not gone at once. */
  private static final int ENDS_IN = 20;

  private final PrintStream out;
  private final Terminal terminal;
  private final LongFunction<Watched> agents;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PID",
      converter = ProcessId.class,
      description = "The process of the JVM.")
  private long pid;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How long one picture stands, as 500ms or 5s; without this option 1s.")
  private Duration every = Duration.ofSeconds(1);

  @Option(names = "--once", description = "Print one picture of one such time, and end.")
  private boolean once;

  @Option(names = "--json", description = "Print JSON, errors too: a line for each picture.")
  private boolean json;

  TopCommand(PrintStream out, Terminal terminal) {
    this(out, terminal, pid -> () -> AgentClient.call(pid, "report", Map.of("digests", "20")));
  }

  /**
   * @param agents knows the agent of a process
   */
  TopCommand(PrintStream out, Terminal terminal, LongFunction<Watched> agents) {
    this.out = out;
    this.terminal = terminal;
    this.agents = agents;
  }

  @Override
  public Integer call() throws Exception {
    if (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0) {
      throw new ParameterException(spec.commandLine(), "--every: expected from 100ms to 1h");
    }
    try {
      watch(agents.apply(pid));
    } catch (InputException e) {
      if (!json) {
        throw e;
      }
      Json.printLine(Json.failed(pid, e), out);
      return Main.FAILED;
    }
    return 0;
  }

  private void watch(Watched agent) throws Exception {
    Look last = new Look(agent.read());
    if (once || json || !terminal.live()) {
      stream(agent, last);
    } else {
      try (Screen screen = Screen.open(out, System.in)) {
        live(screen, agent, last);
      }
    }
  }

  /** One look at the agent, and when. */
  private static final class Look {
    final JsonNode what;
    final long nanos = System.nanoTime();

    Look(JsonNode what) {
      this.what = what;
    }

    JsonNode since(Look before) {
      return TopSample.of(before.what, what, Math.max(1e-3, (nanos - before.nanos) / 1e9));
    }
  }

  private void stream(Watched agent, Look first) throws Exception {
    Look last = first;
    boolean more = true;
    while (more) {
      TimeUnit.NANOSECONDS.sleep(every.toNanos());
      Look now = new Look(again(agent));
      JsonNode sample = now.since(last);
      if (json) {
        Json.printLine(sample, out);
      } else {
        new TopFrame(terminal).lines(sample, 0).forEach(out::println);
        if (!once) {
          out.println();
        }
      }
      out.flush();
      last = now;
      more = !once && !out.checkError();
    }
  }

  private void live(Screen screen, Watched agent, Look first) throws Exception {
    Look last = first;
    int[] size = Screen.size();
    screen.show(List.of("querymirror in process " + pid));
    for (int i = 1; !screen.quits(every.toMillis()); i++) {
      Look now = new Look(again(agent));
      if (i % RESIZED_EVERY == 0) {
        size = Screen.size();
      }
      screen.show(
          new TopFrame(terminal.wide(size[1])).lines(now.since(last), Math.max(1, size[0] - 1)));
      last = now;
    }
  }

  /** It answered before, so what is wrong now is that it has ended, or that it hangs. */
  private JsonNode again(Watched agent) throws InputException, InterruptedException {
    try {
      return agent.read();
    } catch (InputException e) {
      boolean ended = false;
      for (int i = 0; i < ENDS_IN && !ended; i++) {
        ended = ProcessHandle.of(pid).isEmpty();
        TimeUnit.MILLISECONDS.sleep(ended ? 0 : 50);
      }
      throw new InputException(
          ended ? "process " + pid + " has ended" : String.valueOf(e.getMessage()));
    }
  }
}
