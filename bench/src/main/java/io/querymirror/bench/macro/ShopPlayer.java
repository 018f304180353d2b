package io.querymirror.bench.macro;

import io.querymirror.bench.child.Cpu;
import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Memory;
import io.querymirror.bench.child.Root;
import io.querymirror.it.server.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shop with its own tables; its load driver runs anew for each turn, as long for every shop. */
final class ShopPlayer extends Player implements AutoCloseable {
  private static final Pattern HELLO = Pattern.compile("shop listening on (\\S+)\\R");
  private static final Pattern REQUESTS = Pattern.compile("requests=(\\d+)");

  /** {@code GET /cart 123 0 0 0.51 2.30}: endpoint, three counts, p50 and p99 in ms. */
  private static final Pattern ENDPOINT =
      Pattern.compile("(?m)^[A-Z]+ /\\S* +(\\d+) +\\d+ +\\d+ +([\\d.]+) +([\\d.]+)$");

  private static final long SETTLE = 200;
  private static final AtomicInteger SEEDS = new AtomicInteger((int) (System.nanoTime() >>> 20));

  private final Process process;
  private final String url;

  private ShopPlayer(String name, Process process, String url) {
    super(name);
    this.process = process;
    this.url = url;
  }

  static Jvm jvm(String database) {
    return Jvm.of(Root.shop().toString(), "com.example.shop.ShopServer")
        .option(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dshop.db.url=" + database,
            "-Dshop.db.user=app",
            "-Dshop.db.password=" + EmbeddedServer.PASSWORD,
            "-Dshop.port=0");
  }

  static ShopPlayer start(String name, Jvm jvm, Path directory) throws Exception {
    Path log = directory.resolve("shop.log");
    ProcessBuilder builder =
        new ProcessBuilder(jvm.command())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Jvm.clean(builder);
    Process process = builder.start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      Matcher hello = HELLO.matcher(Files.readString(log));
      if (hello.find()) {
        return new ShopPlayer(name, process, hello.group(1));
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IOException(name + ": " + Files.readString(log));
  }

  @Override
  Map<String, Double> turn(long millis) throws Exception {
    Jvm driver =
        Jvm.of(Root.shop().toString(), "com.example.shop.load.LoadDriver")
            .option("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .argument("--url", url, "--users", 4, "--seconds", Math.round(millis / 1e3))
            .argument("--seed", SEEDS.incrementAndGet());
    ProcessBuilder builder = new ProcessBuilder(driver.command()).redirectErrorStream(true);
    Jvm.clean(builder);
    Cpu before = Cpu.of(process.pid());
    Process driving = builder.start();
    String said = new String(driving.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    driving.waitFor();
    Thread.sleep(SETTLE);
    Cpu after = Cpu.of(process.pid());
    Matcher requests = REQUESTS.matcher(said);
    if (!requests.find()) {
      throw new IOException(said);
    }
    double count = Double.parseDouble(requests.group(1));
    Map<String, Double> figures = new TreeMap<>();
    figures.put("requests", count);
    figures.put("cpu", after.since(before) / 1e3 / count);
    figures.put("agent", after.since(before, Cpu.Part.AGENT) / 1e3 / count);
    figures.put("application", after.since(before, Cpu.Part.APPLICATION) / 1e3 / count);
    figures.put("compiler", after.since(before, Cpu.Part.COMPILER) / 1e3 / count);
    figures.put("collector", after.since(before, Cpu.Part.COLLECTOR) / 1e3 / count);
    figures.put(COMPILING, after.compiling(before));
    figures.put("rss", Memory.now(process.pid()));
    latencies(said, figures);
    return figures;
  }

  /** Means of the endpoints' quantiles, by how often each was asked. */
  private static void latencies(String said, Map<String, Double> into) {
    double count = 0;
    double p50 = 0;
    double p99 = 0;
    Matcher line = ENDPOINT.matcher(said);
    while (line.find()) {
      double n = Double.parseDouble(line.group(1));
      count += n;
      p50 += n * Double.parseDouble(line.group(2));
      p99 += n * Double.parseDouble(line.group(3));
    }
    into.put("p50", p50 / count);
    into.put("p99", p99 / count);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
