package io.querymirror.report;

import io.querymirror.model.DigestKey;
import io.querymirror.plan.PlanBook;
import io.querymirror.plan.PlanChange;
import io.querymirror.stats.TargetLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one target's plans say: where they differ from before, the source's and the controls'. */
final class PlanFindings {
  private static final int MOST = 1_000;

  private final TargetLedger ledger;
  private final List<PlanChange> changes;
  private final Map<DigestKey, List<PlanChange>> byDigest = new HashMap<>();

  private PlanFindings(TargetLedger ledger, List<PlanChange> changes) {
    this.ledger = ledger;
    this.changes = changes.size() <= MOST ? changes : changes.subList(0, MOST);
    for (PlanChange change : this.changes) {
      DigestKey key = DigestKey.of(change.schema(), change.digest());
      if (key != null) {
        byDigest.computeIfAbsent(key, k -> new ArrayList<>(1)).add(change);
      }
    }
  }

  /** Of each target by its name. */
  static Map<String, PlanFindings> of(Collection<TargetLedger> targets) {
    Map<String, PlanFindings> all = new HashMap<>();
    for (TargetLedger target : targets) {
      List<PlanChange> changes = new ArrayList<>(target.plans().changes());
      for (TargetLedger other : targets) {
        if (other.plans().isReference() && !target.plans().isReference()) {
          changes.addAll(target.plans().against(other.plans(), "control " + other.target()));
        }
      }
      changes.addAll(target.plans().against(target.sourcePlans(), "source"));
      all.put(target.target(), new PlanFindings(target, changes));
    }
    return all;
  }

  /** At most a thousand. */
  List<PlanChange> changes() {
    return changes;
  }

  List<PlanChange> changes(DigestKey digest) {
    return byDigest.getOrDefault(digest, List.of());
  }

  PlanBook plans() {
    return ledger.plans();
  }

  PlanBook sourcePlans() {
    return ledger.sourcePlans();
  }

  TargetLedger ledger() {
    return ledger;
  }
}
