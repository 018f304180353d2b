package io.querymirror.sql;

/**
 * Finds where one statement of a text ends: at a semicolon, but not at those inside the body of a
 * stored routine.
 */
final class Splitter {
  private Splitter() {}

  /** The semicolon that ends the statement at {@code from}, or the number of tokens. */
  static int end(Tokens t, int from) {
    int count = t.count();
    if (!t.hasSemicolon()) {
      return count;
    }
    boolean routine = hasBody(t, from, count);
    boolean block = false;
    int depth = 0;
    for (int i = from; i < count; i++) {
      if (t.type(i) == Token.SEMICOLON && (!routine || block && depth == 0)) {
        return i;
      }
      if (!routine) {
        continue;
      }
      switch (t.word(i)) {
        case BEGIN:
          block = true;
          depth++;
          break;
        case CASE:
          depth += t.word(i - 1) == Word.END ? 0 : 1;
          break;
        case END:
          depth -= endsBlock(t.word(i + 1)) ? 1 : 0;
          break;
        default:
      }
    }
    return count;
  }

  /** Whether END before this word closes BEGIN or CASE: END IF and the like close others. */
  private static boolean endsBlock(Word next) {
    switch (next) {
      case IF:
      case LOOP:
      case WHILE:
      case REPEAT:
      case FOR:
        return false;
      default:
        return true;
    }
  }

  private static boolean hasBody(Tokens t, int from, int count) {
    Word verb = t.word(from);
    if (verb != Word.CREATE && verb != Word.ALTER) {
      return TransactionClassifier.isAnonymousBlock(t, from);
    }
    switch (t.word(DefinitionClassifier.objectAt(t, from, count))) {
      case PROCEDURE:
      case FUNCTION:
      case TRIGGER:
      case EVENT:
        return true;
      default:
        return false;
    }
  }
}
