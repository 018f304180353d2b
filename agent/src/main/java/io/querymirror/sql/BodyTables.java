package io.querymirror.sql;

import io.querymirror.model.TableRef;
import java.util.List;
import java.util.Set;

/** What the body of a trigger or the query of a view names. Immutable. */
public final class BodyTables {
  /** Of a body that cannot be read. */
  public static final BodyTables UNKNOWN = new BodyTables(List.of(), Set.of(), false);

  private static final ThreadLocal<Tokens> TOKENS = ThreadLocal.withInitial(Tokens::new);

  private final List<TableRef> tables;
  private final Set<String> calls;
  private final boolean known;

  private BodyTables(List<TableRef> tables, Set<String> calls, boolean known) {
    this.tables = List.copyOf(tables);
    this.calls = Set.copyOf(calls);
    this.known = known;
  }

  /** Reads one statement or a block of them. Never throws. */
  public static BodyTables read(String body, boolean ansiQuotes, boolean noBackslashEscapes) {
    Tokens t = TOKENS.get();
    t.start(body);
    Tokenizer.read(t, ansiQuotes, noBackslashEscapes);
    BodyTables found = t.isComplete() && t.count() > 0 ? read(t) : UNKNOWN;
    t.release();
    return found;
  }

  private static BodyTables read(Tokens t) {
    TableSink sink = TableSink.forTables();
    TableCollector collector = new TableCollector();
    TableWalker walker = new TableWalker();
    Part part = new Part();
    int from = 0;
    while (from < t.count()) {
      int end = from;
      while (end < t.count() && t.type(end) != Token.SEMICOLON) {
        end++;
      }
      int verb = from;
      while (verb < end && !changes(t, verb)) {
        if (t.word(verb) == Word.CALL || t.word(verb) == Word.EXECUTE) {
          return UNKNOWN;
        }
        verb++;
      }
      // What stands before: BEGIN, IF … THEN, DECLARE, a whole query.
      walker.queries(t, from, verb, sink);
      if (verb < end) {
        part.reset(verb, end);
        Classifier.classify(t, part);
        collector.collect(t, part, sink);
      }
      from = end + 1;
    }
    return new BodyTables(sink.tables(), FunctionCalls.of(t, 0, t.count()), true);
  }

  /** Whether a statement that changes data begins at token {@code i}. */
  private static boolean changes(Tokens t, int i) {
    switch (t.word(i)) {
      case INSERT:
      case REPLACE:
        // Else the functions of these names.
        return t.type(i + 1) != Token.OPEN;
      case UPDATE:
        return t.word(i - 1) != Word.FOR;
      case DELETE:
        return true;
      default:
        return false;
    }
  }

  /** Tables read and written, as named. */
  public List<TableRef> tables() {
    return tables;
  }

  /** Functions called, in lower case, and perhaps other names. */
  public Set<String> calls() {
    return calls;
  }

  /** False where it may do anything. */
  public boolean known() {
    return known;
  }
}
