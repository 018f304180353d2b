package io.querymirror.control;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The configuration in force, and how readings of its file have gone since start. */
public final class ConfigState {
  private final Path file;
  private final Instant since;
  private final long succeeded;
  private final long failed;
  private final @Nullable Reload last;

  /**
   * @param since when the configuration in force was taken over
   * @param succeeded reloads of a valid file, also of one that says the same; without the first
   *     reading
   * @param failed reloads refused
   * @param last the newest reload, taken over or refused; null before the first
   */
  public ConfigState(Path file, Instant since, long succeeded, long failed, @Nullable Reload last) {
    this.file = Objects.requireNonNull(file);
    this.since = Objects.requireNonNull(since);
    this.succeeded = succeeded;
    this.failed = failed;
    this.last = last;
  }

  public Path file() {
    return file;
  }

  public Instant since() {
    return since;
  }

  public long succeeded() {
    return succeeded;
  }

  public long failed() {
    return failed;
  }

  public @Nullable Reload last() {
    return last;
  }
}
