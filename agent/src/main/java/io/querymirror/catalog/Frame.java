package io.querymirror.catalog;

import io.querymirror.catalog.Concern.Reads;
import io.querymirror.model.SqlAccess.Form;
import io.querymirror.model.SqlShape;
import io.querymirror.order.Access;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What plans of texts that differ in literals alone have in common. For one thread. */
final class Frame {
  private final SqlShape shape;
  private final Form form;
  private final @Nullable String schema;
  private final Reads reads;
  private final Object state;

  /** What it concerns where rows cannot be told apart; null where that is not found out yet. */
  @Nullable Concerned tables;

  /** Whether stored functions read tables of their own, which no key of the statement fixes. */
  boolean routines;

  /** Whether {@link #others} is found out. */
  boolean reached;

  /** What it reaches beyond its table; null where that is the table itself, or not known. */
  @Nullable List<Access> others;

  Frame(SqlShape shape, Form form, @Nullable String schema, Reads reads, Object state) {
    this.shape = shape;
    this.form = form;
    this.schema = schema;
    this.reads = reads;
    this.state = state;
  }

  boolean is(SqlShape of, Form as, @Nullable String in, Reads by, Object when) {
    return shape == of && form == as && reads == by && state == when && Objects.equals(schema, in);
  }
}
