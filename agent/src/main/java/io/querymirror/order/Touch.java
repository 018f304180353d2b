package io.querymirror.order;

import java.util.LinkedHashSet;
import java.util.Set;

/** What an open transaction did to rows. */
final class Touch {
  private static final long NEVER = Long.MIN_VALUE;

  final Rows rows;

  // the latest finish of each kind
  long written = NEVER;
  long commuted = NEVER;
  long shared = NEVER;
  long commutingShared = NEVER;

  /** The place of the first statement that read here without a lock. */
  long loosePlace = Long.MAX_VALUE;

  /** What those wrote. */
  final Set<String> looseInto = new LinkedHashSet<>(2);

  Touch(Rows rows) {
    this.rows = rows;
  }

  void add(Access a, Ordered e, Set<String> into) {
    long finish = e.finish();
    if (a.isUnlocked()) {
      loosePlace = Math.min(loosePlace, e.place);
      looseInto.addAll(into);
    }
    switch (a.mode()) {
      case WRITE:
        if (a.isCommuting()) {
          commuted = Math.max(commuted, finish);
        } else {
          written = Math.max(written, finish);
        }
        break;
      case SHARE:
        if (a.isCommuting()) {
          commutingShared = Math.max(commutingShared, finish);
        } else {
          shared = Math.max(shared, finish);
        }
        break;
      default:
    }
  }

  boolean wrote() {
    return written != NEVER || commuted != NEVER;
  }

  /** It makes a difference to any other. */
  boolean strict() {
    return written != NEVER || shared != NEVER;
  }

  boolean locked() {
    return wrote() || shared != NEVER || commutingShared != NEVER;
  }

  /** It committed: from here on its statements may have met what overlaps them. */
  void publish(Rows r, Ordered end) {
    r.written = Math.max(r.written, written);
    r.commuted = Math.max(r.commuted, commuted);
    r.shared = Math.max(r.shared, shared);
    r.commutingShared = Math.max(r.commutingShared, commutingShared);
    if (wrote()) {
      r.ended = Math.max(r.ended, end.finish());
      r.endPlace = Math.max(r.endPlace, end.place);
    }
  }
}
