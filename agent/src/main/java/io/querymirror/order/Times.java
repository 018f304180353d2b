package io.querymirror.order;

/** The latest finish of statements that locked rows, of each kind. */
final class Times {
  static final long NEVER = Long.MIN_VALUE;

  private long written = NEVER;
  private long commuted = NEVER;
  private long shared = NEVER;
  private long commutingShared = NEVER;

  void add(Access a, long finish) {
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

  void add(Times o) {
    written = Math.max(written, o.written);
    commuted = Math.max(commuted, o.commuted);
    shared = Math.max(shared, o.shared);
    commutingShared = Math.max(commutingShared, o.commutingShared);
  }

  boolean wrote() {
    return written != NEVER || commuted != NEVER;
  }

  boolean locked() {
    return wrote() || shared != NEVER || commutingShared != NEVER;
  }

  boolean isBefore(long time) {
    return written < time && commuted < time && shared < time && commutingShared < time;
  }

  /** True if one that lasted beyond that time makes a difference to this access. */
  boolean concerns(Access a, long time) {
    switch (a.mode()) {
      case WRITE:
        return written > time
            || shared > time
            || (!a.isCommuting() && (commuted > time || commutingShared > time));
      case SHARE:
        return written > time || (!a.isCommuting() && commuted > time);
      default:
        return false;
    }
  }

  /** The same, to any of these. */
  boolean concerns(Times o, long time) {
    return written > time && o.locked()
        || commuted > time && (o.written != NEVER || o.shared != NEVER)
        || shared > time && o.wrote()
        || commutingShared > time && o.written != NEVER;
  }
}
