package io.querymirror.mirror;

import io.querymirror.catalog.Concern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What stands in front of the commit order for a moment, as the target's schema is being read: at
 * the beginning, and after a data definition. Placed at once it would concern everything, and the
 * order of autocommit writes that ran side by side could not be told. Under its target's lock.
 */
final class Unplaced {
  private static final class Held {
    final SessionGate session;
    final Step step;
    final int level;

    Held(SessionGate session, Step step, int level) {
      this.session = session;
      this.step = step;
      this.level = level;
    }

    long start() {
      return step.hasExecution() ? step.execution().event().startNanos() : Long.MAX_VALUE;
    }
  }

  /** Where a step goes from here, with its isolation level. */
  interface Next {
    void place(SessionGate session, Step step, int level);
  }

  private final Concern concern;
  private final BooleanSupplier hope;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private final Map<SessionGate, Integer> sessions = new IdentityHashMap<>();
  private long first = Long.MAX_VALUE;

  Unplaced(Concern concern, BooleanSupplier hope) {
    this.concern = concern;
    this.hope = hope;
  }

  /** Whether a step has to stay here for now; then it is. */
  boolean takes(SessionGate session, Step step, int level) {
    if (held.isEmpty() ? isKnown(step) : !mayWait(step) && !sessions.containsKey(session)) {
      return false;
    }
    Held h = new Held(session, step, level);
    held.add(h);
    sessions.merge(session, 1, Integer::sum);
    first = Math.min(first, h.start());
    return true;
  }

  private boolean isKnown(Step step) {
    return !step.hasExecution()
        || concern.overlapsDefinition(step.execution())
        || concern.isKnown(step.execution())
        || !hope.getAsBoolean();
  }

  private boolean mayWait(Step step) {
    return !step.hasExecution() || !concern.overlapsDefinition(step.execution());
  }

  /**
   * Hands on, in their order, those of which is known what they touch.
   *
   * @param all of the others, too
   */
  void release(boolean all, Next to) {
    boolean any = false;
    for (Held h = held.peek(); h != null && (all || isKnown(h.step)); h = held.peek()) {
      held.poll();
      forget(h);
      to.place(h.session, h.step, h.level);
      any = true;
    }
    if (any) {
      overlapping(to);
      look();
    }
  }

  /** A data definition that was handed on waits for these; each session's come in their order. */
  private void overlapping(Next to) {
    for (int i = held.size(); i > 0; i--) {
      Held h = held.remove();
      if (mayWait(h.step)) {
        held.add(h);
      } else {
        forget(h);
        to.place(h.session, h.step, h.level);
      }
    }
  }

  private void forget(Held h) {
    sessions.computeIfPresent(h.session, (session, n) -> n == 1 ? null : n - 1);
  }

  private void look() {
    first = Long.MAX_VALUE;
    for (Held h : held) {
      first = Math.min(first, h.start());
    }
  }

  /** The order up to here is certain, as far as this goes. */
  long certain() {
    return held.isEmpty() ? Long.MAX_VALUE : first - 1;
  }

  /** Takes out what a session has here, in its order. */
  List<Step> purge(SessionGate session) {
    List<Step> out = new ArrayList<>();
    for (Iterator<Held> i = held.iterator(); i.hasNext(); ) {
      Held h = i.next();
      if (h.session == session) {
        i.remove();
        out.add(h.step);
      }
    }
    sessions.remove(session);
    look();
    return out;
  }
}
