package io.querymirror.mirror.observe;

import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.model.Binds;
import io.querymirror.model.DigestKey;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SqlShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution whose plan is wanted: what it takes to ask any database for it, and no more, so
 * that nothing of the application's results is held. Immutable.
 */
final class PlanRequest {
  private final DigestKey key;
  private final String sql;
  private final SqlShape shape;
  private final Binds binds;
  private final Form form;
  private final @Nullable String schema;
  private final SourceConnection source;
  private final long sequence;
  private final long bytes;
  private final boolean shows;
  private final ConnectionVariant variant;
  private final List<String> settings;
  private final boolean urgent;
  private final long nanos;

  /**
   * @param settings SET statements of its session that a plan may hang on
   * @param urgent whether its digest became slower
   * @param nanos what it took on the target
   */
  PlanRequest(Execution e, List<String> settings, boolean urgent, long nanos) {
    this.key = key(e);
    this.sql = e.sql();
    this.shape = e.statementShape();
    this.binds = e.binds();
    this.form = e.event().form();
    this.schema = e.schema();
    this.source = e.connection();
    this.sequence = e.sequence();
    this.bytes = e.bytes();
    this.shows = e.hiddenValues().isEmpty();
    this.variant = ConnectionVariant.of(e.connection());
    this.settings = List.copyOf(settings);
    this.urgent = urgent;
    this.nanos = nanos;
  }

  /** Under which reports tell of it. */
  static DigestKey key(Execution e) {
    Execution original = e.original();
    return original.statementShape().key(original.schema());
  }

  DigestKey key() {
    return key;
  }

  /** By the source's names of schemas. */
  String sql() {
    return sql;
  }

  SqlShape shape() {
    return shape;
  }

  Binds binds() {
    return binds;
  }

  Form form() {
    return form;
  }

  /** By the source's name. */
  @Nullable String schema() {
    return schema;
  }

  SourceConnection source() {
    return source;
  }

  /** Number of the execution among all of this JVM. */
  long sequence() {
    return sequence;
  }

  ConnectionVariant variant() {
    return variant;
  }

  List<String> settings() {
    return settings;
  }

  boolean urgent() {
    return urgent;
  }

  long nanos() {
    return nanos;
  }

  /** Whether none of its values is to be hidden whatever is shown. */
  boolean shows() {
    return shows;
  }

  long bytes() {
    return bytes;
  }
}
