package io.querymirror.runtime;

import java.util.ArrayList;
import java.util.List;

/** The agent's threads, its libraries' among them: all have its loader as their context. */
final class OwnThreads {
  private static final int MARGIN = 16;

  /** Those that bring a command, and then its answer; they end by themselves. */
  private static final List<String> MESSENGERS =
      List.of(
          "querymirror-commands", "querymirror-command", "querymirror-attach", "Attach Listener");

  private OwnThreads() {}

  /** All but the caller, and those that wait for what it does. */
  static List<Thread> others(ClassLoader own) {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + MARGIN];
    int count = root.enumerate(threads, true);
    while (count == threads.length) {
      threads = new Thread[threads.length * 2];
      count = root.enumerate(threads, true);
    }
    List<Thread> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread t = threads[i];
      if (t.getContextClassLoader() == own
          && t != Thread.currentThread()
          && !MESSENGERS.contains(t.getName())) {
        found.add(t);
      }
    }
    return found;
  }
}
