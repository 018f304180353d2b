package io.querymirror.sql;

import io.querymirror.model.ControlType;
import io.querymirror.model.Kind;
import org.jspecify.annotations.Nullable;

/** BEGIN, COMMIT, ROLLBACK, savepoints, and what else starts with their words. */
final class TransactionClassifier {
  private TransactionClassifier() {}

  static void classify(Tokens t, Part p, int i) {
    switch (t.word(i)) {
      case BEGIN:
        if (isAnonymousBlock(t, i)) {
          p.is(Kind.CALL);
        } else {
          p.controls(Kind.TRANSACTION, ControlType.BEGIN, null);
        }
        break;
      case START:
        if (t.word(i + 1) == Word.TRANSACTION) {
          p.controls(Kind.TRANSACTION, ControlType.BEGIN, null);
        } else {
          p.never(Kind.OTHER, "replication");
          p.commits = true;
        }
        break;
      case COMMIT:
        p.controls(Kind.TRANSACTION, ControlType.COMMIT, chain(t, i));
        break;
      case ROLLBACK:
        rollback(t, p, i);
        break;
      case SAVEPOINT:
        p.controls(Kind.TRANSACTION, ControlType.SAVEPOINT, Classifier.nameAt(t, i + 1));
        break;
      default:
        if (t.word(i + 1) == Word.SAVEPOINT) {
          p.controls(Kind.TRANSACTION, ControlType.RELEASE_SAVEPOINT, Classifier.nameAt(t, i + 2));
        }
    }
  }

  /** MariaDB's {@code BEGIN NOT ATOMIC … END}. */
  static boolean isAnonymousBlock(Tokens t, int begin) {
    return t.word(begin) == Word.BEGIN
        && t.word(begin + 1) == Word.NOT
        && t.word(begin + 2) == Word.ATOMIC;
  }

  private static void rollback(Tokens t, Part p, int rollback) {
    int i = t.word(rollback + 1) == Word.WORK ? rollback + 2 : rollback + 1;
    if (t.word(i) != Word.TO) {
      p.controls(Kind.TRANSACTION, ControlType.ROLLBACK, chain(t, rollback));
      return;
    }
    // A savepoint may itself be named savepoint.
    boolean named = t.word(i + 1) == Word.SAVEPOINT && t.type(i + 2) != Token.END && i + 2 < p.to;
    int name = named ? i + 2 : i + 1;
    p.controls(Kind.TRANSACTION, ControlType.ROLLBACK_TO, Classifier.nameAt(t, name));
  }

  private static @Nullable String chain(Tokens t, int end) {
    int i = t.word(end + 1) == Word.WORK ? end + 2 : end + 1;
    return t.word(i) == Word.AND && t.word(i + 1) == Word.CHAIN ? "chain" : null;
  }
}
