package io.querymirror.runtime;

import io.querymirror.control.Answers;
import io.querymirror.log.AgentLogging;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
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
  private static volatile @Nullable Attachment current;

  private AgentStart() {}

  /**
   * The agent was named on the command line; the application has not begun.
   *
   * @param ended to be run once the agent has left the JVM
   */
  public static void premain(
      @Nullable String arguments, Instrumentation instrumentation, Runnable ended)
      throws IOException {
    start(ConfigFile.find(arguments), instrumentation, false, ended);
  }

  /**
   * The agent was attached to a running application: with the name of a file, or by the command
   * line.
   */
  public static void agentmain(
      @Nullable String arguments, Instrumentation instrumentation, Runnable ended)
      throws Exception {
    AttachCommand.onOwnThread(
        () -> {
          if (!AttachCommand.is(arguments)) {
            start(ConfigFile.find(arguments), instrumentation, true, ended);
            return;
          }
          AttachCommand command = AttachCommand.of(arguments);
          String file = command.file();
          try {
            Attachment begun = file == null ? null : start(file, instrumentation, true, ended);
            if (begun == null) {
              ended.run();
            }
            command.answer(begun == null ? AttachCommand.nobody() : begun.awaitStart());
          } catch (Exception | Error e) {
            command.answer(Answers.failed("the agent could not start: " + e));
            throw e;
          }
        });
  }

  /** The agent is here, and was named or attached once more, or a command came this way. */
  public static void again(@Nullable String arguments) throws Exception {
    if (!AttachCommand.is(arguments)) {
      Log.of(AgentStart.class).say(Message.ALREADY_HERE);
      return;
    }
    AttachCommand.onOwnThread(
        () -> {
          AttachCommand command = AttachCommand.of(arguments);
          Attachment there = current;
          command.answer(there == null ? AttachCommand.nobody() : there.answer(command.request()));
        });
  }

  private static @Nullable Attachment start(
      @Nullable String name, Instrumentation instrumentation, boolean attached, Runnable ended)
      throws IOException {
    AgentLogging.install();
    if (name == null) {
      Log.of(AgentStart.class).say(Message.NO_FILE, ConfigFile.PROPERTY, ConfigFile.VARIABLE);
      ended.run();
      return null;
    }
    Path file = Paths.get(name);
    // Before the first class that extends the boot class is loaded.
    new BootClasses(instrumentation, AgentStart.class.getClassLoader()).define();
    Attachment attachment = new Attachment(instrumentation, attached, ended);
    current = attachment;
    attachment.begin(file);
    return attachment;
  }
}
