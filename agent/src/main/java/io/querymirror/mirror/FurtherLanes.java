package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lanes of further copies: the second copies of a session's statements have one, the third ones
 * another. Each keeps its session's order and gets its session's control, and none knows of the
 * others. Under its target's lock.
 */
final class FurtherLanes {
  private final TargetContext target;
  private final Permits permits;
  private final Map<SourceConnection, List<Inlet>> lanes = new IdentityHashMap<>();
  private final List<Inlet> leaving = new ArrayList<>();

  /**
   * @param target as further copies see it
   */
  FurtherLanes(TargetContext target, Permits permits) {
    this.target = target;
    this.permits = permits;
  }

  /**
   * The lanes of so many further copies.
   *
   * @param first the lane of the first ones, before it has the statement that the copies are of: a
   *     lane that is new joins the session there
   */
  List<Inlet> of(Inlet first, int copies) {
    if (copies == 0) {
      return List.of();
    }
    List<Inlet> all = lanes.computeIfAbsent(first.source(), s -> new ArrayList<>());
    while (all.size() < copies) {
      all.add(first.further(target, permits));
    }
    return all.subList(0, copies);
  }

  /** Session control, which is in no count on these lanes. */
  void control(Execution e, boolean available) {
    for (Inlet inlet : lanes.getOrDefault(e.connection(), List.of())) {
      inlet.control(e, available);
    }
  }

  /** The source connection ended. */
  void close(SourceConnection source) {
    List<Inlet> all = lanes.remove(source);
    if (all != null) {
      for (Inlet inlet : all) {
        if (inlet.close()) {
          leaving.add(inlet);
        }
      }
    }
  }

  void switchedOff() {
    for (List<Inlet> all : lanes.values()) {
      all.forEach(Inlet::switchedOff);
    }
  }

  /** Whether nothing of this connection is queued. */
  boolean idle(SourceConnection source) {
    for (Inlet inlet : lanes.getOrDefault(source, List.of())) {
      if (!inlet.idle()) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of lanes that have done all that their connections left behind. */
  void sweep() {
    leaving.removeIf(Inlet::closed);
  }

  /** All lanes there are. */
  List<Inlet> all() {
    List<Inlet> all = new ArrayList<>(leaving);
    lanes.values().forEach(all::addAll);
    return all;
  }
}
