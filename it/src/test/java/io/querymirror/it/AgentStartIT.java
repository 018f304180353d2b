package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.start.Look;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application notices when the agent starts with it: nothing but its lines. */
class AgentStartIT {
  /** One class of each library inside, and one of the agent's own. */
  private static final List<String> INSIDE =
      List.of(
          "com.fasterxml.jackson.databind.ObjectMapper",
          "com.google.re2j.Pattern",
          "com.mysql.cj.jdbc.MysqlDataSource",
          "com.zaxxer.hikari.HikariDataSource",
          "io.prometheus.metrics.model.snapshots.Labels",
          "io.querymirror.runtime.AgentStart",
          "org.HdrHistogram.Histogram",
          "org.jctools.queues.MpscArrayQueue",
          "org.objectweb.asm.ClassReader",
          "org.slf4j.LoggerFactory",
          "org.yaml.snakeyaml.Yaml",
          "picocli.CommandLine");

  /** Each fixes something for the whole JVM that an application may want otherwise. */
  private static final List<String> NOT_BY_THE_AGENT =
      List.of(
          "java.sql.DriverManager",
          "java.util.logging.",
          "java.lang.System$Logger",
          "jdk.internal.logger.",
          "sun.util.logging.",
          "java.lang.management.",
          "sun.management.",
          "javax.management.",
          "com.sun.net.httpserver.",
          "sun.net.httpserver.");

  private static final String BOOT_CLASS = "io.querymirror.bootstrap.Probe";

  @TempDir Path directory;

  private Path configuration() throws IOException {
    return Files.writeString(
        directory.resolve("querymirror.yaml"),
        """
        targets:
          candidate: {hosts: ["127.0.0.1:1"], username: nobody}
        rules:
          - {name: all, mirror: [candidate]}
        report: {directory: %s}
        """
            .formatted(directory.resolve("report")));
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void applicationSeesTheBootClassAndTheEntryAlone(int java) throws IOException {
    List<String> words = new ArrayList<>(INSIDE);
    INSIDE.forEach(name -> words.add(name.replace('.', '/') + ".class"));
    words.add("io.querymirror.entry.Agent");
    words.add(BOOT_CLASS);
    App.Finished look =
        App.of(Look.class).java(java).agent(configuration()).argument(words.toArray()).run().ok();
    List<String> expected = new ArrayList<>();
    INSIDE.forEach(name -> expected.add(name + " none"));
    INSIDE.forEach(name -> expected.add(name.replace('.', '/') + ".class null"));
    expected.add("io.querymirror.entry.Agent own");
    expected.add(BOOT_CLASS + " boot");
    expected.add("ready");
    assertEquals(expected, look.out().lines().toList());
  }

  /** With an application that has its own SLF4J print to standard output, as it may. */
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void printsItsOwnLinesOnStandardErrorAndNothingElse(int java) throws IOException {
    App.Finished look =
        App.of(Look.class)
            .java(java)
            .option(
                "-Dquerymirror.log=debug",
                "-Dslf4j.provider=com.example.NoProvider",
                "-Dslf4j.internal.report.stream=System.out",
                "-Dslf4j.internal.verbosity=DEBUG",
                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace")
            .agent(configuration())
            .run()
            .ok();
    assertEquals("ready\n", look.out());
    assertEquals(
        List.of(), look.err().lines().filter(l -> !l.startsWith("[querymirror] ")).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void leavesTheApplicationsSystemPropertiesAlone(int java) throws IOException {
    App.Finished without = App.of(Look.class).java(java).argument("properties").run().ok();
    App.Finished with =
        App.of(Look.class).java(java).agent(configuration()).argument("properties").run().ok();
    assertEquals(without.out(), with.out());
  }

  /** Of an application that has an archive of its own classes: from the archive they come. */
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void keepsClassDataSharing(int java) throws Exception {
    Path program = directory.resolve("program.jar");
    String path = Look.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(program))) {
      out.putNextEntry(new JarEntry(path));
      Files.copy(Libraries.programs().resolve(path), out);
    }
    Path archive = directory.resolve("program.jsa");
    List<String> look = List.of("-cp", program.toString(), Look.class.getName());
    jvm(java, 0, List.of("-XX:ArchiveClassesAtExit=" + archive), look);
    List<String> printed =
        jvm(
            java,
            0,
            List.of(
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:class+load",
                "-javaagent:" + Libraries.agent() + "=" + configuration()),
            look);
    assertEquals(
        List.of(Look.class.getName() + " source: shared objects file (top)"),
        printed.stream()
            .map(AgentStartIT::withoutDecorations)
            .filter(line -> line.startsWith(Look.class.getName() + " "))
            .toList());
  }

  private static List<String> jvm(int java, int exit, List<String> options, List<String> program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Needs.java(java).toString()));
    command.addAll(options);
    command.addAll(program);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines;
    try (BufferedReader out = process.inputReader()) {
      lines = out.lines().toList();
    }
    assertEquals(exit, process.waitFor(), () -> String.join("\n", lines));
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void touchesNothingThatIsTheApplications(int java) throws IOException {
    Set<String> loaded = loaded(java, true);
    loaded.removeAll(loaded(java, false));
    assertTrue(loaded.contains(BOOT_CLASS), "the log of loaded classes is not understood");
    loaded.removeIf(name -> NOT_BY_THE_AGENT.stream().noneMatch(name::startsWith));
    assertEquals(Set.of(), loaded);
  }

  /** Names of the classes in the JVM of an idle application, once the agent is at work there. */
  private Set<String> loaded(int java, boolean agent) throws IOException {
    Path log = directory.resolve("loaded-" + agent);
    App app =
        App.of(Look.class).java(java).option("-Xlog:class+load:file=" + log + "::filecount=0");
    try (App.Running running = (agent ? app.agent(configuration()) : app).start()) {
      running.awaitOut("ready");
      if (agent) {
        Await.until(
            Duration.ofSeconds(60), () -> running.err().contains("mirroring is on"), running::err);
      }
      running.await(Duration.ofSeconds(60)).ok();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> withoutDecorations(line).split(" ")[0])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String withoutDecorations(String line) {
    return line.replaceFirst("^(\\[[^]]*])+ ", "");
  }

  /** Else a redeployed web application could never be unloaded. */
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void keepsTheApplicationsLoaderOutOfItsThreads(int java) throws IOException {
    try (App.Running app = App.of(Look.class).java(java).agent(configuration()).start()) {
      awaitMirroring(app);
      app.say("threads");
      app.say("done");
      app.awaitOut("done none");
      List<String> threads = app.out().lines().filter(l -> l.startsWith("thread ")).toList();
      assertTrue(threads.contains("thread main"), app.out());
      assertEquals(List.of(), threads.stream().filter(l -> l.contains("querymirror")).toList());
    }
  }

  private static void awaitMirroring(App.Running app) {
    Await.until(Duration.ofSeconds(60), () -> app.err().contains("mirroring is on"), app::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a space.jar", "plus+percent%20.jar", "hash#.jar"})
  void startsFromAnyPath(String name) throws IOException {
    Files.copy(Libraries.agent(), directory.resolve(name));
    App.Finished look =
        App.of(Look.class)
            .in(directory)
            .option("-javaagent:" + name + "=" + configuration())
            .argument(BOOT_CLASS)
            .run()
            .ok();
    assertEquals(List.of(BOOT_CLASS + " boot", "ready"), look.out().lines().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void startsOnce(int java) throws IOException {
    Path yaml = configuration();
    App.Finished look = App.of(Look.class).java(java).agent(yaml).agent(yaml).run().ok();
    assertEquals("ready\n", look.out());
    assertTrue(
        look.err().contains("[querymirror] WARN QM-0102 is already in this JVM"), look.err());
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void attachesOnceToARunningApplication(int java) throws Exception {
    String yaml = configuration().toString();
    try (App.Running app =
        App.of(Look.class).java(java).option("-XX:+EnableDynamicAgentLoading").start()) {
      app.awaitOut("ready");
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(app.pid()));
      jvm.loadAgent(Libraries.agent().toString(), yaml);
      jvm.loadAgent(Libraries.agent().toString(), yaml);
      jvm.detach();
      app.say(BOOT_CLASS);
      app.awaitOut(BOOT_CLASS + " boot");
      assertTrue(
          app.err().contains("[querymirror] WARN QM-0102 is already in this JVM"), app.err());
    }
  }

  /** As after a download that broke off. */
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void letsTheApplicationRunWhereItCannotStart(int java) throws IOException {
    Path broken = directory.resolve("broken.jar");
    try (JarFile whole = new JarFile(Libraries.agent().toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(broken))) {
      for (JarEntry entry : whole.stream().toList()) {
        if (!entry.getName().startsWith("querymirror/")) {
          out.putNextEntry(new JarEntry(entry.getName()));
          whole.getInputStream(entry).transferTo(out);
        }
      }
    }
    App.Finished look = App.of(Look.class).java(java).option("-javaagent:" + broken).run().ok();
    assertEquals("ready\n", look.out());
    assertTrue(
        look.err()
            .startsWith(
                "[querymirror] ERROR QM-0103 could not start, the application runs without it: java.lang."),
        look.err());
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void isTheCommandLineToo(int java) throws Exception {
    List<String> jar = List.of("-jar", Libraries.agent().toString());
    assertEquals(1, jvm(java, 0, jar, List.of("--version")).size());
    List<String> printed = jvm(java, 2, jar, List.of("check", directory + "/missing.yaml"));
    assertTrue(printed.get(0).contains("missing.yaml"), () -> String.join("\n", printed));
  }
}
