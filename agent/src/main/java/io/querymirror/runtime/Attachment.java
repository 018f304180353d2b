package io.querymirror.runtime;

import io.querymirror.capture.Capture;
import io.querymirror.capture.EventRing;
import io.querymirror.control.AgentInfo;
import io.querymirror.control.Answers;
import io.querymirror.control.Commands;
import io.querymirror.control.Toggle;
import io.querymirror.instrument.FrontTransformer;
import io.querymirror.instrument.LoadedDrivers;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import io.querymirror.mirror.MirrorTargets;
import io.querymirror.stats.CaptureLedger;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent in this JVM, from its first class to its last: what it hangs on to, and how it lets go
 * of all of it. Behind {@link #end} nothing refers to its class loader but a few threads that are
 * ending; the boot class stays, and does nothing.
 */
final class Attachment {
  private static final Log LOG = Log.of(Attachment.class);

  /** Enough for what an application does until the configuration has been read. */
  private static final int RING = 1 << 15;

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ClassLoader own = Attachment.class.getClassLoader();
  private final Instrumentation instrumentation;
  private final boolean attached;
  private final Runnable ended;
  private final CaptureLedger ledger = new CaptureLedger();
  private final EventRing ring = new EventRing(RING);
  private final FrontTransformer transformer = new FrontTransformer(own);
  private final Capture capture = new Capture(ring, ledger);
  private final AgentInfo info;
  private @Nullable Mirroring mirroring;
  private @Nullable Thread exit;
  private boolean over;

  Attachment(Instrumentation instrumentation, boolean attached, Runnable ended) {
    this.instrumentation = instrumentation;
    this.attached = attached;
    this.ended = ended;
    this.info = new AgentInfo(attached, Instant.now());
  }

  /** Behind {@link BootClasses#define}. */
  synchronized void begin(Path file) {
    instrumentation.addTransformer(transformer, true);
    Capture.openModulesBy(instrumentation);
    if (attached) {
      // Before anything is captured: statements of a session whose commits, savepoints and modes
      // are not seen yet, as their class has its hooks last, would run here as if there were none.
      LoadedDrivers.retransform(instrumentation, own);
    }
    if (!Boolean.FALSE.equals(Toggle.parse(System.getProperty(Toggle.PROPERTY)))) {
      capture.switchOn();
    }
    Mirroring begun = new Mirroring(file, ring, capture, ledger, this::endSoon, info, this::end);
    mirroring = begun;
    transformer.whenConnecting(begun::connecting);
    exit = new Thread(begun::shutdown, "querymirror-exit");
    Runtime.getRuntime().addShutdownHook(exit);
    AgentThreads.of(
            "querymirror-dispatcher",
            () -> {
              AgentProperty.announce(instrumentation);
              begun.run();
            })
        .start();
  }

  private synchronized @Nullable Mirroring mirroring() {
    return mirroring;
  }

  /** Waits until the configuration was read: what was made of it, as the answer to a command. */
  byte[] awaitStart() throws InterruptedException {
    Mirroring begun = mirroring();
    if (begun == null || !begun.awaitStart(START_NANOS)) {
      return Answers.failed("the agent is not ready yet: its JVM may be busy; ask for its status");
    }
    List<String> mistakes = begun.mistakes();
    return mistakes.isEmpty()
        ? answer("{\"command\":\"status\"}".getBytes(StandardCharsets.US_ASCII))
        : Answers.failed(mistakes);
  }

  /** The answer to a command. */
  byte[] answer(byte[] request) throws InterruptedException {
    Mirroring begun = mirroring();
    if (begun == null || !begun.awaitStart(START_NANOS)) {
      return Answers.failed("the agent has not started yet; try again");
    }
    Commands commands = begun.commands();
    return commands == null ? AttachCommand.nobody() : commands.answer(request);
  }

  private void endSoon() {
    Thread thread = new Thread(null, this::end, "querymirror-end", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Leaves the JVM; returns when that is done. Open transactions of the targets are rolled back,
   * what is complete is still run within the time for a drain.
   */
  synchronized void end() {
    if (over) {
      return;
    }
    over = true;
    List<String> left = new ArrayList<>();
    if (mirroring != null) {
      mirroring.end();
    }
    AgentProperty.remove();
    capture.leave();
    instrumentation.removeTransformer(transformer);
    for (String name : LoadedDrivers.retransform(instrumentation, own)) {
      left.add("the hook in " + name);
    }
    try {
      if (exit != null) {
        Runtime.getRuntime().removeShutdownHook(exit);
      }
    } catch (IllegalStateException e) {
      return; // The JVM ends, and with it everything.
    }
    MirrorTargets.stopDriver();
    left.addAll(awaitThreads());
    // Once more: a call that was in the capture may have left something behind the first time.
    capture.leave();
    if (!left.isEmpty()) {
      LOG.say(Message.LEAVES_TRACES, String.join(", ", left));
    } else if (mirroring != null && mirroring.commands() != null) {
      LOG.say(Message.DETACHED);
    }
    Log.end();
    ended.run();
  }

  /** The names of threads that did not end in time. */
  private List<String> awaitThreads() {
    long deadline = System.nanoTime() + END_NANOS;
    List<String> left = new ArrayList<>();
    for (Thread thread : OwnThreads.others(own)) {
      try {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        thread.join(Math.max(1, millis));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return left;
      }
      if (thread.isAlive()) {
        left.add("the thread " + thread.getName());
      }
    }
    return left;
  }
}
