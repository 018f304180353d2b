package io.querymirror.runtime;

import io.querymirror.control.ChannelPlace;
import io.querymirror.message.Log;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells who attaches to this JVM that the agent is here, and where its jar is. Among the JVM's
 * properties of agents, which are made for this: the application does not see them, and asking for
 * them loads nothing.
 */
final class AgentProperty {
  private static final String OWNER = "jdk.internal.vm";
  private static volatile @Nullable Properties properties;

  private AgentProperty() {}

  /** On an agent's thread: the main thread need not wait for it. Never throws. */
  static void announce(Instrumentation instrumentation) {
    try {
      Set<Module> own = Set.of(AgentProperty.class.getModule());
      instrumentation.redefineModule(
          Object.class.getModule(), Set.of(), Map.of(OWNER, own), Map.of(), Set.of(), Map.of());
      Properties of =
          (Properties)
              Class.forName(OWNER + ".VMSupport").getMethod("getAgentProperties").invoke(null);
      of.setProperty(ChannelPlace.AGENT_PROPERTY, jar());
      properties = of;
    } catch (ReflectiveOperationException
        | URISyntaxException
        | RuntimeException
        | LinkageError e) {
      // Commands then come over the socket alone.
      Log.of(AgentProperty.class).debug("the agent cannot be found by the attach mechanism: " + e);
    }
  }

  private static String jar() throws URISyntaxException {
    CodeSource source = AgentProperty.class.getProtectionDomain().getCodeSource();
    return Path.of(source.getLocation().toURI()).toString();
  }

  static void remove() {
    Properties of = properties;
    if (of != null) {
      of.remove(ChannelPlace.AGENT_PROPERTY);
    }
  }
}
