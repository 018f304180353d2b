package io.querymirror.mirror.wire;

import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one result as they come over the wire, up to so many and so large. */
final class RowSink {
  /** What a packet takes beside its bytes: the array's head and its place in the list. */
  private static final int PACKET = 24;

  /** Rows that most results do not have more of. */
  private static final int FEW = 4;

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

  /** Null where there were none, or not all were kept. */
  @Nullable ResultRows rows() {
    return packets == null || columns == null ? null : new PacketRows(columns, binary, packets);
  }

  boolean capped() {
    return capped;
  }
}
