package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusPrinterTest {
  private static String messages(String json) throws IOException {
    return line("messages", "{\"messages\": " + json + "}");
  }

  private static String line(String name, String status) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      new StatusPrinter(out, Terminal.PLAIN).print(new ObjectMapper().readTree(status));
    }
    List<String> lines =
        bytes
            .toString(StandardCharsets.UTF_8)
            .lines()
            .filter(l -> l.startsWith(name))
            .collect(Collectors.toList());
    return String.join("\n", lines);
  }

  @Test
  void saysWhatTheLogHasAndWhatItWasSpared() throws IOException {
    assertEquals(
        "messages   13 in the log, 1,037 suppressed: QM-0302 1,047, QM-0631 2",
        messages(
            "{\"QM-0106\": {\"level\": \"info\", \"emitted\": 1, \"suppressed\": 0},"
                + "\"QM-0302\": {\"level\": \"warn\", \"emitted\": 10, \"suppressed\": 1037},"
                + "\"QM-0631\": {\"level\": \"warn\", \"emitted\": 2, \"suppressed\": 0}}"));
  }

  @Test
  void anAddressThatIsNotBound() throws IOException {
    String bound = "{\"http\": \"localhost:9464\", \"http_listens\": true}";
    assertEquals("http       localhost:9464", line("http", bound));
    assertEquals(
        "http       localhost:9464, not bound: its log has QM-0632 with the reason",
        line("http", bound.replace("true", "false")));
  }

  @Test
  void anAgentThatSaidNothing() throws IOException {
    assertEquals("messages   0 in the log, 0 suppressed", messages("{}"));
  }
}
