package io.querymirror.catalog;

import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import io.querymirror.sql.CallText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which CALLs only read, by the bodies of the target's procedures. For any thread. */
public final class Calls {
  private static final int MOST = 2_000;

  private final Catalogs catalogs;
  private final UnaryOperator<@Nullable String> schemas;
  private volatile Seen seen;

  /** What was found by digest and schema, as long as the schema is known to be so. */
  private static final class Seen {
    final Object state;
    final Map<List<@Nullable Object>, Called> found = new ConcurrentHashMap<>();

    Seen(Object state) {
      this.state = state;
    }
  }

  /**
   * @param schemas the target's name of a source schema; null for null
   */
  public Calls(Catalogs catalogs, UnaryOperator<@Nullable String> schemas) {
    this.catalogs = catalogs;
    this.schemas = schemas;
    this.seen = new Seen(catalogs.state());
  }

  /**
   * Never waits.
   *
   * @param schema the session's, by the source's name
   */
  public Called of(SqlShape shape, @Nullable String schema) {
    if (shape.kind() != Kind.CALL || schema == null) {
      return Called.ANYTHING;
    }
    Object state = catalogs.state();
    Seen known = seen;
    if (known.state != state) {
      known = new Seen(state);
      seen = known;
    }
    List<@Nullable Object> key = Arrays.asList(shape.digest(), schema);
    Called found = known.found.get(key);
    if (found == null) {
      found = look(shape, schema);
      if (found != Called.NOT_KNOWN_YET && catalogs.state() == state && known.found.size() < MOST) {
        known.found.put(key, found);
      }
    }
    return found;
  }

  /** The same; may read the schema, and so wait for it. */
  public Called await(SqlShape shape, @Nullable String schema) {
    Called found = of(shape, schema);
    if (found == Called.NOT_KNOWN_YET) {
      CallText call = CallText.of(shape);
      String named = call == null ? null : call.schema();
      catalogs.await(schemas.apply(named == null ? schema : named), "");
      found = of(shape, schema);
    }
    return found;
  }

  private Called look(SqlShape shape, String schema) {
    CallText call = CallText.of(shape);
    if (call == null || catalogs.uncertain()) {
      return Called.ANYTHING;
    }
    String named = call.schema();
    String where = schemas.apply(named == null ? schema : named);
    Closure closure = new Closure(catalogs, Set.of());
    closure.call(where, schemas.apply(schema), call, Mode.READ);
    if (closure.everything()) {
      return Called.ANYTHING;
    }
    if (closure.unknown()) {
      return catalogs.isKnown(where) ? Called.ANYTHING : Called.NOT_KNOWN_YET;
    }
    Set<String> tables = new HashSet<>();
    for (Access access : closure.accesses()) {
      tables.add(access.table().toLowerCase(Locale.ROOT));
    }
    return Called.reading(tables, closure.routineBits(), !closure.picks());
  }
}
