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

  Stage(ServerKind kind, String... shops) throws Exception {
    source = Bed.start(kind, shops);
    target = Bed.start(kind, shops);
    hung = Bed.start(kind, shops);
    slow = new SlowLine(target.server().port(), SLOW_MILLIS);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      dead = "127.0.0.1:" + free.getLocalPort();
    }
  }

  Bed source() {
    return source;
  }

  EmbeddedServer hung() {
    return hung.server();
  }

  /** Attaches what the variant says. */
  Jvm attach(Jvm jvm, Variant variant, boolean writes, Path directory) throws IOException {
    jvm.option("-Xmx256m", Cpu.OPTION);
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
