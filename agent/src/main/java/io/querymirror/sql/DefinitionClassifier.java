package io.querymirror.sql;

import io.querymirror.model.Kind;

/** CREATE, ALTER, DROP, RENAME, TRUNCATE and the statements of table maintenance. */
final class DefinitionClassifier {
  /** The object's word comes before this many tokens, or the statement is none we know. */
  private static final int HEAD = 24;

  private DefinitionClassifier() {}

  static void classify(Tokens t, Part p, int i) {
    p.is(Kind.DDL);
    p.commits = true;
    p.objectAt = objectAt(t, i, p.to);
    p.object = t.word(p.objectAt);
    p.temporary = isTemporary(t, i, p.objectAt);
    switch (p.object) {
      case USER:
      case ROLE:
        p.unsupported = "account";
        break;
      case RESOURCE:
        p.unsupported = "resource group";
        p.commits = false;
        break;
      case INSTANCE:
        p.unsupported = "instance";
        break;
      case PREPARE:
        p.is(Kind.OTHER);
        p.commits = false;
        break;
      case FUNCTION:
        p.unsupported = isLoadable(t, p) ? "plugin" : null;
        break;
      default:
        p.commits = !p.temporary;
    }
  }

  /**
   * Where the word for the kind of object stands, after the verb at {@code verb} and its options;
   * the verb itself where there is none.
   */
  static int objectAt(Tokens t, int verb, int to) {
    if (t.word(verb) == Word.TRUNCATE) {
      // TABLE may be left out: TRUNCATE user
      return t.word(verb + 1) == Word.TABLE ? verb + 1 : verb;
    }
    int end = Math.min(to, verb + HEAD);
    for (int i = verb + 1; i < end; i++) {
      if (t.type(i) == Token.EQUALS) {
        // DEFINER = user@host; ALGORITHM = MERGE
        i++;
      } else if (isObject(t.word(i))) {
        return i;
      } else if (t.type(i) == Token.SEMICOLON
          || t.type(i) == Token.OPEN && t.type(i + 1) != Token.CLOSE) {
        break;
      }
    }
    return verb;
  }

  private static boolean isObject(Word word) {
    switch (word) {
      case TABLE:
      case TABLES:
      case VIEW:
      case INDEX:
      case DATABASE:
      case SCHEMA:
      case PROCEDURE:
      case FUNCTION:
      case TRIGGER:
      case EVENT:
      case SEQUENCE:
      case USER:
      case ROLE:
      case SERVER:
      case TABLESPACE:
      case RESOURCE:
      case INSTANCE:
      case PREPARE:
        return true;
      default:
        return false;
    }
  }

  private static boolean isTemporary(Tokens t, int verb, int object) {
    for (int i = verb + 1; i < object; i++) {
      if (t.word(i) == Word.TEMPORARY) {
        return true;
      }
    }
    return false;
  }

  /** CREATE FUNCTION … RETURNS … SONAME 'x.so'. */
  private static boolean isLoadable(Tokens t, Part p) {
    int end = Math.min(p.to, p.objectAt + HEAD);
    for (int i = p.objectAt + 1; i < end && t.type(i) != Token.OPEN; i++) {
      if (t.word(i) == Word.SONAME) {
        return true;
      }
    }
    return false;
  }
}
