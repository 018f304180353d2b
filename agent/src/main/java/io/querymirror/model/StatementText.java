package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/**
 * A statement's text with what was found out about it so far. One object for all prepared
 * statements of one text and session, so that an execution finds the answers of the one before; a
 * plain statement gets a new one. The slots are written by one thread and read by any; a lost write
 * costs only work done twice.
 */
public final class StatementText {
  private final String sql;
  private volatile @Nullable SqlShape shape;
  private volatile @Nullable FastVerdict fastVerdict;
  private volatile @Nullable SqlAccess access;
  private volatile @Nullable BindLayout layout;

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

  /** By which setters the last statement of this text was bound, or null. */
  public @Nullable BindLayout layout() {
    return layout;
  }

  public void layout(BindLayout value) {
    this.layout = value;
  }

  /** A decision that the application's thread may act on by itself, or null. */
  public @Nullable FastVerdict fastVerdict() {
    return fastVerdict;
  }

  public void fastVerdict(@Nullable FastVerdict value) {
    this.fastVerdict = value;
  }
}
