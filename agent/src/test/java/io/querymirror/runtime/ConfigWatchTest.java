package io.querymirror.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  @TempDir Path directory;
  private final AtomicInteger changes = new AtomicInteger();
  private Path file;
  private long time = 1_700_000_000_000L;

  @BeforeEach
  void file() throws IOException {
    file = directory.resolve("querymirror.yaml");
    write(file, "a");
  }

  /** Each time at another one, whatever the file system's clock can tell apart. */
  private void write(Path to, String text) throws IOException {
    Files.writeString(to, text);
    time += 1_000;
    Files.setLastModifiedTime(to, FileTime.fromMillis(time));
  }

  private ConfigWatch watch(Path of) {
    return new ConfigWatch(of, changes::incrementAndGet);
  }

  /** After so many looks there were so many changes in all. */
  private void finds(ConfigWatch watch, int looks, int expected) {
    for (int i = 0; i < looks; i++) {
      watch.look();
    }
    assertEquals(expected, changes.get());
  }

  @Test
  void aFileThatStaysIsNoChange() {
    finds(watch(file), 5, 0);
  }

  @Test
  void aWriteInPlace() throws IOException {
    ConfigWatch watch = watch(file);
    write(file, "b");
    finds(watch, 5, 1);
  }

  @Test
  void whatIsStillBeingWrittenIsNotTaken() throws IOException {
    ConfigWatch watch = watch(file);
    for (String half : new String[] {"b", "bc", "bcd"}) {
      write(file, half);
      finds(watch, 1, 0);
    }
    finds(watch, 1, 1);
  }

  @Test
  void anEditorsRename() throws IOException {
    ConfigWatch watch = watch(file);
    Path other = directory.resolve("other");
    write(other, "b");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    finds(watch, 3, 1);
  }

  @Test
  void theSameTextWrittenAgainIsNoChange() throws IOException {
    ConfigWatch watch = watch(file);
    write(file, "a");
    finds(watch, 3, 0);
  }

  @Test
  void aSwapOfKubernetesLinks() throws IOException {
    Path one = Files.createDirectory(directory.resolve("..2026_1"));
    Path two = Files.createDirectory(directory.resolve("..2026_2"));
    write(one.resolve("q.yaml"), "a");
    write(two.resolve("q.yaml"), "b");
    Files.setLastModifiedTime(two.resolve("q.yaml"), FileTime.fromMillis(time - 1_000));
    Path data = Files.createSymbolicLink(directory.resolve("..data"), one.getFileName());
    Path seen =
        Files.createSymbolicLink(directory.resolve("q.yaml"), Path.of("..data").resolve("q.yaml"));
    ConfigWatch watch = watch(seen);
    Path next = Files.createSymbolicLink(directory.resolve("..tmp"), two.getFileName());
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finds(watch, 3, 1);
  }

  @Test
  void aDeletedFileIsNoReloadAndItsReturnIsOneWhereItDiffers() throws IOException {
    ConfigWatch watch = watch(file);
    Files.delete(file);
    finds(watch, 3, 0);
    write(file, "a");
    finds(watch, 3, 0);
    Files.delete(file);
    finds(watch, 1, 0);
    write(file, "b");
    finds(watch, 3, 1);
  }

  @Test
  void eachChangeIsTakenOnce() throws IOException {
    ConfigWatch watch = watch(file);
    for (int i = 1; i <= 3; i++) {
      write(file, "b" + i);
      finds(watch, 4, i);
    }
  }
}
