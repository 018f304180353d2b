package io.querymirror.mirror.wire;

import io.querymirror.model.CallResults;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one statement as they come over the wire, up to so many and so large. */
final class RowSink {
  /** What a packet takes beside its bytes: the array's head and its place in the list. */
  private static final int PACKET = 24;

  /** Rows that most results do not have more of. */
  private static final int FEW = 4;

  private final boolean binary;
  private final long rowLimit;
  private final boolean all;
  private long bytesLeft;
  private @Nullable List<ResultColumn> columns;
  private @Nullable List<byte[]> packets;
  private boolean capped;

  /** Takes the next result; null while there is none, or where the first one is enough. */
  private @Nullable RowSink next;

  /**
   * @param binary rows come by the binary protocol
   * @param rowLimit so many are kept; all are let go where there are more
   * @param byteLimit of rows, with what each takes in memory beside its bytes
   * @param all of the results that one statement returns, all together within these limits; else
   *     the first
   */
  RowSink(boolean binary, long rowLimit, long byteLimit, boolean all) {
    this.all = all;
    this.binary = binary;
    this.rowLimit = rowLimit;
    this.bytesLeft = byteLimit;
  }

  /**
   * A result with rows begins.
   *
   * @param named its columns, immutable; null where they can't be read, so that rows are of no use
   */
  void begin(@Nullable List<ResultColumn> named) {
    columns = named;
    packets = new ArrayList<>(FEW);
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

  /** For the next result of the same statement; null where nobody wants it. */
  @Nullable RowSink next() {
    if (!all || capped) {
      return null;
    }
    long rowsLeft = rowLimit - (packets == null ? 0 : packets.size());
    RowSink sink = new RowSink(binary, rowsLeft, bytesLeft, true);
    next = sink;
    return sink;
  }

  /** Null where there were none, or not all were kept. */
  @Nullable ResultRows rows() {
    if (next == null) {
      return own();
    }
    List<ResultRows> results = new ArrayList<>(FEW);
    for (RowSink at = this; at != null; at = at.next) {
      ResultRows rows = at.own();
      if (rows != null) {
        results.add(rows);
      } else if (at.packets != null || at.capped) {
        return null;
      }
    }
    return CallResults.of(results, null);
  }

  private @Nullable ResultRows own() {
    return packets == null || columns == null ? null : new PacketRows(columns, binary, packets);
  }

  boolean capped() {
    return capped || next != null && next.capped();
  }
}
