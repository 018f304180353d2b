package io.querymirror.mirror.hosts;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Execution;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to one host of a target, used by one worker at a time. */
public interface TargetConnection {
  TargetHost host();

  /** Runs a copy and reads all its results; never throws. */
  CopyResult copy(Execution e, String sql);

  /**
   * The same, and keeps the rows of its first result where asked to, up to what the target's
   * settings of comparison say.
   */
  default CopyResult copy(Execution e, String sql, boolean keepRows) {
    return copy(e, sql);
  }

  /** What the next {@link #copy} is told beside its text; good for that one alone. */
  default void pin(Pin next) {}

  /**
   * Sends copies all at once; the server runs them one after the other, in their order. Never
   * throws.
   *
   * @return of the first of them, what came of each; those that are missing are to be run anew
   */
  List<CopyResult> copyAll(List<Execution> all, List<String> texts);

  /** The same, and keeps the rows of each where asked to. */
  default List<CopyResult> copyAll(List<Execution> all, List<String> texts, boolean keepRows) {
    return copyAll(all, texts);
  }

  /** Runs a statement without results, exactly as it is given. */
  void run(String sql) throws SQLException;

  /**
   * Runs a SELECT of one row, exactly as it is given; answers the row's values as Number, String,
   * Boolean, byte[] or null.
   */
  List<@Nullable Object> ask(String sql) throws SQLException;

  /** The codes of what the last statement was warned of, the first hundred. */
  default List<Integer> warnings() throws SQLException {
    return List.of();
  }

  /** Whether it was opened with these properties. */
  boolean carries(ConnectionVariant wanted);

  /** Whether another session had it before. */
  boolean used();

  /** False where it is known to be dead; asks the server after a long silence. */
  boolean alive();

  /** Whether a transaction is open, as the server said with its last answer. */
  boolean inTransaction();

  /** Current schema; null for none. */
  @Nullable String schema();

  void schema(@Nullable String schema);

  boolean autocommit();

  void autocommit(boolean on);

  /** Into this mode before the next statement; without a round trip of its own, if that can be. */
  default void turn(boolean on) throws SQLException {
    run(Marker.COPY + "SET autocommit=" + (on ? "1" : "0"));
    autocommit(on);
  }

  /** The session state that it had when it was last given back; empty for a new one. */
  String signature();

  /**
   * Gives it back.
   *
   * @param signature of its state, where another lane may have it; null closes it
   */
  void release(@Nullable String signature);
}
