package io.querymirror.bench.child;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM to be measured. */
public final class Jvm {
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Path home;
  private final String classPath;
  private final String main;

  private Jvm(Path home, String classPath, String main) {
    this.home = home;
    this.classPath = classPath;
    this.main = main;
  }

  /** This run's own Java and class path. */
  public static Jvm of(Class<?> main) {
    return of(System.getProperty("java.class.path"), main.getName());
  }

  public static Jvm of(String classPath, String main) {
    return new Jvm(Path.of(System.getProperty("java.home")), absolute(classPath), main);
  }

  /** Children work in directories of their own. */
  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      entries.add(Path.of(entry).toAbsolutePath().normalize().toString());
    }
    return String.join(java.io.File.pathSeparator, entries);
  }

  public Jvm option(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  public Jvm argument(Object... more) {
    for (Object argument : more) {
      arguments.add(argument.toString());
    }
    return this;
  }

  /** With the agent and its configuration. */
  public Jvm agent(Path jar, Path configuration) {
    return option("-javaagent:" + jar + "=" + configuration);
  }

  public List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  /** Takes away what would give the child options that nobody sees. */
  public static void clean(ProcessBuilder builder) {
    for (String name :
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "QUERYMIRROR_CONFIG")) {
      builder.environment().remove(name);
    }
  }
}
