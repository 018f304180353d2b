package io.querymirror.mirror;

import io.querymirror.config.CopySettings;
import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.judging.SessionTables;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.Traits;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many times a statement runs on a target. Reads multiply, and under {@code writes: rollback}
 * whole transactions; what is applied runs once. Fractions are carried over, for each rule by
 * itself, so any number of statements gets its exact share. Under its target's lock.
 *
 * <p>What runs once whatever the rule says: session control, which is in no count on further lanes;
 * what takes user locks, as copies would wait for each other; what touches a temporary table of its
 * session, which its own lane alone has.
 */
final class Copies {
  private final boolean writes;
  private final boolean whole;
  private final Map<CopySettings, Carry> carries = new IdentityHashMap<>();

  private final SessionTables temporary = new SessionTables();

  private volatile int most = 1;

  Copies(TargetSettings target) {
    this.writes = target.writes() == Writes.ROLLBACK;
    this.whole = writes && target.order() != Order.NONE;
  }

  /** Fractions of one rule. */
  private static final class Carry {
    private final long copies;
    private final @Nullable Variation variation;
    private long rest;

    /** Of each session the transaction that was asked for last, and its copies. */
    private final Map<SourceConnection, long[]> transactions = new WeakHashMap<>();

    Carry(CopySettings how) {
      this.copies = how.copies();
      this.variation = how.vary() ? new Variation() : null;
    }

    int next() {
      rest += copies;
      long n = rest / CopySettings.MILLION;
      rest %= CopySettings.MILLION;
      return (int) n;
    }

    /** One number for all of a transaction. */
    int next(Execution e) {
      long[] last = transactions.get(e.connection());
      if (last == null || last[0] != e.transaction()) {
        last = new long[] {e.transaction(), next()};
        transactions.put(e.connection(), last);
      }
      return (int) last[1];
    }
  }

  /** Copies at most, for any statement so far. */
  int most() {
    return most;
  }

  /** Only these rules are in force any more. */
  void retain(Collection<CopySettings> rules) {
    carries.keySet().retainAll(identities(rules));
    for (Carry carry : carries.values()) {
      if (carry.variation != null) {
        carry.variation.clear(); // What it knows was taken, and rewritten, by the rules before.
      }
    }
    int left = 1;
    for (CopySettings how : carries.keySet()) {
      left = Math.max(left, most(how));
    }
    most = left;
  }

  private static Set<CopySettings> identities(Collection<CopySettings> rules) {
    Set<CopySettings> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(rules);
    return set;
  }

  private static int most(CopySettings how) {
    return (int) ((how.copies() - 1) / CopySettings.MILLION) + 1;
  }

  /** What a statement's copies beside the first repeat. */
  List<Execution> further(Execution e, CopySettings how, Verdict verdict) {
    if (!verdict.enters()) {
      return List.of();
    }
    SqlShape shape = e.statementShape();
    temporary.enters(e);
    if (how.copies() == CopySettings.MILLION || !multiplies(e, shape)) {
      return List.of();
    }
    Carry carry = carries.get(how);
    if (carry == null) {
      carry = new Carry(how);
      carries.put(how, carry);
      most = Math.max(most, most(how));
    }
    int more = (whole && e.inTransaction() ? carry.next(e) : carry.next()) - 1;
    return carry.variation == null
        ? Collections.nCopies(more, e)
        : carry.variation.further(e, more);
  }

  /** Whether a rule that asks for more than one copy gets them of this statement. */
  boolean multiplies(Execution e, SqlShape shape) {
    boolean wanted = writes ? shape.kind() != Kind.OTHER : shape.isRead() && !shape.locking();
    return wanted && shape.control() == null && !takesUserLock(shape) && !temporary.touchedBy(e);
  }

  private static boolean takesUserLock(SqlShape shape) {
    return Traits.of(shape).sticky()
        && shape.digestText().toLowerCase(Locale.ROOT).contains("get_lock");
  }
}
