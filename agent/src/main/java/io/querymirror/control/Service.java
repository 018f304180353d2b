package io.querymirror.control;

import io.querymirror.config.Settings;

/**
 * Something that serves operators while the application runs: an MBean, an HTTP server, the
 * command's socket, a watch.
 *
 * <p>{@link #start} is called once, when the application's main has settled, and not at all where
 * the JVM ends before; {@link #reconfigured} only after it. Both run on the agent's timer thread
 * and may block it for a moment. What they throw is logged, and the others live on.
 */
public interface Service extends AutoCloseable {
  void start();

  /** A reload was taken over: these settings are in force now. */
  default void reconfigured(Settings settings) {}

  /** At detach and at the JVM's exit; also where {@link #start} has thrown. */
  @Override
  void close();
}
