package io.querymirror.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was done to one key's rows, to a whole table, or to single keys of a table taken together:
 * whom later events wait for, and up to when it may have been done.
 */
final class Rows {
  /** What an event is to rows. */
  enum Part {
    READ,
    SHARE,
    WRITE,
    /** Rows change for all to see: a commit of what wrote them, an autocommit write. */
    END,
    /** Locks for share go. */
    RELEASE,
    /** Writes are undone. */
    UNDO
  }

  final Level level;
  final boolean single;

  private final Bag ends = new Bag();
  private @Nullable Bag writes;
  private @Nullable Bag releases;
  private @Nullable Bag shares;
  private @Nullable Bag reads;

  /** Autocommit writes that are not released yet. */
  private @Nullable List<Ordered> pending;

  // how often open transactions hold locks here, and how often these are exclusive
  private int holders;
  private int writers;

  /** Of statements, whatever became of their transaction. */
  private final Times times = new Times();

  /** Of autocommit writes that were put before their place. */
  private @Nullable Times pulled;

  /** The latest finish of an end that changed rows here, and the last one's place. */
  private long ended = Times.NEVER;

  private long endPlace = Times.NEVER;

  /** The latest finish of a statement that read here without a lock. */
  private long loose = Times.NEVER;

  /** The tables that got what was read here. */
  private @Nullable Set<String> dependents;

  /**
   * @param single one key's; else a whole table's, or all keys of one
   */
  Rows(Level level, boolean single) {
    this.level = level;
    this.single = single;
  }

  /**
   * What an event here may meet at: 0 here, 1 what holds or is held by it, 2 everything; null: no
   * more.
   */
  @Nullable Rows met(int i) {
    switch (i) {
      case 0:
        return this;
      case 1:
        return single ? level.whole : level.below;
      case 2:
        return level.up == null ? null : level.up.whole;
      default:
        return null;
    }
  }

  /** Where an event here leaves its trace; null: no more. */
  @Nullable Rows left(int i) {
    switch (i) {
      case 0:
        return this;
      case 1:
        return single ? level.below : level.up == null ? null : level.up.below;
      case 2:
        return single && level.up != null ? level.up.below : null;
      default:
        return null;
    }
  }

  /** Whom an event waits for. */
  void holdUp(Node n, Part part, long stamp) {
    if (part == Part.RELEASE) {
      return;
    }
    ends.holdUp(n, Node.Wait.HARD, stamp);
    if (part == Part.READ || part == Part.UNDO) {
      return;
    }
    holdUp(writes, n, Node.Wait.SOFT, stamp);
    if (part == Part.SHARE) {
      return;
    }
    holdUp(releases, n, Node.Wait.HARD, stamp);
    holdUp(shares, n, Node.Wait.SOFT, stamp);
    if (part == Part.END) {
      holdUp(reads, n, Node.Wait.HARD, stamp);
    }
  }

  private static void holdUp(@Nullable Bag bag, Node n, Node.Wait wait, long stamp) {
    if (bag != null) {
      bag.holdUp(n, wait, stamp);
    }
  }

  void enter(Node n, Part part) {
    switch (part) {
      case READ:
        reads = with(reads, n);
        break;
      case SHARE:
        shares = with(shares, n);
        break;
      case WRITE:
        writes = with(writes, n);
        break;
      case RELEASE:
        releases = with(releases, n);
        break;
      default:
        ends.add(n);
    }
  }

  private static Bag with(@Nullable Bag bag, Node n) {
    Bag b = bag == null ? new Bag() : bag;
    b.add(n);
    return b;
  }

  /** Who waited for all that is here stands for it. */
  void clear(Part part) {
    if (part == Part.END) {
      clear(reads);
      clear(releases);
    }
    if (part == Part.END || part == Part.UNDO) {
      ends.clear();
    }
    if (part == Part.END || part == Part.WRITE) {
      clear(writes);
      clear(shares);
    }
  }

  private static void clear(@Nullable Bag bag) {
    if (bag != null) {
      bag.clear();
    }
  }

  void hold(int by, boolean exclusively) {
    holders += by;
    writers += exclusively ? by : 0;
  }

  boolean isHeldAgainst(Access a) {
    return (a.mode() == Access.Mode.SHARE ? writers : holders) > 0;
  }

  void await(Ordered write) {
    pending = pending == null ? new ArrayList<>(2) : pending;
    pending.add(write);
  }

  void arrived(Ordered write) {
    if (pending != null) {
      pending.remove(write);
    }
  }

  List<Ordered> pending() {
    return pending == null ? List.of() : pending;
  }

  void locked(Access a, Ordered e) {
    times.add(a, e.finish());
  }

  /** What was written here is there for all to see. */
  void ended(Ordered end) {
    ended = Math.max(ended, end.finish());
    endPlace = Math.max(endPlace, end.place);
  }

  void pulled(Access a, Ordered e) {
    pulled = pulled == null ? new Times() : pulled;
    pulled.add(a, e.finish());
  }

  void readLoosely(Ordered e) {
    loose = Math.max(loose, e.finish());
  }

  void depend(Collection<String> tables) {
    dependents = dependents == null ? new LinkedHashSet<>() : dependents;
    dependents.addAll(tables);
  }

  /** The tables that got what was read here under a lock for share, or under none. */
  Set<String> dependents() {
    return dependents == null ? Set.of() : dependents;
  }

  /** True if one lasted beyond that time and makes a difference to the access. */
  boolean concerns(Access a, long time) {
    return times.concerns(a, time);
  }

  boolean pulledConcerns(Times t, long time) {
    return pulled != null && pulled.concerns(t, time);
  }

  boolean endedAfter(long time) {
    return ended > time;
  }

  boolean endPlacedAfter(long place) {
    return endPlace > place;
  }

  boolean readLooselyAfter(long time) {
    return loose > time;
  }

  /** True if nobody waits for anybody here, and all was over before the horizon. */
  boolean isForgettable(long horizon) {
    return holders == 0
        && pending().isEmpty()
        && times.isBefore(horizon)
        && (pulled == null || pulled.isBefore(horizon))
        && ended < horizon
        && loose < horizon
        && ends.isIdle()
        && isIdle(writes)
        && isIdle(releases)
        && isIdle(shares)
        && isIdle(reads);
  }

  private static boolean isIdle(@Nullable Bag bag) {
    return bag == null || bag.isIdle();
  }

  /** Up to when, of others too: rather counted twice than not at all. */
  void remember(Rows o) {
    times.add(o.times);
    if (o.pulled != null) {
      pulled = pulled == null ? new Times() : pulled;
      pulled.add(o.pulled);
    }
    ended = Math.max(ended, o.ended);
    endPlace = Math.max(endPlace, o.endPlace);
    loose = Math.max(loose, o.loose);
    if (o.dependents != null) {
      depend(o.dependents);
    }
  }
}
