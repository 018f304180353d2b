package io.querymirror.rule;

import com.google.re2j.Pattern;
import io.querymirror.config.BindSettings;
import io.querymirror.config.Glob;
import io.querymirror.config.MatchSettings;
import io.querymirror.config.TablePattern;
import io.querymirror.model.Execution;
import io.querymirror.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One {@code match}, in two parts: what text and session decide, once for all statements that share
 * them, and what only each execution tells.
 */
final class Matcher {
  /** Compared by identity, as {@link #NEVER}. */
  static final Predicate<Execution> ALWAYS = e -> true;

  static final Predicate<Execution> NEVER = e -> false;

  private final List<Predicate<Execution>> fixed = new ArrayList<>();
  private final Predicate<Execution> varying;
  private final @Nullable Matcher not;

  Matcher(MatchSettings m) {
    fixed(m);
    varying = varying(m);
    MatchSettings inner = m.not();
    not = inner == null ? null : new Matcher(inner);
  }

  /**
   * What is left to ask of an execution once its text and session are known: {@link #ALWAYS},
   * {@link #NEVER}, or a condition on binds, transaction, outcome or time.
   */
  Predicate<Execution> given(Execution e) {
    for (Predicate<Execution> f : fixed) {
      if (!f.test(e)) {
        return NEVER;
      }
    }
    Predicate<Execution> excluded = not == null ? NEVER : not.given(e);
    if (excluded == ALWAYS) {
      return NEVER;
    }
    if (excluded == NEVER) {
      return varying;
    }
    return varying == ALWAYS ? excluded.negate() : varying.and(excluded.negate());
  }

  /** Cheap ones first. */
  private void fixed(MatchSettings m) {
    if (!m.kinds().isEmpty()) {
      fixed.add(e -> m.kinds().contains(e.statementShape().kind()));
    }
    if (!m.digests().isEmpty()) {
      fixed.add(e -> m.digests().contains(e.statementShape().digest()));
    }
    if (!m.schemas().isEmpty()) {
      fixed.add(e -> any(m.schemas(), e.schema()));
    }
    if (!m.users().isEmpty()) {
      fixed.add(e -> any(m.users(), e.connection().user()));
    }
    if (!m.hosts().isEmpty()) {
      fixed.add(e -> any(m.hosts(), e.connection().host()));
    }
    if (!m.groupHosts().isEmpty()) {
      fixed.add(e -> any(m.groupHosts(), e.connection().host()));
    }
    if (!m.tables().isEmpty()) {
      fixed.add(e -> table(m.tables(), e));
    }
    if (!m.digestText().isEmpty()) {
      fixed.add(e -> found(m.digestText(), e.statementShape().digestText()));
    }
    if (!m.sql().isEmpty()) {
      fixed.add(e -> found(m.sql(), e.sql()));
    }
  }

  private static Predicate<Execution> varying(MatchSettings m) {
    Predicate<Execution> all = ALWAYS;
    Boolean inTransaction = m.inTransaction();
    if (inTransaction != null) {
      all = and(all, e -> e.inTransaction() == inTransaction);
    }
    Boolean succeeded = m.succeeded();
    if (succeeded != null) {
      all = and(all, e -> e.outcome().ok() == succeeded);
    }
    if (m.slowerThan() != null) {
      long nanos = m.slowerThan().toNanos();
      all = and(all, e -> e.sourceNanos() > nanos);
    }
    for (BindSettings b : m.binds()) {
      all = and(all, new BindTest(b));
    }
    return all;
  }

  private static Predicate<Execution> and(Predicate<Execution> all, Predicate<Execution> one) {
    return all == ALWAYS ? one : all.and(one);
  }

  private static boolean any(List<Glob> globs, @Nullable String name) {
    if (name != null) {
      for (Glob g : globs) {
        if (g.matches(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean table(List<TablePattern> patterns, Execution e) {
    for (TableRef t : e.statementShape().tables()) {
      String schema = t.schema() == null ? e.schema() : t.schema();
      for (TablePattern p : patterns) {
        if (p.matches(schema, t.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean found(List<Pattern> patterns, String text) {
    for (Pattern p : patterns) {
      if (p.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }
}
