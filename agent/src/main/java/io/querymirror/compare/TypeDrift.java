package io.querymirror.compare;

/** A column whose type is not the same on both sides, though its values agree; immutable. */
public final class TypeDrift {
  private final String column;
  private final String source;
  private final String target;

  TypeDrift(String column, String source, String target) {
    this.column = column;
    this.source = source;
    this.target = target;
  }

  public String column() {
    return column;
  }

  /** As in {@code bigint unsigned}. */
  public String source() {
    return source;
  }

  public String target() {
    return target;
  }

  @Override
  public String toString() {
    return column + ": " + source + " → " + target;
  }
}
