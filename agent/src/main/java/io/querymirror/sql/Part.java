package io.querymirror.sql;

import io.querymirror.model.ControlType;
import io.querymirror.model.Kind;
import org.jspecify.annotations.Nullable;

/** One statement of a text, from token {@code from} to before token {@code to}, and its facts. */
final class Part {
  int from;
  int to;

  /** The word that says what it does, past WITH, EXPLAIN, parentheses and the like. */
  int verb;

  /** The kind of thing that a data definition is about: TABLE, VIEW, USER; NONE where unknown. */
  Word object = Word.NONE;

  /** Where {@link #object} stands. */
  int objectAt;

  Kind kind = Kind.OTHER;
  @Nullable ControlType control;
  @Nullable String argument;
  @Nullable String unsupported;
  boolean commits;
  boolean locking;
  boolean temporary;

  /** Its statement is explained, not run: all its tables are read. */
  boolean explained;

  void reset(int start, int end) {
    from = start;
    to = end;
    verb = start;
    object = Word.NONE;
    objectAt = start;
    kind = Kind.OTHER;
    control = null;
    argument = null;
    unsupported = null;
    commits = false;
    locking = false;
    temporary = false;
    explained = false;
  }

  void is(Kind value) {
    kind = value;
  }

  void never(Kind value, String reason) {
    kind = value;
    unsupported = reason;
  }

  void controls(Kind value, ControlType type, @Nullable String what) {
    kind = value;
    control = type;
    argument = what;
  }
}
