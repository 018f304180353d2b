package io.querymirror.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @Test
  void quartilesLieBetweenRanks() {
    Quartiles four = Quartiles.of(4, 1, 3, 2);
    assertEquals(new Quartiles(4, 1, 1.75, 2.5, 3.25, 4), four);
    assertEquals("2.50 (1.75–3.25)", four.toString());
    assertEquals("1,234", Quartiles.of(1234.4).toString());
    assertThrows(IllegalArgumentException.class, () -> Quartiles.of());
  }

  @Test
  void writesBothFiles(@TempDir Path directory) throws Exception {
    Results results = new Results("sample", "A sample", false);
    results.note("Two rounds.").version("server", "8.0");
    results
        .table("Costs", "mode", "ns", "B")
        .row("off", Quartiles.of(1, 3), 0)
        .row("a|b", null, 1.5);
    Path readable = results.write(directory);
    String markdown = Files.readString(readable);
    assertTrue(
        markdown.contains(
            "| mode | ns | B |\n| --- | ---: | ---: |\n| off | 2.00 (1.50–2.50) | 0 |\n| a\\|b |  | 1.50 |\n"),
        markdown);
    String stem = readable.getFileName().toString().replace(".md", "");
    JsonNode json = new ObjectMapper().readTree(directory.resolve(stem + ".json").toFile());
    JsonNode first = json.at("/tables/0/rows/0");
    assertEquals(2, first.at("/ns/median").asDouble());
    assertEquals("8.0", json.at("/versions/server").asText());
    assertTrue(json.at("/machine/cores").asInt() > 0);
  }
}
