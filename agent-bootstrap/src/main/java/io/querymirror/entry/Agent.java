package io.querymirror.entry;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The jar's entry: as {@code -javaagent}, by attach, and as the command line. With {@link
 * AgentClassLoader} the only class of the agent that the application's loader can see; Java 8 byte
 * code, so that an old JVM can be told what it lacks. Everything else starts in the agent's own
 * loader.
 */
public final class Agent {
  private static final String START = "io.querymirror.runtime.AgentStart";
  private static final String CLI = "io.querymirror.cli.Main";
  private static final int BASELINE = 11;

  /** Of the agent that is in this JVM; null while there is none. */
  private static @Nullable ClassLoader current;

  private Agent() {}

  /** {@code -javaagent:querymirror-agent.jar=FILE}. Never throws, whatever happens. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    if (isTool(System.getProperty("sun.java.command"))) {
      return;
    }
    start("premain", arguments, instrumentation);
  }

  /**
   * Attached to a running JVM: a configuration file as above, or a command for the agent that is
   * there. Never throws, whatever happens.
   */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start("agentmain", arguments, instrumentation);
  }

  /** {@code java -jar querymirror-agent.jar …}. */
  public static void main(String[] arguments) throws Throwable {
    String old = tooOld(System.getProperty("java.specification.version"));
    if (old != null) {
      say(old);
      System.exit(2);
    }
    // For the life of the process: the command line's own threads shall inherit it.
    ClassLoader loader = new AgentClassLoader(ownJar());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Class.forName(CLI, true, loader)
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw unwrapped(e);
    }
  }

  private static void start(String method, String arguments, Instrumentation instrumentation) {
    try {
      String old = tooOld(System.getProperty("java.specification.version"));
      if (old != null) {
        say("ERROR QM-0101 " + old + ": the application starts without it");
        return;
      }
      ClassLoader there = current();
      if (there != null) {
        // A second one on the command line is a mistake, one that is attached may be a command.
        call(there, "again", new Class<?>[] {String.class}, arguments);
      } else {
        startIsolated(method, arguments, instrumentation);
      }
    } catch (Throwable t) {
      // An exception from premain would end the JVM; not even an Error of ours may do that.
      try {
        Throwable cause = unwrapped(t);
        say("ERROR QM-0103 could not start, the application runs without it: " + cause);
        if ("debug".equalsIgnoreCase(System.getProperty("querymirror.log"))) {
          cause.printStackTrace();
        }
      } catch (Throwable hopeless) {
        // Nothing left to say it with.
      }
    }
  }

  /**
   * Whether a JVM runs a tool of the JDK, or this jar's own command line: where the agent is named
   * in {@code JAVA_TOOL_OPTIONS} they meet it too, and are no application to be mirrored. Its
   * report would take the place of the service's.
   *
   * @param command main class or jar with the arguments, as the JVM tells it; a tool's is {@code
   *     jdk.jcmd/sun.tools.jcmd.JCmd}
   */
  static boolean isTool(@Nullable String command) {
    if (command == null) {
      return false;
    }
    String main = command.split(" ", 2)[0];
    if (main.startsWith("jdk.") || main.startsWith("java.")) {
      return main.indexOf('/') > 0;
    }
    try {
      return main.equals(Agent.class.getName()) || new File(main).getName().equals(ownName());
    } catch (IOException e) {
      return false;
    }
  }

  private static String ownName() throws IOException {
    return ownJar().getName();
  }

  private static void startIsolated(
      String method, String arguments, Instrumentation instrumentation) throws Exception {
    final ClassLoader loader = new AgentClassLoader(ownJar());
    Runnable ended =
        new Runnable() {
          @Override
          public void run() {
            ended(loader);
          }
        };
    begun(loader);
    try {
      call(
          loader,
          method,
          new Class<?>[] {String.class, Instrumentation.class, Runnable.class},
          arguments,
          instrumentation,
          ended);
    } catch (Exception | Error e) {
      ended(loader);
      throw e;
    }
  }

  private static void call(ClassLoader loader, String method, Class<?>[] types, Object... arguments)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Threads inherit it from their creator: none of the agent's may hold the application's loader.
    thread.setContextClassLoader(loader);
    try {
      Class.forName(START, true, loader).getMethod(method, types).invoke(null, arguments);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static synchronized @Nullable ClassLoader current() {
    return current;
  }

  private static synchronized void begun(ClassLoader loader) {
    current = loader;
  }

  /** The agent has left, or never was: another one may come. */
  private static synchronized void ended(ClassLoader loader) {
    if (current == loader) {
      current = null;
    }
  }

  private static Throwable unwrapped(Throwable t) {
    Throwable cause = t.getCause();
    return t instanceof InvocationTargetException && cause != null ? cause : t;
  }

  /** What to say on a JVM that is too old, or null. {@code version} is "1.8", "11", "25". */
  static @Nullable String tooOld(String version) {
    String major = version.startsWith("1.") ? version.substring(2) : version;
    int end = 0;
    while (end < major.length() && Character.isDigit(major.charAt(end))) {
      end++;
    }
    boolean known = end > 0 && end < 5;
    return known && Integer.parseInt(major.substring(0, end)) < BASELINE
        ? "needs Java " + BASELINE + " or newer, found " + version
        : null;
  }

  private static File ownJar() throws IOException {
    try {
      return new File(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("the agent's jar is no file", e);
    }
  }

  private static void say(String line) {
    PrintStream err = System.err;
    err.println("[querymirror] " + line);
  }
}
