package io.querymirror.bench.child;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every core from falling asleep, by a loop in the kernel's idle class that gives way to
 * anything else at once. Waking a sleeping core takes longer than all that is measured here: a loop
 * over a loopback connection ran twice as fast beside any other load, a mirror for one.
 */
public final class WarmCores implements AutoCloseable {
  /** Ends with the JVM that began it. */
  private static final String LOOP =
      "while kill -0 $PPID 2>/dev/null; do for ((i = 0; i < 300000; i++)); do :; done; done";

  private final List<Process> loops = new ArrayList<>();

  public WarmCores() throws IOException {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      loops.add(new ProcessBuilder("chrt", "--idle", "0", "bash", "-c", LOOP).start());
    }
  }

  @Override
  public void close() {
    loops.forEach(Process::destroyForcibly);
  }
}
