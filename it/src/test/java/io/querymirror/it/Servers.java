package io.querymirror.it;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * Servers that tests share, started on the first call and gone with this JVM: of each kind one that
 * plays production, and one target. Each test makes schemas of its own there; a test that stops,
 * kills or configures a server starts its own.
 */
final class Servers {
  private static final Map<ServerKind, EmbeddedServer> SOURCES = new EnumMap<>(ServerKind.class);
  private static final Map<ServerKind, EmbeddedServer> TARGETS = new EnumMap<>(ServerKind.class);

  private Servers() {}

  static synchronized EmbeddedServer source(ServerKind kind) {
    Needs.server(kind);
    return SOURCES.computeIfAbsent(kind, k -> EmbeddedServer.start(k));
  }

  static synchronized EmbeddedServer target(ServerKind kind) {
    Needs.server(kind);
    return TARGETS.computeIfAbsent(kind, k -> EmbeddedServer.start(k));
  }
}
