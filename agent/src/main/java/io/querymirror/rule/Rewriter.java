package io.querymirror.rule;

import io.querymirror.config.RewriteSettings;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.LatestUsed;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.sql.SqlParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes the texts of a rule's copies. What comes out is parsed anew and goes the way of any other
 * statement, so that a read that became a write is denied where writes are. Session control is left
 * alone: it belongs to the session and not to the rule. For one thread.
 */
final class Rewriter {
  private static final int CACHED = 1024;
  private static final int LONGEST_CACHED = 4096;

  private final List<RewriteSettings> steps;
  private final Map<String, Rewritten> known = new LatestUsed<>(CACHED);

  Rewriter(List<RewriteSettings> steps) {
    this.steps = steps;
  }

  /** What came of one text. */
  private static final class Rewritten {
    final StatementText text;
    final SqlShape shape;

    /** Why it cannot run, or null. */
    final @Nullable String wrong;

    Rewritten(StatementText text, SqlShape shape, @Nullable String wrong) {
      this.text = text;
      this.shape = shape;
      this.wrong = wrong;
    }
  }

  /** The execution to repeat: the same one where nothing changes. */
  Execution rewrite(Execution e) {
    if (steps.isEmpty() || e.statementShape().control() != null || e.unsupported() != null) {
      return e;
    }
    String sql = e.sql();
    String key = key(sql, e.statementShape());
    Rewritten found = known.get(key);
    if (found == null) {
      found = find(sql, e);
      if (sql.length() <= LONGEST_CACHED && found.text.sql().length() <= LONGEST_CACHED) {
        known.put(key, found);
      }
    }
    if (found.wrong != null) {
      return e.unsupported(found.wrong);
    }
    return found.text.sql().equals(sql) ? e : e.rewritten(found.text, found.shape);
  }

  /** The session's sql_mode tells what a quote is. */
  private static String key(String sql, SqlShape shape) {
    boolean ordinary = !shape.ansiQuotes() && !shape.noBackslashEscapes();
    return ordinary ? sql : sql + '\0' + shape.ansiQuotes() + shape.noBackslashEscapes();
  }

  private Rewritten find(String sql, Execution e) {
    String changed = sql;
    for (RewriteSettings step : steps) {
      changed = step.apply(changed);
    }
    SqlShape was = e.statementShape();
    if (changed.equals(sql)) {
      return new Rewritten(new StatementText(sql), was, null);
    }
    SqlShape is = SqlParser.parse(changed, was.ansiQuotes(), was.noBackslashEscapes());
    String wrong = wrong(was, is);
    StatementText text = new StatementText(changed);
    text.shape(is);
    return new Rewritten(
        text, is, wrong == null ? null : "rewrite " + wrong + ", digest " + was.digestId());
  }

  private static @Nullable String wrong(SqlShape was, SqlShape is) {
    if (!is.tokenizable()) {
      return "leaves an open quote or comment";
    }
    if (is.digestText().isBlank()) {
      return "leaves no statement";
    }
    if (is.parameters() != was.parameters()) {
      return "changes the number of placeholders";
    }
    if (is.control() != null) {
      return "makes session control of it";
    }
    boolean unknown = is.kind() == Kind.OTHER && is.unsupported() == null;
    return unknown && was.kind() != Kind.OTHER ? "leaves no statement that is known" : null;
  }
}
