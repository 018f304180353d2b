package io.querymirror.model;

/** One column of a result, as the MySQL protocol describes it; immutable. */
public final class ResultColumn {
  private final String label;
  private final int type;
  private final int flags;
  private final int decimals;
  private final int collation;
  private final long length;

  /**
   * @param label the name that the result gives it
   * @param type the protocol's number of its type, 0 to 255
   * @param flags the protocol's bits: not null 1, unsigned 32, binary 128 and others
   * @param decimals digits behind the point; 31 where there is no fixed number of them
   * @param collation number of the character set and collation; 63 for bytes
   * @param length in bytes, at most
   */
  public ResultColumn(String label, int type, int flags, int decimals, int collation, long length) {
    this.label = label;
    this.type = type;
    this.flags = flags;
    this.decimals = decimals;
    this.collation = collation;
    this.length = length;
  }

  public String label() {
    return label;
  }

  public int type() {
    return type;
  }

  /** Whether its values are FLOAT or DOUBLE. */
  public boolean isApproximate() {
    return type == FieldType.FLOAT || type == FieldType.DOUBLE;
  }

  public int flags() {
    return flags;
  }

  public int decimals() {
    return decimals;
  }

  public int collation() {
    return collation;
  }

  public long length() {
    return length;
  }

  @Override
  public String toString() {
    return label + " type " + type;
  }
}
