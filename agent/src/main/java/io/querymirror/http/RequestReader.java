package io.querymirror.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts one request together from the bytes of its connection, as they come. What follows it is not
 * looked at: every connection carries one request.
 */
final class RequestReader {
  /** Request line and headers. */
  static final int MOST_HEAD = 8 << 10;

  /** {@code false} with blanks around it, and some to spare. */
  static final int MOST_BODY = 1 << 10;

  private byte[] bytes = new byte[1 << 10];
  private int size;
  private int headEnd = -1;
  private @Nullable Head head;

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Takes all that is there.
   *
   * @return the request, once it is whole
   */
  @Nullable Request take(ByteBuffer from) throws RefusedException {
    int before = size;
    int n = Math.min(from.remaining(), MOST_HEAD + MOST_BODY + 1 - size);
    if (size + n > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + n, 2 * bytes.length));
    }
    from.get(bytes, size, n);
    from.position(from.limit());
    size += n;
    Head known = head;
    if (known == null) {
      headEnd = endOfHead(Math.max(0, before - 3));
      if (headEnd < 0 ? size > MOST_HEAD : headEnd > MOST_HEAD) {
        int line = lineEnd();
        throw line >= 0 && line < MOST_HEAD
            ? new RefusedException(431, "the headers are longer than " + MOST_HEAD + " bytes")
            : new RefusedException(414, "the address is longer than " + MOST_HEAD + " bytes");
      }
      if (headEnd < 0) {
        return null;
      }
      known = Head.parse(new String(bytes, 0, headEnd - 2, StandardCharsets.ISO_8859_1));
      head = known;
    }
    int end = headEnd + known.contentLength();
    return size < end ? null : known.request(Arrays.copyOfRange(bytes, headEnd, end));
  }

  private int lineEnd() {
    for (int i = 1; i < size; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Behind the empty line; -1 where it has not come. */
  private int endOfHead(int from) {
    for (int i = from; i + 3 < size; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }
}
