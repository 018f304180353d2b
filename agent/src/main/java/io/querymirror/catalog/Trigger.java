package io.querymirror.catalog;

import io.querymirror.sql.BodyTables;

/** A trigger of a table. Immutable. */
final class Trigger {
  enum Event {
    INSERT,
    UPDATE,
    DELETE
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
