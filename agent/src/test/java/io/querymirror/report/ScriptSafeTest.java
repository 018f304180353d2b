package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptSafeTest {
  private static final String JSON =
      "{\"a\": \"</script><!-- <\", \"b\": \"€ \u2028\u2029\u2027\u202a ∀\", \"c\": \"\u2028<\u2029\"}";

  /** At every place of a buffer's end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64})
  void escapesWhatEndsAScript(int chunk) throws IOException {
    assertEquals(
        "{\"a\": \"\\u003c/script>\\u003c!-- \\u003c\", \"b\": \"€ \\u2028\\u2029\u2027\u202a ∀\","
            + " \"c\": \"\\u2028\\u003c\\u2029\"}",
        copy(JSON, chunk));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "\"…\"", "â\u0080"})
  void leavesTheRestAsItIs(String json) throws IOException {
    assertEquals(json, copy(json, 2));
  }

  private static String copy(String json, int chunk) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScriptSafe safe = new ScriptSafe(out);
    for (int from = 0; from < bytes.length; from += chunk) {
      safe.write(bytes, from, Math.min(chunk, bytes.length - from));
    }
    safe.finish();
    return out.toString(StandardCharsets.UTF_8);
  }
}
