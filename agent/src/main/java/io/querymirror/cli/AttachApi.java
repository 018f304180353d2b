package io.querymirror.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's attach mechanism. By reflection: its module belongs to the application class loader,
 * which is not this class's parent, and a runtime may have been made without it.
 */
final class AttachApi implements AutoCloseable {
  private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";

  private final JvmProcess process;
  private final Class<?> type;
  private final Object machine;

  private AttachApi(JvmProcess process, Class<?> type, Object machine) {
    this.process = process;
    this.type = type;
    this.machine = machine;
  }

  static AttachApi to(JvmProcess process) throws InputException {
    if (Boolean.TRUE.equals(process.flag("DisableAttachMechanism"))) {
      throw new InputException(
          "process "
              + process.pid()
              + " was started with -XX:+DisableAttachMechanism, which forbids this:"
              + " start the service without it, or with -javaagent:querymirror-agent.jar=FILE");
    }
    Class<?> type;
    try {
      type = Class.forName(MACHINE, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InputException(
          "the Java that runs this command ("
              + System.getProperty("java.home")
              + ") lacks the module jdk.attach: use that of a JDK, or a runtime made with"
              + " jlink --add-modules jdk.attach");
    }
    try {
      Object machine =
          type.getMethod("attach", String.class).invoke(null, Long.toString(process.pid()));
      return new AttachApi(process, type, machine);
    } catch (InvocationTargetException e) {
      throw new InputException(
          "process "
              + process.pid()
              + " does not let itself be attached to: it hangs or is stopped, or was started with"
              + " -XX:+DisableAttachMechanism, or is in another container: run the command in that"
              + " one (kubectl exec, docker exec). The JVM says: "
              + message(e));
    } catch (ReflectiveOperationException e) {
      throw new InputException("this Java's attach mechanism is not known: " + e);
    }
  }

  /** What agents have left to be read here; not the application's system properties. */
  Properties agentProperties() throws InputException {
    try {
      return (Properties) type.getMethod("getAgentProperties").invoke(machine);
    } catch (InvocationTargetException e) {
      throw new InputException("process " + process.pid() + " does not answer: " + message(e));
    } catch (ReflectiveOperationException e) {
      throw new InputException("this Java's attach mechanism is not known: " + e);
    }
  }

  /**
   * Returns once the agent has been told.
   *
   * @param jar its path as the process sees it
   */
  void loadAgent(String jar, String options) throws InputException {
    try {
      type.getMethod("loadAgent", String.class, String.class).invoke(machine, jar, options);
    } catch (InvocationTargetException e) {
      String message = message(e);
      if (message.contains("EnableDynamicAgentLoading")
          || Boolean.FALSE.equals(process.flag("EnableDynamicAgentLoading"))) {
        throw new InputException(
            "process "
                + process.pid()
                + " was started with -XX:-EnableDynamicAgentLoading, which forbids this: start the"
                + " service without it, or with -javaagent:querymirror-agent.jar=FILE");
      }
      throw new InputException(
          "process " + process.pid() + " cannot load the agent " + jar + ": " + message);
    } catch (ReflectiveOperationException e) {
      throw new InputException("this Java's attach mechanism is not known: " + e);
    }
  }

  private static String message(InvocationTargetException e) {
    @Nullable Throwable cause = e.getCause();
    return cause == null ? e.toString() : Text.clean(String.valueOf(cause.getMessage()));
  }

  @Override
  public void close() {
    try {
      type.getMethod("detach").invoke(machine);
    } catch (ReflectiveOperationException e) {
      // The process ended meanwhile.
    }
  }
}
