package io.querymirror.runtime;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sees that a file with a password or a token has become another one, as when a mounted secret is
 * rotated. What is changed is read by a reload, with the whole configuration.
 */
final class SecretWatch {
  private final Map<Path, ConfigWatch> watches = new HashMap<>();
  private final Runnable changed;
  private boolean found;

  /**
   * @param changed runs on the thread that looks, once for all files that a look found changed
   */
  SecretWatch(Runnable changed) {
    this.changed = changed;
  }

  /**
   * To be called about once a second, by one thread at a time.
   *
   * @param files those of the configuration in force; one that is new here is taken as it is
   */
  synchronized void look(Set<Path> files) {
    watches.keySet().retainAll(files);
    found = false;
    for (Path file : files) {
      watches.computeIfAbsent(file, f -> new ConfigWatch(f, () -> found = true)).look();
    }
    if (found) {
      changed.run();
    }
  }
}
