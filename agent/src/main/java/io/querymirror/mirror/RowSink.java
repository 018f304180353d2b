package io.querymirror.mirror;

import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one result as they come over the wire, up to so many and so large. */
final class RowSink {
  /** What a packet takes beside its bytes: the array's head and its place in the list. */
  private static final int PACKET = 24;

  /** Catalog, schema, table and its own name: before the label. */
  private static final int NAMES_BEFORE = 4;

  private final boolean binary;
  private final long rowLimit;
  private long bytesLeft;
  private @Nullable List<ResultColumn> columns;
  private @Nullable List<byte[]> packets;
  private boolean capped;

  /**
   * @param binary rows come by the binary protocol
   * @param rowLimit so many are kept; all are let go where there are more
   * @param byteLimit of rows, with what each takes in memory beside its bytes
   */
  RowSink(boolean binary, int rowLimit, long byteLimit) {
    this.binary = binary;
    this.rowLimit = rowLimit;
    this.bytesLeft = byteLimit;
  }

  /** A result with rows begins. */
  void begin() {
    columns = new ArrayList<>();
    packets = new ArrayList<>();
  }

  /** Whether a row of this size will be kept; all are let go where one is not. */
  boolean takes(long length) {
    List<byte[]> kept = packets;
    if (kept == null) {
      return false;
    }
    bytesLeft -= length + PACKET;
    if (bytesLeft < 0 || kept.size() >= rowLimit) {
      capped = true;
      packets = null;
      return false;
    }
    return true;
  }

  void row(byte[] packet) {
    if (packets != null) {
      packets.add(packet);
    }
  }

  /**
   * @param packet of a column's definition
   * @param names what its names are encoded in
   */
  void column(byte[] packet, Charset names) {
    try {
      read(packet, names);
    } catch (IndexOutOfBoundsException e) {
      // Not what the protocol says: rows of columns that nobody knows are of no use.
      columns = null;
    }
  }

  private void read(byte[] packet, Charset names) {
    int at = 0;
    for (int i = 0; i < NAMES_BEFORE; i++) {
      at = after(packet, at);
    }
    int end = after(packet, at);
    int start = end - length(packet, at);
    int fixed = after(packet, end) + 1;
    if (columns != null) {
      columns.add(
          new ResultColumn(
              new String(packet, start, end - start, names),
              packet[fixed + 6] & 0xff,
              (int) little(packet, fixed + 7, 2),
              packet[fixed + 9] & 0xff,
              (int) little(packet, fixed, 2),
              little(packet, fixed + 2, 4)));
    }
  }

  /** Null where there were none, or not all were kept. */
  @Nullable ResultRows rows() {
    return packets == null || columns == null ? null : new PacketRows(columns, binary, packets);
  }

  boolean capped() {
    return capped;
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
