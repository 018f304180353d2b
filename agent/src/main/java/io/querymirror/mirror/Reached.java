package io.querymirror.mirror;

import io.querymirror.catalog.Called;
import io.querymirror.catalog.Calls;
import io.querymirror.catalog.Catalogs;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlAccess;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.model.TableRef;
import io.querymirror.sql.AccessParser;
import io.querymirror.stats.OutOfStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What writes change beyond the tables that they name, by what is known of the target's schema.
 * From any thread; remembers what it found, until a definition has run.
 */
final class Reached implements OutOfStep.Reach {
  private static final int KEPT = 4_096;

  private final Catalogs catalogs;
  private final Function<@Nullable String, @Nullable String> toTarget;
  private final Function<String, List<String>> toSource;

  /** By text, schema and table. */
  private final Map<List<@Nullable Object>, List<TableRef>> found = new ConcurrentHashMap<>();

  private final Calls calls;
  private volatile Object state;

  /**
   * @param toTarget the target's name of a schema
   * @param toSource the source's names of one of the target's
   */
  Reached(
      Catalogs catalogs,
      Function<@Nullable String, @Nullable String> toTarget,
      Function<String, List<String>> toSource) {
    this.catalogs = catalogs;
    this.toTarget = toTarget;
    this.toSource = toSource;
    this.calls = new Calls(catalogs, toTarget::apply);
    this.state = catalogs.state();
  }

  @Override
  public List<TableRef> of(Execution e, TableRef table) {
    Object now = catalogs.state();
    if (now != state || found.size() >= KEPT) {
      found.clear();
      state = now;
    }
    SqlShape shape = e.statementShape();
    String schema = table.schema() == null ? e.schema() : table.schema();
    List<@Nullable Object> key = Arrays.asList(shape.digest(), schema, table.name());
    List<TableRef> known = found.get(key);
    if (known == null) {
      known = look(e, shape, toTarget.apply(schema), table.name());
      found.put(key, known);
    }
    return known;
  }

  @Override
  public OutOfStep.Calls calls(SqlShape shape, @Nullable String schema) {
    Called called = calls.of(shape, schema);
    if (called == Called.NOT_KNOWN_YET) {
      return OutOfStep.Calls.NOT_KNOWN_YET;
    }
    return called.reads() ? OutOfStep.Calls.READS : OutOfStep.Calls.ANYTHING;
  }

  private List<TableRef> look(Execution e, SqlShape shape, @Nullable String schema, String table) {
    List<TableRef> all = new ArrayList<>();
    boolean updates = shape.digestText().toLowerCase(Locale.ROOT).contains("on duplicate key");
    for (String name : catalogs.reached(shape.kind(), updates, schema, table, assigned(e))) {
      int dot = name.indexOf('.');
      for (String source : toSource.apply(name.substring(0, dot))) {
        all.add(new TableRef(source, name.substring(dot + 1), true));
      }
    }
    return all;
  }

  private static @Nullable Set<String> assigned(Execution e) {
    StatementText text = e.text();
    if (text == null || e.statementShape().kind() != Kind.UPDATE) {
      return null;
    }
    SqlAccess access = text.access();
    if (access == null) {
      access = AccessParser.parse(text.sql());
      text.access(access);
    }
    return access.assigned().isEmpty() ? null : access.assigned().keySet();
  }
}
