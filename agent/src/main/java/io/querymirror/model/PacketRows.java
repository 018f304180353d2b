package io.querymirror.model;

import java.util.List;

/**
 * Rows as their packets came over the wire, read when they are asked for. A cell of the binary
 * protocol is what its type says, without a length before it: 1, 2, 4 or 8 bytes of a number with
 * the lowest first, 0, 4, 7 or 11 bytes of a date, 0, 8 or 12 of a time, else the bytes of a
 * string.
 */
public final class PacketRows implements ResultRows {
  private static final int NULL = 0xfb;
  private static final int ARRAY_HEAD = 16;

  private final List<ResultColumn> columns;
  private final boolean binary;
  private final List<byte[]> packets;
  private final long bytes;

  /**
   * @param packets of one row each, without the protocol's head; not to be changed any more
   */
  public PacketRows(List<ResultColumn> columns, boolean binary, List<byte[]> packets) {
    this.columns = List.copyOf(columns);
    this.binary = binary;
    this.packets = packets;
    long sum = 0;
    for (byte[] packet : packets) {
      sum += packet.length + ARRAY_HEAD;
    }
    this.bytes = sum;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean binary() {
    return binary;
  }

  @Override
  public int count() {
    return packets.size();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /**
   * @throws UnreadableRowsException where the packet is no row of these columns
   */
  @Override
  public void row(int index, Cell[] into) {
    byte[] packet = packets.get(index);
    int end = binary ? binaryRow(packet, into) : textRow(packet, into);
    if (end != packet.length) {
      throw unreadable();
    }
  }

  private int textRow(byte[] packet, Cell[] into) {
    int at = 0;
    for (int i = 0; i < columns.size(); i++) {
      if (at < packet.length && (packet[at] & 0xff) == NULL) {
        into[i].setNull();
        at++;
      } else {
        at = string(packet, at, into[i]);
      }
    }
    return at;
  }

  private int binaryRow(byte[] packet, Cell[] into) {
    int count = columns.size();
    // One byte before all, and in the map of NULLs two bits.
    int at = 1 + (count + 9) / 8;
    if (at > packet.length || packet[0] != 0) {
      throw unreadable();
    }
    for (int i = 0; i < count; i++) {
      int bit = i + 2;
      if ((packet[1 + (bit >> 3)] >> (bit & 7) & 1) != 0) {
        into[i].setNull();
        continue;
      }
      int width = width(columns.get(i).type());
      if (width == 0) {
        at = string(packet, at, into[i]);
      } else {
        at = cell(packet, at, width, into[i]);
      }
    }
    return at;
  }

  /** Bytes of a number in the binary protocol; 0 for what has its length before it. */
  private static int width(int type) {
    switch (type) {
      case FieldType.TINY:
        return 1;
      case FieldType.SHORT:
      case FieldType.YEAR:
        return 2;
      case FieldType.LONG:
      case FieldType.INT24:
      case FieldType.FLOAT:
        return 4;
      case FieldType.LONGLONG:
      case FieldType.DOUBLE:
        return 8;
      default:
        return 0;
    }
  }

  private static int string(byte[] packet, int start, Cell into) {
    if (start >= packet.length) {
      throw unreadable();
    }
    int first = packet[start] & 0xff;
    int more = first < NULL ? 0 : first == 0xfc ? 2 : first == 0xfd ? 3 : first == 0xfe ? 8 : -1;
    int at = start + 1;
    if (more < 0 || more > packet.length - at) {
      throw unreadable();
    }
    long length = more == 0 ? first : 0;
    for (int i = 0; i < more; i++) {
      length |= (packet[at++] & 0xffL) << (8 * i);
    }
    return cell(packet, at, length, into);
  }

  private static int cell(byte[] packet, int at, long length, Cell into) {
    if (length < 0 || length > packet.length - at) {
      throw unreadable();
    }
    into.set(packet, at, (int) length);
    return at + (int) length;
  }

  private static UnreadableRowsException unreadable() {
    return new UnreadableRowsException("a row packet is not what its columns say");
  }
}
