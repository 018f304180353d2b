package io.querymirror.mirror.observe;

import io.querymirror.config.PlanSettings;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.model.ControlType;
import io.querymirror.model.Determinism;
import io.querymirror.model.DigestKey;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SqlShape;
import io.querymirror.model.Volatile;
import io.querymirror.plan.PlanBook;
import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Decides which copies' plans are wanted: of each digest the first one, then one in so many
 * minutes, and one at once when the digest becomes slower. Called by the threads that run copies,
 * and costs them a look into a map.
 */
public final class Plans {
  static final int DIGESTS = 10_000;

  /** A session, as far as plans hang on it. */
  public interface Session {
    /** What it was told, in order. */
    List<Execution> settings();
  }

  /** Session variables that a plan may hang on. */
  private static final Set<String> SETTINGS =
      Set.of(
          "sql_mode",
          "optimizer_switch",
          "optimizer_search_depth",
          "optimizer_prune_level",
          "optimizer_use_condition_selectivity",
          "use_stat_tables",
          "eq_range_index_dive_limit",
          "range_optimizer_max_mem_size",
          "max_seeks_for_key",
          "join_buffer_size",
          "join_cache_level",
          "sort_buffer_size",
          "tmp_table_size",
          "max_heap_table_size",
          "big_tables",
          "internal_tmp_mem_storage_engine",
          "collation_connection",
          "sql_select_limit",
          "time_zone");

  /** Stands for every digest that has no plan to ask for. */
  private static final PlanWatch NEVER = new PlanWatch();

  private final PlanSide target;
  private final @Nullable PlanSide source;
  private final PlanBook book;
  private final PlanOffers offers;
  private final long everyNanos;
  private final Executor workers;
  private final ConcurrentMap<DigestKey, PlanWatch> watches = new ConcurrentHashMap<>();

  /**
   * @param source null where the source is not asked
   * @param offers shared by all targets
   */
  Plans(
      PlanSettings settings,
      PlanSide target,
      @Nullable PlanSide source,
      PlanBook book,
      PlanOffers offers,
      Executor workers) {
    this.target = target;
    this.source = source;
    this.book = book;
    this.offers = offers;
    this.everyNanos = settings.every().toNanos();
    this.workers = workers;
  }

  /**
   * A copy succeeded.
   *
   * @param nanos what it took
   * @param session null where it stands alone
   */
  public void ran(Execution e, long nanos, TargetHost host, @Nullable Session session) {
    target.busy(nanos);
    DigestKey key = PlanRequest.key(e);
    PlanWatch watch = watch(key, e);
    if (watch == NEVER) {
      return;
    }
    if (source != null) {
      source.busy(e.sourceNanos());
    }
    long now = System.nanoTime();
    long urgent = offers.urgent(key, this);
    if (!watch.ran(nanos, now, everyNanos, urgent) || !target.hasRoom()) {
      return;
    }
    PlanRequest own = new PlanRequest(e, settings(session), watch.urgent(), nanos);
    watch.asked(now, urgent);
    PlanRequest chosen = offers.choose(own, this, now, everyNanos);
    target.want(chosen, host.address(), watch);
    if (source != null) {
      source.want(chosen, chosen.source().host(), null);
    }
  }

  private PlanWatch watch(DigestKey key, Execution e) {
    PlanWatch found = watches.get(key);
    if (found != null) {
      return found;
    }
    String why = unsuited(e);
    if (why == null && watches.size() >= DIGESTS) {
      why = "more digests than are watched";
    }
    if (why != null) {
      if (watches.size() < DIGESTS && watches.putIfAbsent(key, NEVER) == null) {
        book.left(why);
      }
      return NEVER;
    }
    return watches.computeIfAbsent(key, k -> new PlanWatch());
  }

  /** Why a statement's plan is not asked for, in a few words; null where it is. */
  static @Nullable String unsuited(Execution e) {
    SqlShape shape = e.statementShape();
    Determinism d = DeterminismReader.of(shape);
    if (shape.control() != null || !hasPlan(shape, d) || e.event().form() == Form.CALL) {
      return "a statement without a plan";
    }
    if (shape.several() || !shape.tokenizable()) {
      return "several statements in one text";
    }
    if (d.has(Volatile.ROUTINE) || d.has(Volatile.SEQUENCE)) {
      return "a stored routine, which EXPLAIN may run";
    }
    if (d.has(Volatile.WAIT) || d.has(Volatile.LOCK) || d.has(Volatile.FILE)) {
      return "a function that waits, locks or reads a file";
    }
    return Traits.of(shape).bound() ? "a statement that hangs on its session" : null;
  }

  private static boolean hasPlan(SqlShape shape, Determinism d) {
    Kind kind = shape.kind();
    switch (kind) {
      case SELECT:
        return shape.isRead() && !shape.tables().isEmpty();
      case UPDATE:
      case DELETE:
        return true;
      case INSERT:
      case REPLACE:
        return d.rows() == Determinism.Rows.QUERY;
      default:
        return false;
    }
  }

  private static List<String> settings(@Nullable Session session) {
    List<String> texts = new ArrayList<>();
    if (session != null) {
      for (Execution e : session.settings()) {
        String names = e.argument();
        if (e.control() == ControlType.SET
            && e.isStatement()
            && names != null
            && e.binds().size() == 0
            && SETTINGS.containsAll(List.of(names.split(",")))) {
          texts.add(e.sql());
        }
      }
    }
    return texts;
  }

  /** Whether plans are kept with the values that are in them; not unless told. */
  public void show(boolean values) {
    target.show(values);
    if (source != null) {
      source.show(values);
    }
  }

  /** To be called once a second. */
  void look() {
    target.look(workers);
    if (source != null) {
      source.look(workers);
    }
  }

  void close() {
    target.close();
    if (source != null) {
      source.close();
    }
  }
}
