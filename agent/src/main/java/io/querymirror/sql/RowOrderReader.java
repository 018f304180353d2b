package io.querymirror.sql;

import io.querymirror.model.Kind;
import io.querymirror.model.RowOrder;
import io.querymirror.model.RowOrder.Term;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.SelectList.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the outermost ORDER BY of a statement fixes. What it is not sure of it leaves open:
 * rows are then compared in any order.
 */
public final class RowOrderReader {
  private static final ThreadLocal<RowOrderReader> LOCAL =
      ThreadLocal.withInitial(RowOrderReader::new);

  /** No result has more columns. */
  private static final int MOST_COLUMNS = 4096;

  private final Tokens t = new Tokens();
  private final List<Term> terms = new ArrayList<>();

  /** The first SELECT outside of parentheses, the last ORDER there, and what cuts behind it. */
  private int select;

  private int order;
  private boolean limited;
  private boolean skips;

  private boolean complete;

  /** What was found holds for all texts of the shape. */
  private boolean ofShape;

  private RowOrderReader() {}

  /**
   * Never throws.
   *
   * @param sql the statement's own text, which has what the shape leaves out: positions
   */
  public static RowOrder of(SqlShape shape, String sql) {
    if (shape.kind() != Kind.SELECT || shape.several() || !shape.tokenizable()) {
      return RowOrder.NONE;
    }
    RowOrder known = shape.rowOrder();
    return known == null ? LOCAL.get().read(shape, sql) : known;
  }

  private RowOrder read(SqlShape shape, String sql) {
    t.start(sql);
    Tokenizer.read(t, shape.ansiQuotes(), shape.noBackslashEscapes());
    find();
    terms.clear();
    complete = true;
    ofShape = true;
    RowOrder found = order < 0 ? RowOrder.NONE : terms();
    t.release();
    if (ofShape) {
      shape.rowOrder(found);
    }
    return found;
  }

  private void find() {
    select = -1;
    order = -1;
    limited = false;
    skips = false;
    int depth = 0;
    for (int i = 0; i < t.count(); i++) {
      byte type = t.type(i);
      if (type == Token.OPEN) {
        depth++;
      } else if (type == Token.CLOSE) {
        depth--;
      } else if (type == Token.WORD && depth == 0 && t.type(i - 1) != Token.DOT) {
        switch (t.word(i)) {
          case SELECT:
            select = select < 0 ? i : select;
            break;
          case ORDER:
            order = i;
            break;
          case LIMIT:
            limited = true;
            skips |= t.type(i + 2) == Token.COMMA;
            break;
          case FETCH:
            limited |= order >= 0;
            break;
          default:
            skips |= order >= 0 && isOffset(i);
        }
      }
    }
  }

  /** OFFSET is a word that columns may have too; it is none where a count follows. */
  private boolean isOffset(int i) {
    return (t.type(i + 1) == Token.NUMBER || t.type(i + 1) == Token.PARAMETER)
        && t.name(i).equalsIgnoreCase("offset");
  }

  private RowOrder terms() {
    SelectList list = select >= 0 && select < order ? new SelectList(t, select) : null;
    // Behind ORDER BY.
    int start = order + 2;
    int depth = 0;
    boolean any = false;
    for (int i = start; i <= t.count() && complete; i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      boolean ends = depth < 0 || type == Token.END || depth == 0 && i > start && ends(i);
      if (ends || depth == 0 && type == Token.COMMA) {
        any |= term(start, i, list);
        start = i + 1;
      }
      if (ends) {
        break;
      }
    }
    return any ? new RowOrder(true, terms, complete, limited, skips) : RowOrder.NONE;
  }

  private boolean ends(int i) {
    switch (t.word(i)) {
      case LIMIT:
      case FOR:
      case LOCK:
      case INTO:
      case FETCH:
      case PROCEDURE:
      case UNION:
      case EXCEPT:
      case INTERSECT:
        return true;
      default:
        return t.type(i) == Token.SEMICOLON || t.type(i) == Token.WORD && isOffset(i);
    }
  }

  /** Answers whether rows are sorted by it at all. */
  private boolean term(int from, int end, @Nullable SelectList list) {
    int to = end;
    boolean descending = t.word(end - 1) == Word.DESC;
    if (descending || t.type(end - 1) == Token.WORD && t.name(end - 1).equalsIgnoreCase("asc")) {
      to--;
    }
    if (to - from == 1 && t.word(from) == Word.NULL) {
      return false;
    }
    Term term = to > from ? term(from, to, descending, list) : null;
    if (term == null) {
      complete = false;
    } else {
      terms.add(term);
    }
    return true;
  }

  /** Null where it is no column of the output, as far as can be told. */
  private @Nullable Term term(int from, int to, boolean descending, @Nullable SelectList list) {
    if (to - from == 1) {
      byte type = t.type(from);
      if (type == Token.NUMBER || type == Token.PARAMETER || type == Token.STRING) {
        ofShape = false;
        int position = type == Token.NUMBER ? position(from) : 0;
        return position > 0 ? new Term(null, position, descending) : null;
      }
      if (t.isName(from)) {
        return named(t.name(from), descending, list);
      }
    }
    if (list == null) {
      return null;
    }
    boolean qualified = to - from > 2 && t.type(to - 2) == Token.DOT && isChain(from, to);
    return qualified ? column(from, to, descending, list) : expression(from, to, descending, list);
  }

  /** A label of the output; where there is none, a column that has another label there. */
  private Term named(String name, boolean descending, @Nullable SelectList list) {
    int renamed = -1;
    for (int i = 0; list != null && i < list.items().size(); i++) {
      Item item = list.items().get(i);
      boolean same =
          !item.star && isChain(item.from, item.to) && t.name(item.to - 1).equalsIgnoreCase(name);
      if (item.star || (item.alias == null ? same : item.alias.equalsIgnoreCase(name))) {
        return new Term(name, 0, descending);
      }
      renamed = same && renamed < 0 ? i : renamed;
    }
    return renamed < 0 ? new Term(name, 0, descending) : new Term(null, renamed + 1, descending);
  }

  private int position(int i) {
    int length = t.end(i) - t.start(i);
    int n = 0;
    for (int at = t.start(i); at < t.end(i); at++) {
      int digit = t.charAt(at) - '0';
      if (digit < 0 || digit > 9 || length > 4) {
        return 0;
      }
      n = n * 10 + digit;
    }
    return n <= MOST_COLUMNS ? n : 0;
  }

  /** {@code a.b} or {@code a.b.c}. */
  private boolean isChain(int from, int to) {
    for (int i = from; i < to; i++) {
      boolean dot = (i - from) % 2 == 1;
      if (dot ? t.type(i) != Token.DOT : t.type(i) != Token.WORD && t.type(i) != Token.QUOTED) {
        return false;
      }
    }
    return (to - from) % 2 == 1;
  }

  private @Nullable Term column(int from, int to, boolean descending, SelectList list) {
    String name = t.name(to - 1);
    boolean stars = false;
    for (int i = 0; i < list.items().size(); i++) {
      Item item = list.items().get(i);
      boolean chain = !item.star && isChain(item.from, item.to);
      if (chain && t.name(item.to - 1).equalsIgnoreCase(name) && mayBeSame(item, from, to)) {
        return term(item, i, stars, descending, name);
      }
      stars |= item.star;
    }
    return stars ? new Term(name, 0, descending) : null;
  }

  /** Whether two chains name one column; one without its table may be any. */
  private boolean mayBeSame(Item item, int from, int to) {
    return item.to - item.from < 3 || t.name(item.to - 3).equalsIgnoreCase(t.name(to - 3));
  }

  private @Nullable Term expression(int from, int to, boolean descending, SelectList list) {
    boolean stars = false;
    for (int i = 0; i < list.items().size(); i++) {
      Item item = list.items().get(i);
      if (item.to - item.from == to - from && sameTokens(item.from, from, to)) {
        // Its label is the text, spaces and all: the place is surer.
        return stars && item.alias == null ? null : term(item, i, stars, descending, "");
      }
      stars |= item.star;
    }
    return null;
  }

  private Term term(Item item, int place, boolean stars, boolean descending, String name) {
    if (stars) {
      return new Term(item.alias == null ? name : item.alias, 0, descending);
    }
    return new Term(null, place + 1, descending);
  }

  private boolean sameTokens(int other, int from, int to) {
    for (int i = from, j = other; i < to; i++, j++) {
      if (t.type(i) != t.type(j) || t.type(i) == Token.PARAMETER || !sameText(i, j)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameText(int i, int j) {
    char[] text = t.chars();
    boolean literal = t.type(i) == Token.STRING;
    if (Arrays.equals(text, t.start(i), t.end(i), text, t.start(j), t.end(j))) {
      // Of two texts of one shape, one may repeat its literal and the other not.
      ofShape &= !literal && t.type(i) != Token.NUMBER;
      return true;
    }
    return !literal && spelled(i).equals(spelled(j));
  }

  private String spelled(int i) {
    return new String(t.chars(), t.start(i), t.end(i) - t.start(i)).toLowerCase(Locale.ROOT);
  }
}
