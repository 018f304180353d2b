package com.example.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;

/** Has the agent in this JVM read its configuration again, and looks at what that leaves behind. */
final class Reloads {
  private static final int PATIENCE_SECONDS = 60;

  private Reloads() {}

  /** What changed, or why it was refused. */
  static String once() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        Object changes =
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("io.querymirror:type=QueryMirror"),
                    "reload",
                    new Object[0],
                    new String[0]);
        return "reloaded " + String.join("; ", (String[]) changes);
      } catch (InstanceNotFoundException e) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(e);
        }
        pause(50); // The agent waits until the application's main has settled.
      } catch (MBeanException | RuntimeMBeanException e) {
        return "refused " + e.getCause().getMessage();
      } catch (JMException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Puts the files of a directory in the configuration's place, one after another and again, and
   * has each read.
   */
  static String storm(Path config, Path variants, int count) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(variants)) {
      files = all.sorted().collect(Collectors.toList());
    }
    int warm = Math.max(2 * files.size(), Math.min(count / 10, 500));
    run(config, files, warm);
    int rest = count < 1_000 ? 500 : 12_000;
    String before = state(rest);
    long start = System.nanoTime();
    String kinds = run(config, files, count);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return kinds + " took_ms=" + took + " before=[" + before + "] after=[" + state(rest) + "]";
  }

  private static String run(Path config, List<Path> files, int count) throws IOException {
    int reloaded = 0;
    int refused = 0;
    for (int i = 0; i < count; i++) {
      Path next = config.resolveSibling("next");
      Files.copy(files.get(i % files.size()), next, StandardCopyOption.REPLACE_EXISTING);
      Files.move(next, config, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (once().startsWith("reloaded")) {
        reloaded++;
      } else {
        refused++;
      }
    }
    // The first one is what the end is compared with.
    Files.copy(files.get(0), config, StandardCopyOption.REPLACE_EXISTING);
    once();
    return "reloaded=" + reloaded + " refused=" + refused;
  }

  /**
   * Once the targets that were taken out are gone.
   *
   * @param rest for idle workers and connections to end
   */
  private static String state(int rest) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (threads("querymirror-leaving") > 0 && System.nanoTime() < deadline) {
      pause(20);
    }
    pause(rest);
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      pause(100);
      Runtime runtime = Runtime.getRuntime();
      heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
    }
    long descriptors;
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      descriptors = open.count();
    }
    return "heap_kb="
        + heap / 1024
        + " threads="
        + threads("querymirror")
        + " classes="
        + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
        + " descriptors="
        + descriptors;
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith(prefix))
        .count();
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
