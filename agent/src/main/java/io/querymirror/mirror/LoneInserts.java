package io.querymirror.mirror;

import io.querymirror.catalog.Reach;
import io.querymirror.model.Determinism.Rows;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.model.Volatile;
import io.querymirror.sql.DeterminismReader;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code order: commit}: which INSERT … SELECT had their table's keys for themselves, so that these
 * follow one another from the first, which the driver tells. With InnoDB's lock mode 2 rows of
 * others can come between; but only of those that ran at the same time, and all of them are seen
 * here. One that ends later is seen later: then what was sure until then is found to be not.
 *
 * <p>Filled by the dispatcher, asked by the lanes' workers. Never waits.
 */
final class LoneInserts {
  /** Statements back that may have run beside one that ends now. */
  private static final int RECENT = 1024;

  private static final int WATCHED = 4096;

  private static final class Ran {
    final SourceConnection session;
    final long start;
    final long finish;
    final SqlShape shape;
    final @Nullable String schema;

    Ran(Execution e) {
      session = e.connection();
      start = e.event().startNanos();
      finish = e.event().finishNanos();
      shape = e.statementShape();
      schema = e.schema();
    }

    boolean overlaps(Ran other) {
      return session != other.session && start - other.finish <= 0 && other.start - finish <= 0;
    }
  }

  private static final class Watched {
    final Ran ran;
    final Set<String> tables;
    boolean crossed;
    boolean repeated;

    Watched(Ran ran, Set<String> tables) {
      this.ran = ran;
      this.tables = tables;
    }
  }

  private final Reach reach;
  private final Consumer<TableRef> late;
  private final ArrayDeque<Ran> recent = new ArrayDeque<>();
  private long forgotten = Long.MIN_VALUE;

  /** By their place among all executions. */
  private final Map<Long, Watched> watched = new LinkedHashMap<>();

  /** The latest end of one that is watched. */
  private long lastFinish = Long.MIN_VALUE;

  /**
   * @param late takes the table, with its schema at the source, of one that was repeated as if it
   *     had been alone, and was not
   */
  LoneInserts(Reach reach, Consumer<TableRef> late) {
    this.reach = reach;
    this.late = late;
  }

  /** A statement of the source, whatever becomes of it here; in the order in which they ended. */
  synchronized void saw(Execution e) {
    if (!mayDraw(e)) {
      return;
    }
    Ran ran = new Ran(e);
    if (!watched.isEmpty() && ran.start - lastFinish <= 0) {
      for (Watched w : watched.values()) {
        if (!w.crossed && w.ran.overlaps(ran) && draws(ran, w)) {
          cross(w);
        }
      }
    }
    if (isOfMany(e)) {
      watch(e.sequence(), ran);
    }
    recent.add(ran);
    if (recent.size() > RECENT) {
      long finish = recent.remove().finish;
      forgotten = forgotten == Long.MIN_VALUE || finish - forgotten > 0 ? finish : forgotten;
    }
  }

  private void watch(long sequence, Ran ran) {
    Watched w = new Watched(ran, reach.changedBy(ran.shape, ran.schema));
    w.crossed = forgotten != Long.MIN_VALUE && ran.start - forgotten <= 0;
    for (Ran other : recent) {
      w.crossed |= ran.overlaps(other) && draws(other, w);
    }
    watched.put(sequence, w);
    if (watched.size() > WATCHED) {
      // Whoever ran beside it until now is of its sort, and counts itself.
      watched.remove(watched.keySet().iterator().next());
    }
    lastFinish =
        lastFinish == Long.MIN_VALUE || ran.finish - lastFinish > 0 ? ran.finish : lastFinish;
  }

  private void cross(Watched w) {
    w.crossed = true;
    if (w.repeated) {
      tell(w);
    }
  }

  private void tell(Watched w) {
    for (TableRef table : w.ran.shape.tables()) {
      if (table.written()) {
        String schema = table.schema() == null ? w.ran.schema : table.schema();
        late.accept(new TableRef(schema, table.name(), true));
      }
    }
  }

  /** INSERT … SELECT that was given keys for several rows. */
  static boolean isOfMany(Execution e) {
    SqlShape shape = e.statementShape();
    // Of any but a plain one the first key that is told need not be the first that was drawn.
    return e.outcome().ok()
        && e.outcome().updateCount() > 1
        && e.outcome().generatedKey() > 0
        && DeterminismReader.of(shape).rows() == Rows.QUERY
        && DeterminismReader.isPlainInsert(shape);
  }

  private static boolean mayDraw(Execution e) {
    SqlShape shape = e.shape();
    if (shape == null || shape.unsupported() != null) {
      return false;
    }
    switch (shape.kind()) {
      case INSERT:
      case REPLACE:
      case LOAD:
      case UPDATE:
      case DELETE:
      case CALL:
      case OTHER:
        return e.control() == null;
      case SELECT:
      case SET:
        return shape.several() || Volatile.ROUTINE.in(DeterminismReader.of(shape).bits());
      default:
        return shape.several();
    }
  }

  private boolean draws(Ran other, Watched w) {
    if (!Reach.meet(reach.changedBy(other.shape, other.schema), w.tables)) {
      return false;
    }
    Kind kind = other.shape.kind();
    if (kind != Kind.UPDATE && kind != Kind.DELETE || other.shape.several()) {
      return true;
    }
    // What it changes by its text gets no key by that; what its triggers write may.
    for (TableRef named : other.shape.tables()) {
      for (TableRef table : w.ran.shape.tables()) {
        if (named.written() && table.written() && named.name().equalsIgnoreCase(table.name())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether it is certain, for all that was seen so far, that its keys follow one another.
   *
   * @param e one that is {@link #isOfMany}
   */
  synchronized boolean alone(Execution e) {
    Watched w = watched.get(e.sequence());
    return w != null && !w.crossed;
  }

  /** It was repeated by what {@link #alone} said before. */
  synchronized void repeated(Execution e) {
    Watched w = watched.get(e.sequence());
    if (w != null && !w.repeated) {
      w.repeated = true;
      if (w.crossed) {
        tell(w);
      }
    }
  }
}
