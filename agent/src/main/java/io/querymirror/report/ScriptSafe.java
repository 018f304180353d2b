package io.querymirror.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON as it may stand inside of a script element. {@code <} ends one or opens a comment, and has
 * no place in JSON but in strings, where an escape says the same; the two line ends that Unicode
 * has beyond ASCII's are escaped for readers that take JSON for JavaScript.
 */
final class ScriptSafe {
  private static final byte[] LESS = "\\u003c".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LINE = "\\u2028".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PARAGRAPH = "\\u2029".getBytes(StandardCharsets.US_ASCII);

  private ScriptSafe() {}

  /** Copies JSON in UTF-8 to its end; neither stream is closed. */
  static void copy(InputStream json, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int matched = 0; // how many bytes of E2 80 A8|A9 came last, and are not written yet
    for (int n = json.read(buffer); n >= 0; n = json.read(buffer)) {
      int from = 0;
      for (int i = 0; i < n; i++) {
        int b = buffer[i] & 0xff;
        if (matched == 2 && (b == 0xa8 || b == 0xa9)) {
          out.write(b == 0xa8 ? LINE : PARAGRAPH);
          matched = 0;
          from = i + 1;
          continue;
        }
        if (matched == 1 && b == 0x80) {
          matched = 2;
          from = i + 1;
          continue;
        }
        if (matched > 0) {
          held(matched, out);
          matched = 0;
          from = i;
        }
        if (b == '<') {
          out.write(buffer, from, i - from);
          out.write(LESS);
          from = i + 1;
        } else if (b == 0xe2) {
          out.write(buffer, from, i - from);
          matched = 1;
          from = i + 1;
        }
      }
      out.write(buffer, from, n - from);
    }
    held(matched, out);
  }

  private static void held(int bytes, OutputStream out) throws IOException {
    if (bytes > 0) {
      out.write(0xe2);
    }
    if (bytes > 1) {
      out.write(0x80);
    }
  }
}
