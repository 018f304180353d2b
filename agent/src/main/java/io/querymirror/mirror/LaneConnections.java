package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.hosts.TargetHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections of one lane: one to its writer, and with readers one to each host in use. */
final class LaneConnections {
  private final Map<TargetHost, TargetConnection> byHost = new LinkedHashMap<>();
  private @Nullable TargetConnection writer;

  /** Where all that depends on the session runs; null for none yet. */
  @Nullable TargetConnection writer() {
    return writer;
  }

  @Nullable TargetConnection on(TargetHost host) {
    return byHost.get(host);
  }

  void add(TargetConnection connection, boolean asWriter) {
    byHost.put(connection.host(), connection);
    if (asWriter) {
      writer = connection;
    }
  }

  /** A reader's connection becomes the writer's, where both are one host. */
  void writer(TargetConnection connection) {
    writer = connection;
  }

  List<TargetConnection> all() {
    return new ArrayList<>(byHost.values());
  }

  boolean isEmpty() {
    return byHost.isEmpty();
  }

  void drop(TargetConnection connection) {
    byHost.remove(connection.host());
    if (writer == connection) {
      writer = null;
    }
    connection.release(null);
  }

  void releaseAll(@Nullable String signature) {
    for (TargetConnection connection : byHost.values()) {
      connection.release(signature);
    }
    byHost.clear();
    writer = null;
  }
}
