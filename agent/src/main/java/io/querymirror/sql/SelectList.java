package io.querymirror.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns that a SELECT names, between its own options and its FROM; by their tokens. */
final class SelectList {
  /** One of them. */
  static final class Item {
    final int from;

    /** Behind the expression, without its alias. */
    final int to;

    final @Nullable String alias;
    final boolean star;

    Item(int from, int to, @Nullable String alias, boolean star) {
      this.from = from;
      this.to = to;
      this.alias = alias;
      this.star = star;
    }
  }

  private final Tokens t;
  private final List<Item> items = new ArrayList<>();

  /**
   * @param select the token SELECT
   */
  SelectList(Tokens t, int select) {
    this.t = t;
    int start = select + 1;
    while (isOption(start)) {
      start++;
    }
    int depth = 0;
    for (int i = start; i <= t.count(); i++) {
      byte type = t.type(i);
      if (type == Token.OPEN) {
        depth++;
      } else if (type == Token.CLOSE) {
        depth--;
      }
      if (depth == 0 && (type == Token.COMMA || type == Token.END || ends(t.word(i)))) {
        add(start, i);
        start = i + 1;
        if (type != Token.COMMA) {
          return;
        }
      }
      if (depth < 0) {
        return;
      }
    }
  }

  List<Item> items() {
    return items;
  }

  private boolean isOption(int i) {
    switch (t.word(i)) {
      case ALL:
      case DISTINCT:
      case HIGH_PRIORITY:
      case STRAIGHT_JOIN:
        return true;
      case NONE:
        return false;
      default:
        String name = t.name(i).toLowerCase(Locale.ROOT);
        return name.startsWith("sql_") || name.equals("distinctrow");
    }
  }

  private static boolean ends(Word word) {
    switch (word) {
      case FROM:
      case WHERE:
      case GROUP:
      case HAVING:
      case ORDER:
      case LIMIT:
      case UNION:
      case EXCEPT:
      case INTERSECT:
      case INTO:
      case FOR:
      case WINDOW:
        return true;
      default:
        return false;
    }
  }

  private void add(int from, int end) {
    int last = end - 1;
    if (last < from) {
      return;
    }
    boolean star = t.type(last) == Token.STAR && (last == from || t.type(last - 1) == Token.DOT);
    if (t.word(last - 1) == Word.AS && last - 1 > from) {
      items.add(new Item(from, last - 1, t.name(last), false));
    } else if (last > from && t.isName(last) && canEnd(last - 1)) {
      items.add(new Item(from, last, t.name(last), false));
    } else {
      items.add(new Item(from, end, null, star));
    }
  }

  /** Whether an expression may end there, so that a name behind it is its alias. */
  private boolean canEnd(int i) {
    switch (t.type(i)) {
      case Token.CLOSE:
      case Token.QUOTED:
      case Token.STRING:
      case Token.NUMBER:
      case Token.PARAMETER:
      case Token.USER_VARIABLE:
      case Token.SYSTEM_VARIABLE:
        return true;
      case Token.WORD:
        return t.word(i) == Word.END || t.word(i).isLiteral() || !t.word(i).isReserved();
      default:
        return false;
    }
  }
}
