package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/** Where the bytes of one value of a row are found; set anew for each row, for one thread. */
public final class Cell {
  private byte @Nullable [] bytes;
  private int offset;
  private int length;

  public void set(byte[] array, int from, int count) {
    bytes = array;
    offset = from;
    length = count;
  }

  public void setNull() {
    bytes = null;
    offset = 0;
    length = 0;
  }

  public boolean isNull() {
    return bytes == null;
  }

  /** Not to be written to; only {@link #length} bytes from {@link #offset} are the value. */
  public byte @Nullable [] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }
}
