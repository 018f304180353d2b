package io.querymirror.plan;

import io.querymirror.model.DigestKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The plans that one database was found to have, by digest, with the shapes of before. Bounded:
 * 2,000 digests of 8 shapes each, and 4 MB of plans as servers write them; then shapes alone are
 * kept, and no more digests. All methods from any thread.
 */
public final class PlanBook {
  static final int DIGESTS = 2_000;
  private static final int SHAPES = 8;
  private static final int CHANGES = 500;
  private static final int REASONS = 30;
  private static final long JSON_BYTES = 4L << 20;

  private final Map<DigestKey, List<SeenPlan>> plans = new LinkedHashMap<>();
  private final List<PlanChange> changes = new ArrayList<>();
  private final Map<String, Long> left = new TreeMap<>();
  private long jsonBytes;
  private long asked;
  private long taken;
  private long undecided;
  private long nanos;
  private boolean reference;
  private @Nullable String mode;
  private @Nullable String note;

  /** Whether there is room for a digest's plans. */
  public synchronized boolean hasRoom(DigestKey key) {
    return plans.size() < DIGESTS || plans.containsKey(key);
  }

  /** The shape that was found last; null where there is none. */
  public synchronized @Nullable PlanShape latest(DigestKey key) {
    List<SeenPlan> seen = plans.get(key);
    return seen == null ? null : seen.get(seen.size() - 1).shape();
  }

  /** Takes note of a plan that is {@link PlanShape#decided() decided}, as the latest one. */
  public synchronized void add(DigestKey key, TakenPlan plan) {
    taken++;
    if (!hasRoom(key)) {
      return;
    }
    List<SeenPlan> seen = plans.computeIfAbsent(key, k -> new ArrayList<>(1));
    int at = find(seen, plan.shape().hash());
    if (at >= 0) {
      seen.add(seen.remove(at).again(plan));
      return;
    }
    if (seen.size() == SHAPES) {
      jsonBytes -= seen.remove(0).bytes();
    }
    SeenPlan first = SeenPlan.first(plan, jsonBytes < JSON_BYTES);
    jsonBytes += first.bytes();
    seen.add(first);
  }

  private static int find(List<SeenPlan> seen, long hash) {
    for (int i = 0; i < seen.size(); i++) {
      if (seen.get(i).shape().hash() == hash) {
        return i;
      }
    }
    return -1;
  }

  /** A digest has another plan now, for values for which it had {@code from} before. */
  public synchronized void changed(DigestKey key, PlanShape from, TakenPlan to) {
    if (changes.size() == CHANGES) {
      changes.remove(0);
    }
    changes.add(new PlanChange(key.digest(), key.schema(), "before", to.at(), from, to.shape()));
  }

  /** The server was asked for a plan, which took so long. */
  public synchronized void asked(long tookNanos) {
    asked++;
    nanos += tookNanos;
  }

  /** A plan that the statement's values alone decided. */
  public synchronized void undecided() {
    undecided++;
  }

  /**
   * No plan was taken.
   *
   * @param reason a few words without data
   */
  public synchronized void left(String reason) {
    String key = left.containsKey(reason) || left.size() < REASONS ? reason : "other";
    left.merge(key, 1L, Long::sum);
  }

  /**
   * @param how {@code explain} or {@code analyze}
   * @param why what is done otherwise than it was configured, in words; null for nothing
   */
  public synchronized void mode(String how, @Nullable String why) {
    mode = how;
    note = why;
  }

  /** Others' plans are to be compared with these. */
  public synchronized void reference() {
    reference = true;
  }

  // For reports --------------------------------------------------------------------------------

  public synchronized boolean isReference() {
    return reference;
  }

  /** {@code explain} or {@code analyze}; null where no plans are taken. */
  public synchronized @Nullable String mode() {
    return mode;
  }

  public synchronized @Nullable String note() {
    return note;
  }

  /** Plans that the server was asked for. */
  public synchronized long asked() {
    return asked;
  }

  /** Plans of them that were read and kept. */
  public synchronized long taken() {
    return taken;
  }

  /** Plans of them that told nothing, as the values alone decided them. */
  public synchronized long undecidedPlans() {
    return undecided;
  }

  /** Time that the server took for plans, as seen from here. */
  public synchronized long nanos() {
    return nanos;
  }

  /** How often no plan was taken or read, by reason. */
  public synchronized Map<String, Long> left() {
    return new TreeMap<>(left);
  }

  /** The shapes of a digest, the latest first. */
  public synchronized List<SeenPlan> of(DigestKey key) {
    List<SeenPlan> seen = plans.get(key);
    if (seen == null) {
      return List.of();
    }
    List<SeenPlan> all = new ArrayList<>(seen);
    Collections.reverse(all);
    return all;
  }

  /** Plans that changed by themselves, the latest first. */
  public synchronized List<PlanChange> changes() {
    List<PlanChange> all = new ArrayList<>(changes);
    Collections.reverse(all);
    return all;
  }

  /**
   * Where this database has another plan than a reference for one and the same execution, the
   * latest that both were asked about: what differs by values alone is not compared.
   *
   * @param against how the reference is called
   */
  public List<PlanChange> against(PlanBook reference, String against) {
    List<PlanChange> all = new ArrayList<>();
    for (DigestKey key : keys()) {
      PlanChange change = against(key, reference.of(key), against);
      if (change != null) {
        all.add(change);
      }
    }
    all.sort(Comparator.comparing(PlanChange::at).reversed());
    return all;
  }

  private @Nullable PlanChange against(DigestKey key, List<SeenPlan> reference, String against) {
    long best = 0;
    SeenPlan from = null;
    SeenPlan to = null;
    for (SeenPlan own : of(key)) {
      for (SeenPlan other : reference) {
        long common = own.common(other);
        if (common > best) {
          best = common;
          from = other;
          to = own;
        }
      }
    }
    if (from == null || to == null || from.shape().hash() == to.shape().hash()) {
      return null;
    }
    return new PlanChange(
        key.digest(), key.schema(), against, to.firstSeen(), from.shape(), to.shape());
  }

  private synchronized List<DigestKey> keys() {
    return new ArrayList<>(plans.keySet());
  }
}
