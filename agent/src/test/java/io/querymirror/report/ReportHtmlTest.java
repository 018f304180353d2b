package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told of the page without a browser. */
class ReportHtmlTest {
  @TempDir Path directory;

  private static String page(String json) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReportHtml().write(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theReportCannotEndItsElement() throws IOException {
    String page = page("{\"text\": \"</script><script>alert(1)</script><!--\"}");
    assertTrue(page.contains("{\"text\":\"\\u003c/script>\\u003cscript>alert(1)"), page);
    assertEquals(3, page.split("</script>", -1).length - 1);
  }

  @Test
  void thePolicyNamesEveryScriptAndStyleByItsHash() throws Exception {
    String page = page("{}");
    String policy = find("Content-Security-Policy\" content=\"([^\"]+)\"", page).get(0);
    assertFalse(policy.contains("unsafe"), policy);
    assertTrue(policy.startsWith("default-src 'none'; "), policy);
    List<String> parts = find("<style>(.*?)</style>", page);
    parts.addAll(find("<script>(.*?)</script>", page));
    assertEquals(4, parts.size());
    for (String part : parts) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8));
      assertTrue(policy.contains(Base64.getEncoder().encodeToString(digest)), policy);
    }
  }

  @Test
  void whatOnlyAddingReportsUpNeedsIsLeftOut() throws IOException {
    String page =
        page(
            "{\"out_of_step\": {\"blocks\": 1.50},\n \"latency_us\": {\"blocks\": {\"a\": [1]}, \"b\": 2}}");
    assertTrue(
        page.contains("{\"out_of_step\":{\"blocks\":1.50},\"latency_us\":{\"b\":2}}<"), page);
  }

  @Test
  void thePageNamesNothingToLoad() throws IOException {
    String page = page("{}");
    assertEquals(List.of(), find("(<(?:link|img|iframe|script)[^>]*(?:src|href)=[^>]*>)", page));
    assertEquals(List.of(), find("(@import[^;]*|url\\([^)]*\\))", page));
    assertTrue(page.contains("Permission is hereby granted"), "uPlot's licence");
  }

  @Test
  void theFileIsWrittenWholeAndAlone() throws IOException {
    Path file = directory.resolve("page.html");
    Files.writeString(file, "old");
    new ReportHtml().write(new ByteArrayInputStream(new byte[] {'{', '}'}), file);
    assertTrue(Files.readString(file).endsWith("</html>\n"));
    try (Stream<Path> all = Files.list(directory)) {
      assertEquals(List.of(file), all.toList());
    }
  }

  private static List<String> find(String regex, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
