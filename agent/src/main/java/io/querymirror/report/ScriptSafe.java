package io.querymirror.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes JSON in UTF-8 such that it may stand inside of a script element. {@code <} ends one or
 * opens a comment, and has no place in JSON but in strings, where an escape says the same; the two
 * line ends that Unicode has beyond ASCII's are escaped for readers that take JSON for JavaScript.
 */
final class ScriptSafe extends FilterOutputStream {
  private static final byte[] LESS = "\\u003c".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LINE = "\\u2028".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PARAGRAPH = "\\u2029".getBytes(StandardCharsets.US_ASCII);

  /** How many bytes of E2 80 A8 or A9 came last, and are not passed on yet. */
  private int held;

  ScriptSafe(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      int b = bytes[i] & 0xff;
      if (held == 2 && (b == 0xa8 || b == 0xa9)) {
        out.write(b == 0xa8 ? LINE : PARAGRAPH);
        held = 0;
        from = i + 1;
      } else if (held == 1 && b == 0x80) {
        held = 2;
        from = i + 1;
      } else {
        if (held > 0) {
          finish();
          from = i;
        }
        if (b == '<' || b == 0xe2) {
          out.write(bytes, from, i - from);
          from = i + 1;
          if (b == '<') {
            out.write(LESS);
          } else {
            held = 1;
          }
        }
      }
    }
    out.write(bytes, from, end - from);
  }

  /** Passes on what is held; to be called at the end. */
  void finish() throws IOException {
    if (held > 0) {
      out.write(0xe2);
    }
    if (held > 1) {
      out.write(0x80);
    }
    held = 0;
  }
}
