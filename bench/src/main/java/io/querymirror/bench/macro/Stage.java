package io.querymirror.bench.macro;

import io.querymirror.bench.bed.AgentFile;
import io.querymirror.bench.bed.Bed;
import io.querymirror.bench.child.Cpu;
import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Root;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import io.querymirror.it.server.SlowLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A source, a target that is well, one that hangs, one behind a slow line, and one that is gone.
 */
final class Stage implements AutoCloseable {
  private static final long SLOW_MILLIS = 20;

  private final Bed source;
  private final Bed target;
  private final Bed hung;
  private final SlowLine slow;
  private final String dead;

  Stage(ServerKind kind) throws Exception {
    this(kind, List.of(), List.of(), List.of());
  }

  /** With the shop's tables in these schemas of the source, of the target and of what hangs. */
  Stage(ServerKind kind, List<String> shops, List<String> copies, List<String> hanging)
      throws Exception {
    source = Bed.start(kind, shops.toArray(String[]::new));
    target = Bed.start(kind, copies.toArray(String[]::new));
    hung = Bed.start(kind, hanging.toArray(String[]::new));
    slow = new SlowLine(target.server().port(), SLOW_MILLIS);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      dead = "127.0.0.1:" + free.getLocalPort();
    }
  }

  Bed source() {
    return source;
  }

  Bed target() {
    return target;
  }

  EmbeddedServer hung() {
    return hung.server();
  }

  /** Attaches what the variant says. */
  Jvm attach(Jvm jvm, Variant variant, boolean writes, Path directory) throws IOException {
    // Left to itself the collector gives back most of the heap when the agent's classes make the
    // metaspace grow, and then collects five times as often as without them.
    jvm.option("-Xms256m", "-Xmx256m", Cpu.OPTION);
    if (variant == Variant.OPEN_TELEMETRY) {
      return jvm.option(
          "-javaagent:" + Root.openTelemetry(),
          "-Dotel.traces.exporter=none",
          "-Dotel.metrics.exporter=none",
          "-Dotel.logs.exporter=none");
    }
    if (!variant.ours()) {
      return jvm;
    }
    AgentFile file =
        new AgentFile()
            .target(
                "target",
                address(variant),
                List.of(
                    "writes: " + (writes ? "apply" : "deny"), "properties: {sslMode: DISABLED}"));
    if (variant == Variant.UNMATCHED) {
      file.match("{schema: elsewhere}");
    }
    if (variant == Variant.OFF) {
      file.top("enabled: false");
    }
    return jvm.agent(Root.agent(), file.write(directory));
  }

  private String address(Variant variant) {
    return Map.of(
            Variant.SLOW, slow.address(), Variant.HUNG, hung.server().address(), Variant.DEAD, dead)
        .getOrDefault(variant, target.server().address());
  }

  @Override
  public void close() throws IOException {
    slow.close();
    hung.close();
    target.close();
    source.close();
  }
}
