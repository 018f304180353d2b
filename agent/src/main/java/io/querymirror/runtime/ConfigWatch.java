package io.querymirror.runtime;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Sees that the configuration file has become another one.
 *
 * <p>It looks again and again rather than have itself told: the JDK's watch service watches
 * directories, so a change of Kubernetes' {@code ..data} link two levels away goes unseen, it says
 * nothing on network and overlay file systems, and it costs a thread and a descriptor. A look is
 * two calls of the operating system; the file is read only where they answer something else.
 *
 * <p>A file that is just being written changes from look to look: only what two looks in a row find
 * the same is taken.
 */
final class ConfigWatch {
  private static final Log LOG = Log.of(ConfigWatch.class);

  /** Beyond what a configuration may be, so that its content says nothing. */
  private static final long LARGEST = 4 << 20;

  private final Path file;
  private final Runnable changed;

  /** Of what the last reading was of; null where there was no file. */
  private @Nullable Long taken;

  private @Nullable Look last;
  private boolean settled = true;
  private boolean gone;

  /** What tells without reading it that a file may be another one. */
  private static final class Look {
    final Path real;
    final Object key;
    final long size;
    final long modified;

    Look(Path file) throws IOException {
      this.real = file.toRealPath();
      BasicFileAttributes of = Files.readAttributes(real, BasicFileAttributes.class);
      this.key = String.valueOf(of.fileKey());
      this.size = of.size();
      this.modified = of.lastModifiedTime().toMillis();
    }

    boolean same(@Nullable Look other) {
      return other != null
          && real.equals(other.real)
          && key.equals(other.key)
          && size == other.size
          && modified == other.modified;
    }
  }

  /**
   * @param file as it is now it is in force, or will be
   * @param changed runs on the thread that looks
   */
  ConfigWatch(Path file, Runnable changed) {
    this.file = file;
    this.changed = changed;
    this.last = at(file);
    this.taken = last == null ? null : sum(last);
  }

  /** To be called about once a second, by one thread. */
  void look() {
    Look now = at(file);
    if (now == null) {
      if (!gone) {
        gone = true;
        LOG.say(Message.CONFIG_GONE, file);
      }
      settled = false;
      last = null;
      return;
    }
    if (!now.same(last)) {
      // Perhaps still being written: the next look tells.
      last = now;
      settled = false;
      return;
    }
    if (!settled) {
      settled = true;
      gone = false;
      Long sum = sum(now);
      if (sum == null || !sum.equals(taken)) {
        taken = sum;
        changed.run();
      }
    }
  }

  private static @Nullable Look at(Path file) {
    try {
      return new Look(file);
    } catch (IOException | SecurityException | UncheckedIOException e) {
      return null;
    }
  }

  /**
   * Checksum and length of the content: a digest proper would bring the JVM's security providers
   * into every start, and nobody forges a configuration against its own owner. Null where it cannot
   * be read.
   */
  private static @Nullable Long sum(Look at) {
    try {
      if (at.size > LARGEST) {
        return at.size;
      }
      byte[] bytes = Files.readAllBytes(at.real);
      CRC32 sum = new CRC32();
      sum.update(bytes);
      return sum.getValue() << 32 | bytes.length;
    } catch (IOException | SecurityException e) {
      return null;
    }
  }
}
