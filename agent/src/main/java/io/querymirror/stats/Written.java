package io.querymirror.stats;

import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.util.Locale;
import java.util.Set;

/** What a statement's text says of the rows that it changes. */
enum Written {
  NOTHING,
  /** Those tables that its shape calls written. */
  TABLES,
  /** Tables that the text does not name. */
  ANYTHING;

  /** First words of statements that nobody vouches for, and that change no rows. */
  private static final Set<String> HARMLESS =
      Set.of(
          "lock",
          "unlock",
          "handler",
          "prepare",
          "deallocate",
          "drop",
          "get",
          "signal",
          "resignal",
          "cache",
          "load",
          "checksum",
          "help",
          "analyze",
          "optimize",
          "check",
          "repair",
          "do");

  static Written of(SqlShape shape) {
    Kind kind = shape.kind();
    if (kind.group() == Kind.Group.READ || kind == Kind.SET || kind == Kind.USE) {
      return NOTHING;
    }
    if (kind == Kind.TRANSACTION || (kind == Kind.OTHER && shape.control() != null)) {
      return NOTHING;
    }
    String text = shape.digestText();
    if (shape.several()) {
      return ofSeveral(shape, text);
    }
    if (shape.temporaryTable()) {
      return NOTHING;
    }
    if (shape.unsupported() != null) {
      // Of these only LOAD DATA LOCAL changes rows.
      return kind == Kind.LOAD ? TABLES : NOTHING;
    }
    boolean sure = kind != Kind.CALL && kind != Kind.OTHER;
    if ((kind == Kind.DDL || kind == Kind.OTHER) && HARMLESS.contains(firstWord(text))) {
      return firstWord(text).equals("drop") ? named(shape) : NOTHING;
    }
    return sure ? named(shape) : ANYTHING;
  }

  private static Written ofSeveral(SqlShape shape, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean hides =
        shape.kind() == Kind.CALL
            || shape.kind() == Kind.OTHER
            || lower.contains("call ")
            || lower.contains("execute ");
    return hides ? ANYTHING : named(shape);
  }

  private static Written named(SqlShape shape) {
    for (TableRef table : shape.tables()) {
      if (table.written()) {
        return TABLES;
      }
    }
    return ANYTHING;
  }

  private static String firstWord(String text) {
    int end = text.indexOf(' ');
    return (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
  }
}
