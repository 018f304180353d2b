package io.querymirror.sql;

/** Tells which names of a text are schemas. Confined to a thread. */
final class NameFinder {
  private final Tokens tokens = new Tokens();
  private final TableCollector collector = new TableCollector();
  private final Part part = new Part();
  private TableSink sink = TableSink.forNames();

  /** Returns false for a text with an unterminated quote or comment. */
  boolean tokenize(String sql, boolean ansiQuotes, boolean noBackslashEscapes) {
    tokens.start(sql);
    Tokenizer.read(tokens, ansiQuotes, noBackslashEscapes);
    if (!ansiQuotes && hasQuotedNames()) {
      tokens.start(sql);
      Tokenizer.read(tokens, true, noBackslashEscapes);
    }
    return tokens.isComplete();
  }

  /** "s"."t" is nothing but names, whatever the mode of the session is known to be. */
  private boolean hasQuotedNames() {
    for (int i = 0; i < tokens.count(); i++) {
      if (tokens.type(i) == Token.DOT && (isDoubleQuoted(i - 1) || isDoubleQuoted(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private boolean isDoubleQuoted(int i) {
    return tokens.type(i) == Token.STRING && tokens.charAt(tokens.start(i)) == '"';
  }

  void findTables() {
    sink = TableSink.forNames();
    int from = 0;
    while (from < tokens.count()) {
      int end = Splitter.end(tokens, from);
      if (end > from) {
        part.reset(from, end);
        Classifier.classify(tokens, part);
        collector.collect(tokens, part, sink);
      }
      from = end + 1;
    }
  }

  void release() {
    tokens.release();
    sink = TableSink.forNames();
  }

  /** The first token from {@code i} on that may name a schema; -1 for none. */
  int next(int i) {
    for (int at = i; at < tokens.count(); at++) {
      boolean first = tokens.isName(at) && tokens.type(at - 1) != Token.DOT;
      if (first && tokens.type(at + 1) == Token.DOT || sink.isSchema(at)) {
        return at;
      }
    }
    return -1;
  }

  String name(int i) {
    return tokens.name(i);
  }

  int start(int i) {
    return tokens.start(i);
  }

  int end(int i) {
    return tokens.end(i);
  }

  /**
   * Whether token {@code i}, of {@link #next}, names a schema: in the place of a table's schema, of
   * a routine's, before a table and its column, or where nothing else has that name.
   */
  boolean isSchema(int i) {
    if (sink.isSchema(i) || tokens.word(i - 1) == Word.CALL) {
      return true;
    }
    int last = i;
    while (tokens.type(last + 1) == Token.DOT && isPart(last + 2)) {
      last += 2;
    }
    boolean routine = tokens.type(last + 1) == Token.OPEN;
    return last > i + 2 || last > i && (routine || !sink.isAlias(tokens.name(i)));
  }

  private boolean isPart(int i) {
    return tokens.isName(i) || tokens.type(i) == Token.STAR;
  }
}
