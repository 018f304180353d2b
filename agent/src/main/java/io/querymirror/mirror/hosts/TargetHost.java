package io.querymirror.mirror.hosts;

import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One host of a target, as lanes see it. */
public interface TargetHost {
  public enum State {
    /** Not reached yet, or lost a moment ago: what is queued waits. */
    CONNECTING,
    UP,
    /** Shunned after repeated failures; tried again from time to time. */
    DOWN,
    /** Not shown to be another database than the source: nothing may be applied. */
    REFUSED;

    /** As the report names it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code host:port}. */
  String address();

  /** 0 for no new work. */
  int weight();

  boolean writer();

  State state();

  /** Begins to connect; {@code changed} runs after every change of state, on any thread. */
  void start(Runnable changed);

  /**
   * A connection for one lane alone, with autocommit on and no transaction open. May wait a second
   * or so.
   *
   * @param signature of the state that the lane is about to bring about; a pooled connection that
   *     has it already may be given
   */
  TargetConnection connect(
      ConnectionVariant variant, SourceConnection source, @Nullable String signature)
      throws SQLException;

  /** A connection of the agent's own, that the caller closes. */
  default Connection own() throws SQLException {
    throw new SQLException(address() + " is for copies alone");
  }

  /** The same with the properties of a source connection. */
  default Connection own(ConnectionVariant variant) throws SQLException {
    throw new SQLException(address() + " is for copies alone");
  }

  /** What a rollback would not undo here of a statement, or null. */
  default @Nullable String keeps(Execution e, TextMap texts) {
    return null;
  }

  /** Closes every connection, also those in use; does not wait. */
  void close();
}
