package io.querymirror.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretWatchTest {
  @TempDir Path directory;
  private final AtomicInteger changes = new AtomicInteger();
  private final SecretWatch watch = new SecretWatch(changes::incrementAndGet);
  private long time = 1_700_000_000_000L;
  private Path one;
  private Path two;

  @BeforeEach
  void files() throws IOException {
    one = directory.resolve("one");
    two = directory.resolve("two");
    write(one, "a");
    write(two, "b");
  }

  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    time += 1_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  private int looks(Path... files) {
    for (int i = 0; i < 4; i++) {
      watch.look(Set.of(files));
    }
    return changes.getAndSet(0);
  }

  @Test
  void severalThatChangeTogetherAreOneReload() throws IOException {
    assertEquals(0, looks(one, two));
    write(one, "c");
    write(two, "d");
    assertEquals(1, looks(one, two));
    assertEquals(0, looks(one, two));
  }

  @Test
  void aMountedSecretIsAnotherLink() throws IOException {
    Path mounted = directory.resolve("mounted");
    Files.createSymbolicLink(mounted, one);
    assertEquals(0, looks(mounted));
    Files.delete(mounted);
    Files.createSymbolicLink(mounted, two);
    assertEquals(1, looks(mounted));
  }

  @Test
  void whatNoConfigurationNamesAnyMoreIsNotLookedAt() throws IOException {
    looks(one, two);
    looks(one);
    write(two, "c");
    assertEquals(0, looks(one));
    assertEquals(0, looks(one, two));
  }
}
