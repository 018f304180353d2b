package io.querymirror.sql;

import io.querymirror.model.ControlPart;
import io.querymirror.model.ControlType;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement's text tells: digest, kind, control, tables. It takes linear time, allocates
 * nothing but its result, and takes any text: what it cannot tokenize or does not know becomes a
 * shape that says so. A text that differs from one of before in literals alone gets that one's
 * shape, at several times the speed ({@link KnownShapes}).
 */
public final class SqlParser {
  private static final ThreadLocal<SqlParser> LOCAL = ThreadLocal.withInitial(SqlParser::new);

  private final Tokens tokens = new Tokens();
  private final KnownShapes known = new KnownShapes();
  private final DigestBuilder digest = new DigestBuilder();
  private final Part part = new Part();
  private final TableCollector collector = new TableCollector();
  private final TableSink sink = TableSink.forTables();

  private Kind kind = Kind.OTHER;
  private int statements;
  private boolean commits;
  private boolean locking;
  private boolean temporary;
  private @Nullable String unsupported;
  private boolean controls;
  private @Nullable ControlType first;
  private @Nullable String firstArgument;
  private final List<ControlPart> parts = new ArrayList<>();

  SqlParser() {}

  /** Parses by the rules of MySQL's default sql_mode. Never throws. */
  public static SqlShape parse(String sql) {
    return parse(sql, false, false);
  }

  /**
   * Parses. Never throws.
   *
   * @param ansiQuotes double quotes hold identifiers, as under sql_mode ANSI_QUOTES
   * @param noBackslashEscapes a backslash in a literal is an ordinary character
   */
  public static SqlShape parse(String sql, boolean ansiQuotes, boolean noBackslashEscapes) {
    return LOCAL.get().shape(sql, ansiQuotes, noBackslashEscapes);
  }

  SqlShape shape(String sql, boolean ansiQuotes, boolean noBackslashEscapes) {
    tokens.start(sql);
    boolean ordinary = !ansiQuotes && !noBackslashEscapes;
    SqlShape found = ordinary ? known.find(tokens.text, tokens.length) : null;
    if (found == null) {
      Tokenizer.read(tokens, ansiQuotes, noBackslashEscapes);
      found = read(ansiQuotes, noBackslashEscapes);
      if (ordinary) {
        known.learn(tokens, found);
      }
    }
    tokens.release();
    return found;
  }

  private SqlShape read(boolean ansiQuotes, boolean noBackslashEscapes) {
    SqlShape.Builder result = SqlShape.builder();
    NormalText text = digest.build(tokens);
    result.digest(new String(text.chars, 0, text.length), DigestHash.of(text.chars, text.length));
    statements();
    result
        .kind(kind)
        .tables(sink.tables())
        .parameters(tokens.parameters())
        .locking(locking)
        .commits(commits)
        .several(statements > 1)
        .temporaryTable(temporary)
        .tokenizable(tokens.isComplete())
        .readAs(ansiQuotes, noBackslashEscapes)
        .unsupported(unsupported);
    if (statements == 1) {
      result.control(part.control, part.argument);
    } else if (controls) {
      result.parts(parts);
    }
    SqlShape shape = result.build();
    sink.reset();
    return shape;
  }

  private void statements() {
    sink.reset();
    kind = Kind.OTHER;
    statements = 0;
    commits = false;
    locking = false;
    temporary = false;
    unsupported = null;
    controls = false;
    parts.clear();
    int from = 0;
    while (from < tokens.count()) {
      int end = Splitter.end(tokens, from);
      if (end > from) {
        part.reset(from, end);
        Classifier.classify(tokens, part);
        collector.collect(tokens, part, sink);
        add();
      }
      from = end + 1;
    }
    if (statements == 1) {
      commits = part.commits;
    }
  }

  private void add() {
    if (statements == 0 || gravity(part.kind) > gravity(kind)) {
      kind = part.kind;
    }
    if (statements == 0) {
      first = part.control;
      firstArgument = part.argument;
    } else {
      if (statements == 1) {
        parts.add(new ControlPart(first, firstArgument));
      }
      parts.add(new ControlPart(part.control, part.argument));
    }
    statements++;
    controls |= part.control != null;
    commits |= part.commits || commitsAmongSeveral(part.control);
    locking |= part.locking;
    temporary |= part.temporary;
    unsupported = unsupported == null ? part.unsupported : unsupported;
  }

  /** Of several statements no control is told, so what it commits is. */
  private static boolean commitsAmongSeveral(@Nullable ControlType control) {
    return control == ControlType.BEGIN
        || control == ControlType.COMMIT
        || control == ControlType.AUTOCOMMIT_ON;
  }

  private static int gravity(Kind kind) {
    switch (kind) {
      case SHOW:
        return 0;
      case SELECT:
        return 1;
      case SET:
        return 2;
      case USE:
        return 3;
      case TRANSACTION:
        return 4;
      case OTHER:
        return 5;
      case INSERT:
        return 6;
      case UPDATE:
        return 7;
      case DELETE:
        return 8;
      case REPLACE:
        return 9;
      case LOAD:
        return 10;
      case CALL:
        return 11;
      case DDL:
        return 12;
    }
    return 12;
  }
}
