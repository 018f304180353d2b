package io.querymirror.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which file of a directory this JVM writes: {@code report.json} for the first, {@code
 * report-HOST-PID.json} for every other.
 *
 * <p>The first is who holds the lock on {@code .querymirror.lock}. The operating system gives it
 * back when the process ends, however it ends, so a crash leaves nothing to clean up; a process id
 * in a file would have to be judged alive, and ids are used again (in containers nearly every JVM
 * is number 1). Where a file system has no locks, nobody is first.
 */
final class ReportClaim implements Closeable {
  static final String LOCK = ".querymirror.lock";
  private static final String FIRST = "report.json";

  /**
   * Directories claimed in this JVM. Asked before the lock file is opened: on POSIX systems closing
   * any descriptor of a file gives up the whole process's locks on it.
   */
  private static final Set<Path> CLAIMED = new HashSet<>();

  private final Path directory;
  private final String fileName;
  private final @Nullable FileChannel lock;

  private ReportClaim(Path directory, String fileName, @Nullable FileChannel lock) {
    this.directory = directory;
    this.fileName = fileName;
    this.lock = lock;
  }

  /**
   * @param directory an existing one, absolute
   */
  static ReportClaim of(Path directory) {
    FileChannel channel = null;
    synchronized (CLAIMED) {
      if (!CLAIMED.contains(directory)) {
        channel = lock(directory.resolve(LOCK));
        if (channel != null) {
          CLAIMED.add(directory);
        }
      }
    }
    return new ReportClaim(directory, channel != null ? FIRST : Processes.reportName(), channel);
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

  Path directory() {
    return directory;
  }

  String fileName() {
    return fileName;
  }

  boolean isFirst() {
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      synchronized (CLAIMED) {
        CLAIMED.remove(directory);
        lock.close();
      }
    }
  }
}
