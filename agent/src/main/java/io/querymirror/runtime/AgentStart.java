package io.querymirror.runtime;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Where the agent begins inside its own class loader; called by the entry class, by reflection. */
public final class AgentStart {
  private AgentStart() {}

  /**
   * Starts the agent.
   *
   * @param arguments the agent's arguments as given to the JVM
   * @param attached whether the application is already running
   */
  public static void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws IOException {
    new BootClasses(instrumentation, AgentStart.class.getClassLoader()).define();
  }
}
