package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/messages.md} lists the messages of the code, and the code uses those listed. */
class DocsMessagesTest {
  private static final Path MAIN = Path.of("src/main/java/io/querymirror");
  private static final Path ENTRY =
      Manual.ROOT.resolve("agent-bootstrap/src/main/java/io/querymirror/entry/Agent.java");

  private static final Map<String, String> PARTS =
      Map.of(
          "QM-01", "Start and end",
          "QM-02", "The application's side",
          "QM-03", "Targets",
          "QM-04", "Comparison",
          "QM-05", "Files",
          "QM-06", "Control",
          "QM-07", "Limits",
          "QM-09", "The agent itself");

  private static final String HEAD =
      """
      # Messages

      Every line that the agent prints of itself is on this page, with what it means and what to do. Lines go to standard error and
      begin with `[querymirror]`, then the level unless it is `INFO`, then the code:

      ```
      [querymirror] WARN QM-0302 target candidate: 10.0.0.5:3306 cannot be used: Communications link failure: Connection refused
      ```

      A code keeps its meaning in later versions: search for it, and alert on it. Each message is said at most ten times a
      minute; how many more there were is said when the minute is over (`QM-0302 and 37 more in the last minute`), and at the end.
      How often each was `emitted` and `suppressed` since the start is in [`status`](attach.md#ask-switch-reload), in JMX's `Messages` and in the metric
      `querymirror_log_messages_total`, which has a series only for codes that there were any of.
      A line never shows a value of the application's. `-Dquerymirror.log=warn` leaves out what is `INFO` here;
      `debug` adds lines without a code, for those who look into the agent itself.

      By symptom: [Troubleshooting](troubleshooting.md).
      """;

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    String part = "";
    for (Message m : Message.values()) {
      String its = m.code().substring(0, 5);
      if (!its.equals(part)) {
        part = its;
        page.append("\n## ").append(PARTS.get(part)).append('\n');
      }
      page.append("\n### ").append(m.code()).append("\n\n");
      page.append("`").append(m.level()).append("` ").append("`").append(m.text()).append("`\n\n");
      page.append("- Cause: ").append(m.cause()).append('\n');
      page.append("- Cure: ").append(m.cure()).append('\n');
    }
    return page.toString();
  }

  @Test
  void everyMessageIsOnThePageAndNothingElse() throws IOException {
    String page = page();
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/messages.md"), page);
    assertTrue(
        page.equals(Files.readString(Manual.ROOT.resolve("docs/messages.md"))),
        "docs/messages.md differs: cp agent/target/messages.md docs/messages.md, and look at it");
  }

  @Test
  void everyMessageIsSaidSomewhere() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path f : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (!f.endsWith("Message.java")) {
          all.append(Files.readString(f));
        }
      }
    }
    String entry = Files.readString(ENTRY);
    List<String> silent = new ArrayList<>();
    for (Message m : Message.values()) {
      boolean said =
          all.toString().matches("(?s).*\\bMessage\\." + m.name() + "\\b.*")
              || entry.contains('"' + m.level().name() + ' ' + m.code() + ' ');
      if (!said) {
        silent.add(m.name());
      }
    }
    assertEquals(List.of(), silent);
  }

  @Test
  void everyMessageTellsCauseAndCure() {
    for (Message m : Message.values()) {
      assertTrue(m.cause().endsWith(".") && m.cure().endsWith("."), m.code());
      assertTrue(!m.text().endsWith("."), m.code());
    }
  }
}
