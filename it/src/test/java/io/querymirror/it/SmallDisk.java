package io.querymirror.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of a few megabytes, that can be filled to the last byte. Needs root, or sudo. */
final class SmallDisk implements AutoCloseable {
  private static final String FILLER = "filler";

  private final Path place;
  private final List<String> rights;

  private SmallDisk(Path place, List<String> rights) {
    this.place = place;
    this.rights = rights;
  }

  /** Mounts it there, on an empty directory; where nobody may, the test is skipped. */
  static SmallDisk at(Path place, String size) throws IOException {
    Files.createDirectories(place);
    StringBuilder said = new StringBuilder();
    for (List<String> rights : List.of(List.<String>of(), List.of("sudo", "-n"))) {
      SmallDisk disk = new SmallDisk(place, rights);
      String options = "size=" + size + ",mode=0777";
      if (disk.run(said, "mount", "-t", "tmpfs", "-o", options, "querymirror-it", place + "")) {
        return disk;
      }
    }
    Needs.missing("no file system can be mounted for a full disk: " + said);
    throw new AssertionError("not reached");
  }

  private boolean run(StringBuilder said, String... words) {
    List<String> command = new ArrayList<>(rights);
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      said.append(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
      return process.waitFor() == 0;
    } catch (IOException e) {
      said.append(e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Takes all that is free. */
  void fill() {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(place.resolve(FILLER))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // full
    }
  }

  void free() {
    try {
      Files.delete(place.resolve(FILLER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    StringBuilder said = new StringBuilder();
    if (!run(said, "umount", place + "") && !run(said, "umount", "-l", place + "")) {
      throw new IllegalStateException(said.toString());
    }
  }
}
