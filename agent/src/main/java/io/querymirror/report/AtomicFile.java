package io.querymirror.report;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a reader sees as it was or as it is: written beside it, then renamed over it. */
final class AtomicFile {
  /** What is written. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** What is done between writing and renaming. */
  interface Step {
    void run() throws IOException;
  }

  private AtomicFile() {}

  /** Leaves nothing behind where it fails. */
  static void write(Path file, Content content) throws IOException {
    write(file, content, () -> {});
  }

  /**
   * @param before what is to be done once the content is on the disk, before the file is there
   */
  static void write(Path file, Content content, Step before) throws IOException {
    Path beside = beside(file);
    try {
      // Not createTempFile: its files can be read by this user alone. Not a channel's stream: an
      // interrupt, as at the end of a scheduler, would close it.
      try (OutputStream out =
          new BufferedOutputStream(new FileOutputStream(beside.toFile()), 1 << 16)) {
        content.write(out);
      }
      before.run();
      rename(beside, file);
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(beside);
      } catch (IOException left) {
        // the next one writes over it
      }
      throw e;
    }
  }

  /** Where it is written first. */
  static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
