package io.querymirror.runtime;

import io.querymirror.log.AgentLogging;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Where the agent begins inside its own class loader; called by the entry class, by reflection. */
public final class AgentStart {
  private AgentStart() {}

  /** The agent was named on the command line; the application has not begun. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation)
      throws IOException {
    start(arguments, instrumentation, false);
  }

  /** The agent was attached to a running application. */
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation)
      throws IOException {
    start(arguments, instrumentation, true);
  }

  private static void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws IOException {
    AgentLogging.install();
    new BootClasses(instrumentation, AgentStart.class.getClassLoader()).define();
  }
}
