package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/**
 * A statement's text with what was found out about it so far. One object per prepared statement of
 * the application, so that its second execution finds the answers of the first; a plain statement
 * gets a new one. The slots are written by the dispatcher and read by any thread; a lost write
 * costs only work done twice.
 */
public final class StatementText {
  private final String sql;
  private volatile @Nullable SqlShape shape;
  private volatile @Nullable FastVerdict fastVerdict;
  private volatile @Nullable SqlAccess access;

  public StatementText(String sql) {
    this.sql = sql;
  }

  /** As the application gave it. */
  public String sql() {
    return sql;
  }

  public @Nullable SqlShape shape() {
    return shape;
  }

  public void shape(SqlShape value) {
    this.shape = value;
  }

  /** Which rows it reads and writes, where a target asked, or null. */
  public @Nullable SqlAccess access() {
    return access;
  }

  public void access(SqlAccess value) {
    this.access = value;
  }

  /** A decision that the application's thread may act on by itself, or null. */
  public @Nullable FastVerdict fastVerdict() {
    return fastVerdict;
  }

  public void fastVerdict(@Nullable FastVerdict value) {
    this.fastVerdict = value;
  }
}
