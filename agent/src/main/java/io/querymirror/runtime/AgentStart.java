package io.querymirror.runtime;

import io.querymirror.capture.Capture;
import io.querymirror.capture.EventRing;
import io.querymirror.control.Toggle;
import io.querymirror.instrument.FrontTransformer;
import io.querymirror.instrument.LoadedDrivers;
import io.querymirror.log.AgentLogging;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import io.querymirror.stats.CaptureLedger;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent begins inside its own class loader; called by the entry class, by reflection.
 *
 * <p>The application's thread does the least: the boot class and the transformer, which must be
 * there before its first class. The configuration is read beside it. Calls are captured at once,
 * into the ring, so that no statement of a quick application is missed; a configuration that turns
 * out to be wrong, or to say {@code enabled: false}, throws them away.
 */
public final class AgentStart {
  /** Enough for what an application does until the configuration has been read. */
  private static final int RING = 1 << 15;

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
    String name = ConfigFile.find(arguments);
    if (name == null) {
      Log.of(AgentStart.class).say(Message.NO_FILE, ConfigFile.PROPERTY, ConfigFile.VARIABLE);
      return;
    }
    Path file = Paths.get(name);
    ClassLoader own = AgentStart.class.getClassLoader();
    new BootClasses(instrumentation, own).define();
    FrontTransformer transformer = new FrontTransformer(own);
    instrumentation.addTransformer(transformer, true);
    CaptureLedger ledger = new CaptureLedger();
    EventRing ring = new EventRing(RING);
    Capture.openModulesBy(instrumentation);
    Capture capture = new Capture(ring, ledger);
    if (!Boolean.FALSE.equals(Toggle.parse(System.getProperty(Toggle.PROPERTY)))) {
      capture.switchOn();
    }
    if (attached) {
      LoadedDrivers.retransform(instrumentation, own);
    }
    Mirroring mirroring =
        new Mirroring(
            file,
            ring,
            capture,
            ledger,
            () -> instrumentation.removeTransformer(transformer),
            attached);
    transformer.whenConnecting(mirroring::connecting);
    Runtime.getRuntime().addShutdownHook(new Thread(mirroring::shutdown, "querymirror-exit"));
    AgentThreads.of("querymirror-dispatcher", mirroring::run).start();
  }
}
