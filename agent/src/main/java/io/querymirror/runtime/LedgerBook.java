package io.querymirror.runtime;

import io.querymirror.config.Protocol;
import io.querymirror.config.Role;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.stats.TargetLedger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The targets' ledgers since start. A target that keeps its name keeps its ledger, whatever else of
 * it changes; one that is removed stays in the report. The last few of these are whole, older ones
 * are added up, so that any number of reloads takes bounded memory and no count is lost.
 */
final class LedgerBook {
  /** Removed targets whose ledgers are kept whole. */
  static final int REMOVED = 4;

  /** Those that were added up; no target can be named so. */
  static final String OTHERS = "(removed)";

  private volatile Map<String, TargetLedger> present = Map.of();
  private volatile List<TargetLedger> all = List.of();

  /** The one that went first at the head; written by one thread at a time. */
  private Map<String, TargetLedger> removed = new LinkedHashMap<>();

  private @Nullable TargetLedger others;

  /** One ledger for each target of a configuration: those that are known, and new ones. */
  Map<String, TargetLedger> prepare(Settings settings) {
    Map<String, TargetLedger> next = new LinkedHashMap<>();
    int targets = Math.max(1, settings.targets().size());
    for (TargetSettings t : settings.targets().values()) {
      TargetLedger known = present.get(t.name());
      known = known == null ? removed.get(t.name()) : known;
      next.put(
          t.name(), known == null ? new TargetLedger(t.name(), isCheapest(t), targets) : known);
    }
    return next;
  }

  /** These are in force. */
  void apply(Map<String, TargetLedger> next, Settings settings) {
    Map<String, TargetLedger> gone = new LinkedHashMap<>(removed);
    gone.putAll(present);
    gone.keySet().removeAll(next.keySet());
    for (TargetLedger ledger : gone.values()) {
      ledger.removed(true);
    }
    for (TargetSettings t : settings.targets().values()) {
      TargetLedger ledger = next.get(t.name());
      if (ledger != null) {
        ledger.removed(false);
        ledger.reconfigured(isCheapest(t), t.role() == Role.CONTROL);
      }
    }
    removed = gone;
    present = Collections.unmodifiableMap(next);
    list();
  }

  private static boolean isCheapest(TargetSettings t) {
    return t.protocol() == Protocol.CHEAPEST;
  }

  /** Adds up what is over and too much; between two {@link #apply}. */
  void tidy() {
    if (removed.size() <= REMOVED) {
      return;
    }
    Map<String, TargetLedger> left = new LinkedHashMap<>(removed);
    for (String name : removed.keySet()) {
      TargetLedger oldest = removed.get(name);
      if (left.size() > REMOVED && oldest != null && oldest.settled()) {
        if (others == null) {
          others = new TargetLedger(OTHERS);
          others.removed(true);
        }
        others.absorb(oldest);
        left.remove(name);
      }
    }
    removed = left;
    list();
  }

  private void list() {
    List<TargetLedger> list = new ArrayList<>(present.values());
    list.addAll(removed.values());
    if (others != null) {
      list.add(others);
    }
    all = list;
  }

  /** Of the targets in force, then of those that are gone. */
  List<TargetLedger> all() {
    return all;
  }
}
