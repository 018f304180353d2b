package io.querymirror.sql;

import io.querymirror.model.Kind;

/** Administration and all that is neither query, change of data, definition nor session control. */
final class AdminClassifier {
  private AdminClassifier() {}

  static void classify(Tokens t, Part p, int i) {
    switch (t.word(i)) {
      case KILL:
        p.never(Kind.OTHER, "kill");
        break;
      case SHUTDOWN:
        p.never(Kind.OTHER, "shutdown");
        break;
      case RESTART:
        p.never(Kind.OTHER, "restart");
        break;
      case FLUSH:
        p.never(Kind.OTHER, "flush");
        p.commits = true;
        break;
      case RESET:
        p.never(Kind.OTHER, "reset");
        p.commits = true;
        break;
      case PURGE:
        p.never(Kind.OTHER, "purge");
        break;
      case CHANGE:
      case STOP:
        p.never(Kind.OTHER, "replication");
        p.commits = true;
        break;
      case INSTALL:
      case UNINSTALL:
        p.never(Kind.OTHER, "plugin");
        p.commits = true;
        break;
      case GRANT:
      case REVOKE:
        p.never(Kind.OTHER, "account");
        p.commits = true;
        break;
      case CLONE:
        p.never(Kind.OTHER, "clone");
        break;
      case BINLOG:
        p.never(Kind.OTHER, "binlog");
        break;
      case XA:
        p.never(Kind.OTHER, "xa");
        break;
      case BACKUP:
        p.never(Kind.OTHER, "backup");
        break;
      case LOCK:
      case UNLOCK:
        lock(t, p, i);
        break;
      case CACHE:
        p.commits = true;
        break;
      case IMPORT:
        p.is(Kind.DDL);
        p.commits = true;
        break;
      default:
        p.is(Kind.OTHER);
    }
  }

  private static void lock(Tokens t, Part p, int i) {
    if (t.word(i + 1) == Word.INSTANCE) {
      p.never(Kind.OTHER, "backup");
    } else {
      p.commits = true;
    }
  }
}
