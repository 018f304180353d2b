package io.querymirror.mirror.observe;

import io.querymirror.model.DigestKey;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The executions that targets chose to ask for the plans of, for the other targets: two databases'
 * plans differ by the database only where they are asked with the same values. Bounded.
 */
public final class PlanOffers {
  private static final int MOST = 500;
  private static final long LARGEST = 8 << 10;

  private static final class Offer {
    final PlanRequest request;
    final Object by;
    final long number;
    final long at;

    Offer(PlanRequest request, Object by, long number, long at) {
      this.request = request;
      this.by = by;
      this.number = number;
      this.at = at;
    }
  }

  /** Read by every copy, so without a lock; changed under this object's. */
  private final ConcurrentMap<DigestKey, Offer> offers = new ConcurrentHashMap<>();

  private final Set<DigestKey> oldestFirst = new LinkedHashSet<>();
  private long numbers;

  /** Number of the latest urgent offer by somebody else; 0 for none. */
  long urgent(DigestKey key, Object by) {
    Offer found = offers.get(key);
    return found == null || found.by == by || !found.request.urgent() ? 0 : found.number;
  }

  /**
   * What to ask about: what somebody else chose a short time ago, where it is the same statement,
   * else this, which is offered to the others.
   *
   * @param freshNanos how old an offer may be
   */
  synchronized PlanRequest choose(PlanRequest own, Object by, long now, long freshNanos) {
    Offer found = offers.get(own.key());
    if (found != null
        && found.by != by
        && now - found.at < freshNanos
        && (found.request.urgent() || !own.urgent())
        && Objects.equals(found.request.shape().digest(), own.shape().digest())) {
      return found.request;
    }
    if (own.bytes() <= LARGEST) {
      oldestFirst.remove(own.key());
      oldestFirst.add(own.key());
      offers.put(own.key(), new Offer(own, by, ++numbers, now));
      if (oldestFirst.size() > MOST) {
        DigestKey oldest = oldestFirst.iterator().next();
        oldestFirst.remove(oldest);
        offers.remove(oldest);
      }
    }
    return own;
  }
}
