package io.querymirror.sql;

import io.querymirror.model.ControlType;
import io.querymirror.model.Kind;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** SET in its many forms. */
final class SetClassifier {
  private SetClassifier() {}

  static void classify(Tokens t, Part p, int set) {
    p.is(Kind.SET);
    int i = set + 1;
    if (isAssigned(t, i)) {
      assignments(t, p, i);
      return;
    }
    switch (t.word(i)) {
      case PASSWORD:
        p.never(Kind.SET, "account");
        p.commits = true;
        return;
      case ROLE:
        p.never(Kind.SET, "account");
        return;
      case DEFAULT:
        p.never(Kind.SET, "account");
        p.commits = true;
        return;
      case RESOURCE:
        p.never(Kind.SET, "resource group");
        return;
      case TRANSACTION:
        p.controls(Kind.SET, ControlType.SET, "transaction");
        return;
      case SESSION:
      case LOCAL:
        if (t.word(i + 1) == Word.TRANSACTION && !isAssigned(t, i + 1)) {
          p.controls(Kind.SET, ControlType.SET, "session transaction");
          return;
        }
        break;
      default:
    }
    assignments(t, p, i);
  }

  private static boolean isAssigned(Tokens t, int i) {
    return t.type(i + 1) == Token.EQUALS || t.type(i + 1) == Token.ASSIGN;
  }

  private static void assignments(Tokens t, Part p, int first) {
    TreeSet<String> names = new TreeSet<>();
    int count = 0;
    @Nullable ControlType autocommit = null;
    int i = first;
    while (i < p.to) {
      count++;
      if (isGlobal(t, i)) {
        p.never(Kind.SET, "set global");
        return;
      }
      if (t.word(i) == Word.PASSWORD) {
        // SET PASSWORD = '…', also behind an assignment: no variable has that name.
        p.never(Kind.SET, "account");
        p.commits = true;
        return;
      }
      i = isScope(t, i) ? i + 1 : i;
      String name = variable(t, i);
      names.add(name);
      int valueAt = afterName(t, i) + 1;
      i = afterComma(t, i, p.to);
      if (name.equals("autocommit")) {
        boolean single = valueAt + 1 == p.to || t.type(valueAt + 1) == Token.COMMA;
        autocommit = single ? autocommit(t, valueAt) : null;
      }
    }
    String all = count == 1 && autocommit != null ? null : String.join(",", names);
    p.controls(Kind.SET, autocommit != null ? autocommit : ControlType.SET, all);
  }

  private static boolean isGlobal(Tokens t, int i) {
    switch (t.word(i)) {
      case GLOBAL:
      case PERSIST:
      case PERSIST_ONLY:
        return !isAssigned(t, i);
      default:
        return t.type(i) == Token.SYSTEM_VARIABLE && hasGlobalPrefix(systemVariable(t, i));
    }
  }

  private static boolean hasGlobalPrefix(String name) {
    return name.startsWith("global.")
        || name.startsWith("persist.")
        || name.startsWith("persist_only.");
  }

  private static boolean isScope(Tokens t, int i) {
    return (t.word(i) == Word.SESSION || t.word(i) == Word.LOCAL) && !isAssigned(t, i);
  }

  private static String variable(Tokens t, int i) {
    switch (t.type(i)) {
      case Token.USER_VARIABLE:
        return text(t, i).replace("`", "").replace("'", "").replace("\"", "");
      case Token.SYSTEM_VARIABLE:
        String name = systemVariable(t, i);
        boolean scoped = name.startsWith("session.") || name.startsWith("local.");
        return scoped ? name.substring(name.indexOf('.') + 1) : name;
      case Token.WORD:
      case Token.QUOTED:
        break;
      default:
        return "";
    }
    Word word = t.word(i);
    if (!isAssigned(t, i)) {
      if (word == Word.NAMES || word == Word.CHARSET || word == Word.CHARACTER) {
        return "names";
      }
      if (word == Word.TRANSACTION) {
        return "transaction";
      }
    }
    String name = t.name(i).toLowerCase(Locale.ROOT);
    if (t.type(i + 1) != Token.DOT) {
      return name;
    }
    return name + "." + Classifier.nameAt(t, i + 2).toLowerCase(Locale.ROOT);
  }

  private static String systemVariable(Tokens t, int i) {
    return text(t, i).substring(2).replace("`", "");
  }

  private static String text(Tokens t, int i) {
    return new String(t.chars(), t.start(i), t.end(i) - t.start(i)).toLowerCase(Locale.ROOT);
  }

  private static int afterName(Tokens t, int i) {
    return t.type(i + 1) == Token.DOT ? i + 3 : i + 1;
  }

  private static int afterComma(Tokens t, int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0 && type == Token.COMMA) {
        return i + 1;
      }
    }
    return to;
  }

  private static @Nullable ControlType autocommit(Tokens t, int value) {
    switch (t.word(value)) {
      case ON:
      case TRUE:
        return ControlType.AUTOCOMMIT_ON;
      case OFF:
      case FALSE:
        return ControlType.AUTOCOMMIT_OFF;
      default:
    }
    byte type = t.type(value);
    if (type != Token.NUMBER && type != Token.STRING) {
      return null;
    }
    return ControlType.autocommit(t.name(value));
  }
}
