package io.querymirror.mirror.judging;

import io.querymirror.model.Execution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The latest moments at which writes came to be seen, of all sessions of one target, in the order
 * in which the dispatcher saw them; what is under way is never forgotten. From any thread.
 */
public final class Ends {
  private static final int MOST = 8192;
  private static final int MOST_WRITERS = 100;

  private final Consumer<Mark> whenDone;
  private final boolean whole;
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  /** Hosts of the source where something was written. */
  private final Set<String> writers = ConcurrentHashMap.newKeySet();

  // Of those that were forgotten the latest.
  private long forgottenSource = Long.MIN_VALUE;
  private long forgottenTarget = Long.MIN_VALUE;

  /**
   * @param whole whether marks keep their writes with their values, until these are forgotten
   * @param whenDone takes each that is over on the target, on the thread that ends it
   */
  Ends(boolean whole, Consumer<Mark> whenDone) {
    this.whole = whole;
    this.whenDone = whenDone;
  }

  /** A new one, that is to be added once it is known when it is seen. */
  public Mark mark(Execution first) {
    return new Mark(first, whole);
  }

  /** Whether that host of the source is one that writes go to, and not one that follows others. */
  boolean isWriter(String host) {
    return writers.isEmpty() || writers.contains(host);
  }

  public synchronized void add(Mark mark) {
    if (writers.size() < MOST_WRITERS) {
      writers.add(mark.host());
    }
    mark.whenDone(whenDone);
    for (Mark oldest = marks.peek();
        marks.size() >= MOST && oldest != null && oldest.isDone();
        oldest = marks.peek()) {
      marks.poll();
      forgottenSource = Math.max(forgottenSource, oldest.sourceFinish());
      forgottenTarget = Math.max(forgottenTarget, oldest.targetFinish());
    }
    marks.add(mark);
  }

  /**
   * Those that did not come before, or after, a view on both sides alike.
   *
   * @return null where that can't be told any more
   */
  synchronized @Nullable List<Mark> unclear(View view) {
    if (forgottenSource >= view.sourceStart() || forgottenTarget >= view.targetStart()) {
      return null;
    }
    List<Mark> found = new ArrayList<>(0);
    for (Mark mark : marks) {
      if (!mark.isClearOf(view)) {
        found.add(mark);
      }
    }
    return found;
  }
}
