package io.querymirror.model;

/** How a hash is written where it names something. */
public final class Id {
  private static final String ZEROS = "0000000000000000";

  private Id() {}

  /** As 16 hexadecimal digits. */
  public static String of(long hash) {
    String hex = Long.toHexString(hash);
    return ZEROS.substring(hex.length()) + hex;
  }
}
