package io.querymirror.archive;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import io.querymirror.stats.JudgedCopies;
import io.querymirror.stats.JudgedCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a target's copies came to into {@code results-TARGET-N.jsonl.gz}, on a thread of its
 * own. Whoever adds never waits: what the queue or the disk does not take is dropped and counted.
 */
public final class ResultFiles implements JudgedCopies, AutoCloseable {
  /** Files of a target, and what each holds before the next one begins: 128 MB in all. */
  static final int FILES = 8;

  static final long FILE_BYTES = 16 << 20;

  /** Of one to three KB each. */
  private static final int QUEUE = 4096;

  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long CLOSE_MILLIS = 2_000;
  private static final Log LOG = Log.of(ResultFiles.class);

  private final BlockingQueue<JudgedCopy> queue = new ArrayBlockingQueue<>(QUEUE);
  private final RotatedFiles files;
  private final Path directory;
  private final SavedRun run;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder saved = new LongAdder();
  private final Thread writer;
  private CopyLines lines = new CopyLines();
  private volatile boolean closing;
  private boolean failing;
  private long failedAt;
  private long flushedAt;
  private long unflushed;

  /**
   * @param directory created when it is first needed
   */
  public ResultFiles(Path directory, SavedRun run) {
    this(directory, run, FILE_BYTES, FILES);
  }

  ResultFiles(Path directory, SavedRun run, long fileBytes, int files) {
    this.directory = directory.toAbsolutePath().normalize();
    this.run = run;
    this.files = new RotatedFiles(this.directory, "results-" + run.target(), fileBytes, files);
    this.writer = AgentThreads.of("querymirror-results-" + run.target(), this::write);
    writer.setPriority(Thread.MIN_PRIORITY);
    writer.start();
  }

  @Override
  public void add(JudgedCopy copy) {
    if (closing || !queue.offer(copy)) {
      dropped.increment();
    }
  }

  /** Copies that are in no file. */
  public long dropped() {
    return dropped.sum();
  }

  /** Copies that were written. */
  public long saved() {
    return saved.sum();
  }

  private void write() {
    try {
      while (!closing || !queue.isEmpty()) {
        JudgedCopy copy = queue.poll(500, TimeUnit.MILLISECONDS);
        if (copy != null) {
          write(copy);
        }
        if (unflushed > 0 && (copy == null || System.nanoTime() - flushedAt > FLUSH_NANOS)) {
          flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.say(Message.RESULTS_ENDED, run.target(), e);
      closing = true;
    }
    dropped.add(queue.size());
    try {
      files.close();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void write(JudgedCopy copy) {
    if (failing && System.nanoTime() - failedAt < RETRY_NANOS) {
      dropped.increment();
      return;
    }
    try {
      if (files.begins()) {
        lines = new CopyLines();
        files.write(run.line());
      }
      byte[] digest = lines.digest(copy);
      if (digest != null) {
        files.write(digest);
      }
      files.write(lines.copy(copy));
      if (failing) {
        files.flush(); // only what is on the disk is a sign that it takes something again
        failing = false;
        LOG.say(Message.RESULTS_AGAIN, run.target(), directory);
      }
      saved.increment();
      unflushed++;
    } catch (IOException e) {
      dropped.increment();
      failed(e);
    }
  }

  private void flush() {
    flushedAt = System.nanoTime();
    try {
      files.flush();
      unflushed = 0;
    } catch (IOException e) {
      failed(e);
    }
  }

  /** What was not flushed is in no file. */
  private void failed(@Nullable Exception e) {
    failedAt = System.nanoTime();
    saved.add(-unflushed);
    dropped.add(unflushed);
    unflushed = 0;
    if (!failing) {
      failing = true;
      LOG.say(Message.RESULTS_FAILING, directory, e);
    }
  }

  /** Writes what is queued, for two seconds at most. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
