package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code order: session} and {@code commit}: a lane for each source connection, and others for its
 * further copies. Under its target's lock.
 */
final class SessionLanes {
  private final TargetContext target;
  private final Permits permits;

  /** Under {@code order: commit}, else null. */
  private final @Nullable CommitGate order;

  private final FurtherLanes further;
  private final Map<SourceConnection, Inlet> inlets = new IdentityHashMap<>();

  /** Of source connections that are closed, until all that they left behind is done. */
  private final List<Inlet> leaving = new ArrayList<>();

  /** Not among the live ones at the last look. */
  private Set<SourceConnection> suspects = Set.of();

  /** Of a target that came while the application ran, else null. */
  private @Nullable Joined joined;

  SessionLanes(TargetContext target, Permits permits, @Nullable CommitGate order) {
    this.target = target;
    this.permits = permits;
    this.order = order;
    this.further = new FurtherLanes(target.further(), permits);
  }

  /** Sessions go on from what they were told before. */
  void joins(Joined to) {
    joined = to;
  }

  /** What the sessions were told. */
  Map<SourceConnection, SessionLog> followed() {
    Map<SourceConnection, SessionLog> logs = new IdentityHashMap<>();
    inlets.forEach((source, inlet) -> logs.put(source, inlet.log().copy()));
    if (joined != null) {
      joined.copyTo(logs);
    }
    return logs;
  }

  /**
   * A statement that a rule took.
   *
   * @param more its further copies
   */
  void statement(Execution e, List<Execution> more, Verdict verdict, boolean available) {
    Inlet first = inlet(e.connection());
    List<Inlet> others = further.of(first, more.size());
    first.statement(e, verdict, available);
    for (int i = 0; i < others.size(); i++) {
      others.get(i).statement(more.get(i), verdict, available);
    }
    if (e.control() != null && e.statementShape().unsupported() == null) {
      further.control(e, available);
    }
  }

  /** Session control that is in no count here. */
  void control(Execution e, boolean available) {
    if (e.control() == ControlType.CLOSE) {
      Inlet inlet = inlets.remove(e.connection());
      if (inlet != null) {
        close(inlet);
      }
    } else {
      inlet(e.connection()).control(e, available);
      further.control(e, available);
    }
  }

  /** A statement, or control, of a transaction whose beginning was not for this target. */
  void missed(Execution e) {
    inlet(e.connection()).missed(e);
  }

  /** A statement that ran at the source and does not here. */
  void passed(Execution e) {
    inlet(e.connection()).passed(e);
  }

  private Inlet inlet(SourceConnection source) {
    Inlet found = inlets.get(source);
    if (found == null) {
      SessionLog told = joined == null ? null : joined.take(source);
      found =
          told == null
              ? new Inlet(target, permits, source, order)
              : Inlet.joining(target, permits, source, order, told);
      inlets.put(source, found);
    }
    return found;
  }

  private void close(Inlet inlet) {
    if (inlet.close()) {
      leaving.add(inlet);
    }
    further.close(inlet.source());
  }

  void switchedOff() {
    for (Inlet inlet : inlets.values()) {
      inlet.switchedOff();
    }
    further.switchedOff();
  }

  /** What is held in front of each lane, taken out. */
  Map<Inlet, List<Step>> takeHeld() {
    List<Inlet> all = new ArrayList<>(inlets.values());
    all.addAll(leaving);
    all.addAll(further.all());
    Map<Inlet, List<Step>> held = new IdentityHashMap<>();
    for (Inlet inlet : all) {
      held.put(inlet, inlet.takeHeld());
    }
    return held;
  }

  /**
   * Ends lanes whose source connection is gone without a word, as while mirroring was off: twice
   * not among the live ones, and nothing queued.
   */
  void sweep(Set<SourceConnection> alive) {
    leaving.removeIf(Inlet::closed);
    further.sweep();
    Set<SourceConnection> missing = new HashSet<>();
    for (Iterator<Inlet> i = inlets.values().iterator(); i.hasNext(); ) {
      Inlet inlet = i.next();
      SourceConnection source = inlet.source();
      if (alive.contains(source) || !inlet.idle() || !further.idle(source)) {
        continue;
      }
      if (suspects.contains(source)) {
        i.remove();
        close(inlet);
      } else {
        missing.add(source);
      }
    }
    suspects = missing;
  }

  /** Source connections that have a lane. */
  int size() {
    return inlets.size();
  }
}
