package io.querymirror.catalog;

import io.querymirror.model.Kind;
import io.querymirror.sql.BodyTables;
import java.util.EnumSet;
import java.util.Set;

/** A trigger of a table. Immutable. */
final class Trigger {
  enum Event {
    INSERT,
    UPDATE,
    DELETE;

    /** What a statement of this kind may do to rows; nothing for a definition. */
    static Set<Event> of(Kind kind, boolean updates) {
      switch (kind) {
        case UPDATE:
          return EnumSet.of(UPDATE);
        case DELETE:
          return EnumSet.of(DELETE);
        case INSERT:
          return updates ? EnumSet.of(INSERT, UPDATE) : EnumSet.of(INSERT);
        case DDL:
          return EnumSet.noneOf(Event.class);
        default:
          return EnumSet.allOf(Event.class);
      }
    }
  }

  final Event event;

  /** It runs before the row is written, and so may change it. */
  final boolean before;

  final BodyTables body;

  /** The statements that it runs; empty where the account may not see them. */
  final String text;

  Trigger(Event event, boolean before, BodyTables body, String text) {
    this.event = event;
    this.before = before;
    this.body = body;
    this.text = text;
  }
}
