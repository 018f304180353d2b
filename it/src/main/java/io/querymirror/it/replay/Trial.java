package io.querymirror.it.replay;

import com.example.contend.Contend;
import com.example.contend.Tables;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The contended application, mirrored from one server to another of its kind, and what became of
 * the tables: by hand, to look at what goes wrong. From the project's directory, after {@code mvn
 * -DskipTests package}:
 *
 * <pre>
 * java -cp it/target/classes:$(cat it/target/classpath) io.querymirror.it.replay.Trial \
 *   kind=mysql8 order=commit seed=3 millis=8000 isolation=rc unlocked=false threads=8
 * </pre>
 *
 * <p>Words: {@code kind=mysql8|mariadb}, {@code order=…}, {@code java=-Dquerymirror.log=debug} (as
 * often as needed), {@code target=connections: 3} (one more line of the target, as often as
 * needed), {@code keep=true} (servers stay until a key is pressed), and those of {@code
 * com.example.contend.Settings}: {@code mix=contended|oltp|transfers}, {@code threads}, {@code
 * millis} or {@code steps}, {@code seed}, {@code isolation=rr|rc}, {@code autocommit=commute|any},
 * {@code unlocked=true|false}, {@code unpinned=false|true}, {@code stateful=true|false}, {@code
 * reconnect=STEPS}, {@code think=MICROSECONDS}. Prints what the application saw, the report's
 * ledger and fidelity, and the rows that differ; ends with 1 where any do. Its files stay in a
 * directory that it names.
 */
public final class Trial {
  private static final String SCHEMA = "contend";

  private Trial() {}

  public static void main(String[] args) throws Exception {
    String kind = "mysql8";
    String order = "session";
    boolean keep = false;
    List<String> java = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    List<String> words = new ArrayList<>();
    for (String arg : args) {
      String value = arg.substring(arg.indexOf('=') + 1);
      if (arg.startsWith("kind=")) {
        kind = value;
      } else if (arg.startsWith("order=")) {
        order = value;
      } else if (arg.startsWith("java=")) {
        java.add(value);
      } else if (arg.startsWith("target=")) {
        lines.append("    ").append(value).append('\n');
      } else if (arg.equals("keep=true")) {
        keep = true;
      } else {
        words.add(arg);
      }
    }
    ServerKind server = ServerKind.valueOf(kind.toUpperCase(Locale.ROOT));
    try (EmbeddedServer source = EmbeddedServer.start(server);
        EmbeddedServer target = EmbeddedServer.start(server)) {
      for (EmbeddedServer each : List.of(source, target)) {
        each.execute(Tables.of(SCHEMA).toArray(new String[0]));
      }
      Path directory = Files.createTempDirectory("querymirror-trial-");
      System.out.println("files: " + directory);
      int exit = play(source, target, directory, order, lines.toString(), java, words);
      Comparison comparison = Comparison.of(source, target, SCHEMA);
      System.out.println("exit " + exit + "; " + comparison);
      if (keep) {
        System.out.println("source " + source.address() + " target " + target.address());
        int key = System.in.read();
        System.out.println("end " + key);
      }
      if (!comparison.equal()) {
        System.exit(1);
      }
    }
  }

  private static int play(
      EmbeddedServer source,
      EmbeddedServer target,
      Path directory,
      String order,
      String lines,
      List<String> java,
      List<String> words)
      throws IOException, InterruptedException {
    Path yaml =
        Files.writeString(
            directory.resolve("querymirror.yaml"),
            "targets:\n  twin:\n    hosts: [\""
                + target.address()
                + "\"]\n    username: mirror\n    password: "
                + EmbeddedServer.PASSWORD
                + "\n    order: "
                + order
                + "\n    writes: apply\n    queue: {statements: 1000000, size: 512MB}\n"
                + lines
                + "rules:\n  - mirror: twin\nreport: {directory: \""
                + directory
                + "\", every: 1s}\nshutdown: {drain: 10m}\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Duser.timezone=UTC"));
    command.addAll(java);
    command.add("-javaagent:agent/target/querymirror-agent.jar=" + yaml);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Contend.class.getName()));
    command.add("jdbc:mysql://" + source.address() + "/" + SCHEMA + "?sslMode=DISABLED");
    command.addAll(List.of("app", EmbeddedServer.PASSWORD));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Path report = directory.resolve("report.json");
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        System.out.println(line);
        if (line.startsWith("done")) {
          long start = System.nanoTime();
          awaitDrained(report, process);
          System.out.printf("drained after %.1f s%n", (System.nanoTime() - start) / 1e9);
          process.getOutputStream().close();
        }
      }
    }
    int exit = process.waitFor();
    if (Files.exists(report)) {
      System.out.println(part(Files.readString(report), "\"ledger\"", "\"latency_us\""));
    }
    return exit;
  }

  /** Until a report from now on has nothing pending; the application keeps a connection so long. */
  private static void awaitDrained(Path report, Process process)
      throws IOException, InterruptedException {
    FileTime begin = FileTime.fromMillis(System.currentTimeMillis() + 1_500);
    Pattern drained = Pattern.compile("\"pending\"\\s*:\\s*0\\b");
    while (process.isAlive()
        && !(Files.exists(report)
            && Files.getLastModifiedTime(report).compareTo(begin) > 0
            && drained.matcher(Files.readString(report)).find())) {
      Thread.sleep(100);
    }
  }

  private static String part(String text, String from, String to) {
    int start = Math.max(0, text.indexOf(from));
    int end = text.indexOf(to, start);
    return text.substring(start, end < 0 ? text.length() : end);
  }
}
