package io.querymirror.stats;

/** A column that has another type on the target, with values that agree. */
public final class TypeDrift {
  private final String column;
  private final String source;
  private final String target;
  private final long count;

  private TypeDrift(String column, String source, String target, long count) {
    this.column = column;
    this.source = source;
    this.target = target;
    this.count = count;
  }

  /**
   * @param source type of the column there, in the words of SQL
   */
  public static TypeDrift of(String column, String source, String target) {
    return new TypeDrift(column, source, target, 1);
  }

  TypeDrift again(long times) {
    return new TypeDrift(column, source, target, count + times);
  }

  boolean isLike(TypeDrift other) {
    return column.equals(other.column)
        && source.equals(other.source)
        && target.equals(other.target);
  }

  public String column() {
    return column;
  }

  public String source() {
    return source;
  }

  public String target() {
    return target;
  }

  /** Results that had it. */
  public long count() {
    return count;
  }
}
