package io.querymirror.compare;

import org.jspecify.annotations.Nullable;

/** One value of an example; immutable. It holds the value itself: whoever shows it masks it. */
public final class ExampleCell {
  private final String type;
  private final @Nullable String text;
  private final int length;
  private final long hash;
  private final boolean cut;

  ExampleCell(String type, @Nullable String text, int length, long hash, boolean cut) {
    this.type = type;
    this.text = text;
    this.length = length;
    this.hash = hash;
    this.cut = cut;
  }

  /** As in {@code varchar}. */
  public String type() {
    return type;
  }

  /** Null for NULL; bytes as {@code 0x…}. */
  public @Nullable String text() {
    return text;
  }

  /** Bytes that the server sent for it. */
  public int length() {
    return length;
  }

  /** Equal for equal values, whatever their type and encoding. */
  public long hash() {
    return hash;
  }

  /** The text is its beginning alone. */
  public boolean cut() {
    return cut;
  }
}
