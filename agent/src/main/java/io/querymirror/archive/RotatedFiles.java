package io.querymirror.archive;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines in gzip files {@code NAME-1.jsonl.gz} and on, each bounded in bytes, and so many of them at
 * most: the oldest are deleted, once something of the next is on the disk, so that a full one costs
 * none of them. Numbers go on where an earlier run ended. For one thread.
 */
final class RotatedFiles implements Closeable {
  static final String ENDING = ".jsonl.gz";

  private final Path directory;
  private final String name;
  private final long fileBytes;
  private final int files;
  private @Nullable Open open;

  /**
   * @param fileBytes from which a file is full, as written
   */
  RotatedFiles(Path directory, String name, long fileBytes, int files) {
    this.directory = directory;
    this.name = name;
    this.fileBytes = fileBytes;
    this.files = files;
  }

  /** Whether {@link #write} begins a new file. */
  boolean begins() {
    return open == null || open.written.count >= fileBytes;
  }

  /** Writes a line, without its end. After an IOException the next one begins a new file. */
  void write(byte[] line) throws IOException {
    try {
      if (begins()) {
        closeOpen();
        open = create();
      }
      if (open != null) {
        open.out.write(line);
        open.out.write('\n');
      }
    } catch (IOException e) {
      abandon();
      throw e;
    }
  }

  /** Makes all lines readable that were written. */
  void flush() throws IOException {
    try {
      if (open != null) {
        open.out.flush();
        written(open);
      }
    } catch (IOException e) {
      abandon();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    closeOpen();
  }

  private void closeOpen() throws IOException {
    Open closing = open;
    open = null;
    if (closing != null) {
      try {
        closing.out.close();
        written(closing);
      } catch (IOException e) {
        abandon(closing);
        throw e;
      }
    }
  }

  private void abandon() {
    Open abandoned = open;
    open = null;
    if (abandoned != null) {
      abandon(abandoned);
    }
  }

  /** What it could not write is lost, as the caller knows. */
  private static void abandon(Open abandoned) {
    try {
      // A gzip stream that cannot write its rest keeps what is below it open.
      abandoned.written.close();
      if (!abandoned.begun) {
        Files.deleteIfExists(abandoned.file);
      }
    } catch (IOException e) {
      // an empty file more
    }
  }

  /** Something of it is on the disk. */
  private void written(Open of) throws IOException {
    if (!of.begun) {
      of.begun = true;
      TreeMap<Integer, Path> there = list(directory, name);
      while (there.size() > files) {
        Files.deleteIfExists(there.pollFirstEntry().getValue());
      }
    }
  }

  private Open create() throws IOException {
    Files.createDirectories(directory);
    TreeMap<Integer, Path> there = list(directory, name);
    int number = there.isEmpty() ? 1 : there.lastKey() + 1;
    while (true) {
      Path file = directory.resolve(name + "-" + number + ENDING);
      try {
        Files.createFile(file);
        return new Open(file);
      } catch (FileAlreadyExistsException e) {
        number++; // another JVM was quicker
      }
    }
  }

  /** Those that are there, by number. */
  static TreeMap<Integer, Path> list(Path directory, String name) throws IOException {
    TreeMap<Integer, Path> found = new TreeMap<>();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(all::add);
    }
    for (Path p : all) {
      Map.Entry<String, Integer> parts = parts(p.getFileName().toString());
      if (parts != null && parts.getKey().equals(name)) {
        found.put(parts.getValue(), p);
      }
    }
    return found;
  }

  /** A file's name without number and ending, and its number; null for any other file. */
  static Map.@Nullable Entry<String, Integer> parts(String file) {
    if (!file.endsWith(ENDING)) {
      return null;
    }
    String stem = file.substring(0, file.length() - ENDING.length());
    int dash = stem.lastIndexOf('-');
    String number = stem.substring(dash + 1);
    if (dash < 1 || number.isEmpty() || number.length() > 9) {
      return null;
    }
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return null;
      }
    }
    return Map.entry(stem.substring(0, dash), Integer.valueOf(number));
  }

  private static final class Open {
    final Path file;
    final Counting written;
    final OutputStream out;
    boolean begun;

    Open(Path file) throws IOException {
      this.file = file;
      // Not a channel's stream: an interrupt would close it.
      written = new Counting(new FileOutputStream(file.toFile()));
      OutputStream zipped;
      try {
        zipped = new GZIPOutputStream(written, 1 << 13, true);
      } catch (IOException e) {
        // Its head is the first to find no room.
        written.close();
        Files.deleteIfExists(file);
        throw e;
      }
      out = new BufferedOutputStream(zipped, 1 << 16);
    }
  }

  private static final class Counting extends OutputStream {
    private final OutputStream out;
    private long count;

    Counting(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
