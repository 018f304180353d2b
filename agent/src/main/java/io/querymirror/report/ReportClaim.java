package io.querymirror.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which file of a directory this JVM writes: {@code report.json} for the first, {@code
 * report-HOST-PID.json} for every other.
 *
 * <p>The first is who holds the lock on {@code .querymirror.lock}; every other holds one on {@code
 * .report-HOST-PID.lock}, which tells that it lives. The operating system gives a lock back when
 * the process ends, however it ends, so a crash leaves nothing to clean up; a process id in a file
 * would have to be judged alive, and ids are used again (in containers nearly every JVM is number
 * 1). Where a file system has no locks, nobody is first, and who has not written for a day has
 * ended.
 */
final class ReportClaim implements Closeable {
  static final String LOCK = ".querymirror.lock";
  private static final String FIRST = "report.json";
  private static final Duration SILENCE = Duration.ofDays(1);

  /**
   * Lock files held by this JVM. Asked before one is opened: on POSIX systems closing any
   * descriptor of a file gives up the whole process's locks on it.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final String fileName;
  private final Path lockFile;
  private final @Nullable FileChannel lock;

  private ReportClaim(String fileName, Path lockFile, @Nullable FileChannel lock) {
    this.fileName = fileName;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * @param directory an existing one, absolute
   */
  static ReportClaim of(Path directory) {
    Path firsts = directory.resolve(LOCK);
    FileChannel first = hold(firsts);
    if (first != null) {
      return new ReportClaim(FIRST, firsts, first);
    }
    String name = Processes.reportName();
    Path own = lockOf(directory.resolve(name));
    return new ReportClaim(name, own, hold(own));
  }

  /** Whether the JVM that wrote such a report, or was about to, is no more. */
  static boolean hasEnded(Path report) throws IOException {
    Path file = lockOf(report);
    FileChannel channel = hold(file);
    if (channel != null) {
      letGo(file, channel, true);
      return true;
    }
    if (!Files.exists(report)) {
      return false;
    }
    FileTime last = Files.getLastModifiedTime(report);
    return last.toInstant().isBefore(Instant.now().minus(SILENCE));
  }

  private static Path lockOf(Path report) {
    String name = report.getFileName().toString();
    return report.resolveSibling("." + name.substring(0, name.lastIndexOf('.')) + ".lock");
  }

  /** Null where it is held already. */
  private static @Nullable FileChannel hold(Path file) {
    synchronized (HELD) {
      FileChannel channel = HELD.contains(file) ? null : lock(file);
      if (channel != null) {
        HELD.add(file);
      }
      return channel;
    }
  }

  private static void letGo(Path file, FileChannel channel, boolean delete) throws IOException {
    synchronized (HELD) {
      HELD.remove(file);
      try (channel) {
        if (delete) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static @Nullable FileChannel lock(Path file) {
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } catch (IOException | RuntimeException e) {
      // no right to the file, or no locks here: another JVM may be first
    }
    if (lock == null && channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // it was never ours
      }
      return null;
    }
    return channel;
  }

  String fileName() {
    return fileName;
  }

  boolean isFirst() {
    return fileName.equals(FIRST);
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      letGo(lockFile, lock, !isFirst());
    }
  }
}
