package io.querymirror.mirror.wire;

import io.querymirror.model.ResultColumn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns of results as they come over the wire. A statement's results have the same bytes there
 * each time, so the last few are known again and not read anew. Confined to the connection's
 * worker.
 */
final class SeenColumns {
  /** A power of two. */
  private static final int PLACES = 16;

  /** Bytes of a result's columns that are remembered, at most. */
  private static final int LONGEST = 2 << 10;

  /** Bytes beyond which room is let go of again. */
  private static final int ROOM = 64 << 10;

  private static final int HEAD = 4;

  /** Catalog, schema, table and its own name: before the label. */
  private static final int NAMES_BEFORE = 4;

  private static final class Seen {
    final byte[] bytes;
    final String encoding;
    final List<ResultColumn> columns;

    Seen(byte[] bytes, String encoding, List<ResultColumn> columns) {
      this.bytes = bytes;
      this.encoding = encoding;
      this.columns = columns;
    }
  }

  private final @Nullable Seen[] places = new Seen[PLACES];
  private @Nullable Seen last;

  /** The packets of the last result's columns, with their heads, one behind the other. */
  private byte[] buffer = new byte[512];

  private int end;

  /** Reads the packets of so many columns. */
  void read(InputStream in, long columns) throws IOException {
    end = 0;
    if (buffer.length > ROOM) {
      buffer = new byte[ROOM];
    }
    for (long i = 0; i < columns; i++) {
      fill(in, HEAD);
      fill(in, (int) little(buffer, end - HEAD, 3));
    }
  }

  private void fill(InputStream in, int bytes) throws IOException {
    if (bytes > buffer.length - end) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + bytes));
    }
    if (in.readNBytes(buffer, end, bytes) < bytes) {
      throw new IOException("the connection ended within a result");
    }
    end += bytes;
  }

  /**
   * What was read.
   *
   * @param encoding what names are encoded in
   * @return immutable; null where it is not what the protocol says
   */
  @Nullable List<ResultColumn> columns(String encoding) {
    Seen before = last;
    if (before != null && isOf(before, encoding)) {
      return before.columns;
    }
    int place = place();
    Seen known = places[place];
    if (known != null && isOf(known, encoding)) {
      last = known;
      return known.columns;
    }
    List<ResultColumn> columns;
    try {
      columns = parse(Charset.forName(encoding));
    } catch (IndexOutOfBoundsException e) {
      return null;
    }
    if (end <= LONGEST) {
      last = new Seen(Arrays.copyOf(buffer, end), encoding, columns);
      places[place] = last;
    }
    return columns;
  }

  private boolean isOf(Seen seen, String encoding) {
    return Arrays.equals(seen.bytes, 0, seen.bytes.length, buffer, 0, end)
        && seen.encoding.equals(encoding);
  }

  private int place() {
    int hash = end;
    int step = Math.max(1, end >> 4);
    for (int i = end - 1; i >= 0; i -= step) {
      hash = 31 * hash + buffer[i];
    }
    return (hash ^ hash >>> 16 ^ hash >>> 8) & PLACES - 1;
  }

  private List<ResultColumn> parse(Charset names) {
    List<ResultColumn> columns = new ArrayList<>();
    for (int at = 0; at < end; ) {
      int start = at + HEAD;
      at = start + (int) little(buffer, at, 3);
      columns.add(column(Arrays.copyOfRange(buffer, start, at), names));
    }
    return List.copyOf(columns);
  }

  private static ResultColumn column(byte[] packet, Charset names) {
    int at = 0;
    for (int i = 0; i < NAMES_BEFORE; i++) {
      at = after(packet, at);
    }
    int end = after(packet, at);
    int start = end - length(packet, at);
    int fixed = after(packet, end) + 1;
    return new ResultColumn(
        new String(packet, start, end - start, names),
        packet[fixed + 6] & 0xff,
        (int) little(packet, fixed + 7, 2),
        packet[fixed + 9] & 0xff,
        (int) little(packet, fixed, 2),
        little(packet, fixed + 2, 4));
  }

  private static int after(byte[] packet, int at) {
    int head = (packet[at] & 0xff) == 0xfc ? 3 : 1;
    return at + head + length(packet, at);
  }

  /** Of a name; none takes three bytes to tell its length. */
  private static int length(byte[] packet, int at) {
    int first = packet[at] & 0xff;
    return first == 0xfc ? (int) little(packet, at + 1, 2) : first;
  }

  private static long little(byte[] packet, int at, int bytes) {
    long n = 0;
    for (int i = 0; i < bytes; i++) {
      n |= (packet[at + i] & 0xffL) << (8 * i);
    }
    return n;
  }
}
