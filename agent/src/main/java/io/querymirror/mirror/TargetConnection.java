package io.querymirror.mirror;

import io.querymirror.model.Execution;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One connection to one host of a target, used by one worker at a time. */
interface TargetConnection {
  TargetHost host();

  /** Runs a copy and reads all its results; never throws. */
  CopyResult copy(Execution e, String sql);

  /** Runs a statement without results, exactly as it is given. */
  void run(String sql) throws SQLException;

  /** False where it is known to be dead; asks the server after a long silence. */
  boolean alive();

  /** Current schema; null for none. */
  @Nullable String schema();

  void schema(@Nullable String schema);

  boolean autocommit();

  void autocommit(boolean on);

  /** The session state that it had when it was last given back; empty for a new one. */
  String signature();

  /**
   * Gives it back.
   *
   * @param signature of its state, where another lane may have it; null closes it
   */
  void release(@Nullable String signature);
}
