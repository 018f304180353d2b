package io.querymirror.mirror;

import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.sql.Traits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Other values for copies beside the first: those of an earlier statement of the same digest, all
 * of them, as production sent them. So what is asked for exists as often as it did, is as large and
 * as skewed, and belongs together; no value is made up. Within a transaction all that a copy takes
 * comes from one earlier transaction, in its order, and where that has no counterpart the statement
 * runs as it is.
 *
 * <p>What depends on its session, or may need a key of the original, runs as it is. Which earlier
 * statement it is follows from the numbers of statements and transactions alone. Under its target's
 * lock.
 */
final class Variation {
  /** Statements of one digest that are remembered. */
  static final int REMEMBERED = 128;

  /** Once so many are there, one transaction in so many replaces the oldest: to reach back. */
  static final int EVERY = 8;

  static final long MOST_BYTES = 4 << 20;
  static final long LARGEST = 16 << 10;

  private static final long SEED = 0x2f6b_91d3_04c7_5e8aL;
  private static final long OVERHEAD = 200;
  private static final Set<Kind> KINDS = EnumSet.of(Kind.SELECT, Kind.UPDATE, Kind.DELETE);

  private final Map<Alike, Remembered> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<SourceConnection, Followed> followed = new WeakHashMap<>();
  private long bytes;

  /** What statements have in common that may stand in for each other. */
  private static final class Alike {
    private final long digest;
    private final long original;
    private final @Nullable String schema;
    private final Form form;
    private final boolean inTransaction;
    private final boolean noBackslashEscapes;

    Alike(Execution e) {
      SqlShape shape = e.statementShape();
      this.digest = shape.digest();
      this.original = e.original().statementShape().digest();
      this.schema = e.schema();
      this.form = e.event().form();
      this.inTransaction = e.inTransaction();
      this.noBackslashEscapes = shape.noBackslashEscapes();
    }

    @Override
    public boolean equals(@Nullable Object o) {
      if (!(o instanceof Alike)) {
        return false;
      }
      Alike other = (Alike) o;
      return digest == other.digest
          && original == other.original
          && form == other.form
          && inTransaction == other.inTransaction
          && noBackslashEscapes == other.noBackslashEscapes
          && Objects.equals(schema, other.schema);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(digest) * 31 + Objects.hashCode(schema);
    }
  }

  /** What one statement said: no event, which would hold its rows. */
  private static final class Said {
    final StatementText text;
    final SqlShape shape;
    final Binds binds;
    final long transaction;
    final long sequence;
    final long bytes;

    Said(Execution e, StatementText text, SqlShape shape, long bytes) {
      this.text = text;
      this.shape = shape;
      this.binds = e.binds();
      this.transaction = e.transaction();
      this.sequence = e.sequence();
      this.bytes = bytes;
    }
  }

  /** Of statements that are alike the last ones, in their order. */
  private static final class Remembered {
    private final List<Said> ring = new ArrayList<>();
    private int oldest;
    private long bytes;

    int size() {
      return ring.size();
    }

    /**
     * @param place from 0, the oldest
     */
    Said get(long place) {
      return ring.get((int) ((oldest + place) % ring.size()));
    }

    /** The one that came last; null for none. */
    @Nullable Said last() {
      return ring.isEmpty() ? null : get(ring.size() - 1L);
    }

    /** By how many bytes it has grown. */
    long add(Said said) {
      long more = said.bytes;
      if (ring.size() < REMEMBERED) {
        ring.add(said);
      } else {
        more -= ring.set(oldest, said).bytes;
        oldest = (oldest + 1) % REMEMBERED;
      }
      bytes += more;
      return more;
    }
  }

  /** Of a session's transaction, for each copy, the other one that it follows. */
  private static final class Followed {
    final long transaction;
    private final List<long[]> copies = new ArrayList<>();

    Followed(long transaction) {
      this.transaction = transaction;
    }

    /** The other transaction, 0 for none so far, and the statement of it that was taken last. */
    long[] copy(int number) {
      while (copies.size() <= number) {
        copies.add(new long[2]);
      }
      return copies.get(number);
    }
  }

  /** Whether other statements may stand in for this one, and it for them. */
  static boolean varies(Execution e) {
    SqlShape shape = e.statementShape();
    Traits traits = Traits.of(shape);
    return KINDS.contains(shape.kind())
        && shape.control() == null
        && !shape.several()
        && shape.tokenizable()
        && !traits.sticky()
        && !traits.bound()
        && e.outcome().ok()
        && e.event().form() != Form.CALL
        && shape.digestText().indexOf('?') >= 0;
  }

  /**
   * What so many copies of a statement repeat: the statement itself where there is no other.
   * Remembers the statement for those to come.
   */
  List<Execution> further(Execution e, int copies) {
    StatementText text = e.text();
    if (text == null || !varies(e)) {
      return Collections.nCopies(copies, e);
    }
    Alike alike = new Alike(e);
    Remembered others = known.get(alike);
    List<Execution> all = new ArrayList<>(copies);
    for (int i = 0; i < copies; i++) {
      Said other =
          others == null ? null : e.inTransaction() ? follow(e, i, others) : any(e, i, others);
      all.add(other == null ? e : e.saying(other.text, other.shape, other.binds));
    }
    remember(e, text, alike, others);
    return all;
  }

  private static Said any(Execution e, int copy, Remembered others) {
    return others.get(start(e.sequence(), copy, others));
  }

  private @Nullable Said follow(Execution e, int copy, Remembered others) {
    Followed now = followed.get(e.connection());
    if (now == null || now.transaction != e.transaction()) {
      now = new Followed(e.transaction());
      followed.put(e.connection(), now);
    }
    long[] other = now.copy(copy);
    if (other[0] == 0) {
      other[0] = another(e.transaction(), copy, others);
    }
    for (int i = 0; i < others.size(); i++) {
      Said said = others.get(i);
      if (said.transaction == other[0] && said.sequence > other[1]) {
        other[1] = said.sequence;
        return said;
      }
    }
    return null;
  }

  /** A transaction other than this one; 0 for none. */
  private static long another(long transaction, int copy, Remembered others) {
    long start = start(transaction, copy, others);
    for (int i = 0; i < others.size(); i++) {
      long found = others.get(start + i).transaction;
      if (found != transaction) {
        return found;
      }
    }
    return 0;
  }

  /** Copies of one statement begin at places that follow each other, so they differ. */
  private static long start(long number, int copy, Remembered others) {
    return Long.remainderUnsigned(mix(number) + copy, others.size());
  }

  private void remember(Execution e, StatementText text, Alike alike, @Nullable Remembered others) {
    long size = OVERHEAD + e.bytes();
    long unit = e.inTransaction() ? e.transaction() : e.sequence();
    boolean full = others != null && others.size() == REMEMBERED;
    if (size > LARGEST || full && Long.remainderUnsigned(mix(~unit), EVERY) != 0) {
      return;
    }
    Remembered into = others;
    if (into == null) {
      into = new Remembered();
      known.put(alike, into);
    }
    Said last = into.last();
    bytes +=
        last != null && last.text.sql().equals(text.sql())
            ? into.add(new Said(e, last.text, last.shape, OVERHEAD + e.binds().bytes()))
            : into.add(new Said(e, text, e.statementShape(), size));
    while (bytes > MOST_BYTES) {
      // What was not used for longest; never this one, which is the last.
      Alike unused = known.keySet().iterator().next();
      Remembered gone = known.remove(unused);
      bytes -= gone == null ? 0 : gone.bytes;
    }
  }

  void clear() {
    known.clear();
    followed.clear();
    bytes = 0;
  }

  /** What it holds, as its bound counts it. */
  long bytes() {
    return bytes;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long number) {
    long z = number + SEED;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }
}
