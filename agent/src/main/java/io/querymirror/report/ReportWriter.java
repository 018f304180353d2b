package io.querymirror.report;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the report into its directory, whole or not at all: beside it first, then renamed over it,
 * so that a reader sees the old one or the new one. A directory that cannot be written, or a full
 * disk, costs one log line and this report; the next one is tried again.
 */
public final class ReportWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);

  private final Path directory;
  private @Nullable ReportClaim claim;
  private boolean failing;

  /**
   * @param directory created when it is first needed; a relative one lies in the working directory
   */
  public ReportWriter(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Writes one report. Never throws.
   *
   * @return the file; null where it could not be written
   */
  public synchronized @Nullable Path write(ReportModel model) {
    ReportClaim mine = claim;
    try {
      if (mine == null) {
        Files.createDirectories(directory);
        mine = ReportClaim.of(directory);
      }
      Path file = replace(mine.fileName(), model);
      written(mine);
      return file;
    } catch (IOException | RuntimeException e) {
      if (mine != null && claim == null) {
        release(mine); // claimed for a report that is not there
      }
      failed(e);
      return null;
    }
  }

  private Path replace(String name, ReportModel model) throws IOException {
    Path file = directory.resolve(name);
    Path beside = directory.resolve("." + name + ".tmp");
    try {
      // Not createTempFile: its files can be read by this user alone. Not a channel's stream: an
      // interrupt, as at the end of a scheduler, would close it.
      try (OutputStream out =
          new BufferedOutputStream(new FileOutputStream(beside.toFile()), 1 << 16)) {
        ReportJson.write(model, out);
      }
      rename(beside, file);
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(beside);
      } catch (IOException left) {
        // the next report writes over it
      }
      throw e;
    }
    return file;
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void written(ReportClaim mine) {
    if (claim == null) {
      claim = mine;
      if (!mine.isFirst()) {
        LOG.info(
            "another JVM writes {}/report.json: this one writes {}", directory, mine.fileName());
      }
    }
    if (failing) {
      failing = false;
      LOG.info("the report is written again, to {}", directory);
    }
  }

  private void failed(Exception e) {
    if (!failing) {
      failing = true;
      LOG.warn("cannot write the report to {}, will keep trying: {}", directory, e.toString());
    }
  }

  /** Gives the directory back: the next JVM to write there is the first. */
  @Override
  public synchronized void close() {
    if (claim != null) {
      release(claim);
      claim = null;
    }
  }

  private static void release(ReportClaim claim) {
    try {
      claim.close();
    } catch (IOException e) {
      LOG.debug("the lock is gone already", e);
    }
  }
}
