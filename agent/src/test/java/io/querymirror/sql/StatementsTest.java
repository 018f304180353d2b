package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.SqlShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real statements of many origins, and what each of them is. */
class StatementsTest {
  record Statement(String sql, String facts, String digest) {
    @Override
    public String toString() {
      return sql;
    }
  }

  static List<Statement> statements() throws IOException {
    try (InputStream in = StatementsTest.class.getResourceAsStream("statements.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> content =
          lines.lines().filter(l -> !l.isEmpty() && !l.matches("#[# ].*")).toList();
      List<Statement> statements = new ArrayList<>();
      for (int i = 0; i < content.size(); i += 3) {
        String digest = content.get(i + 2);
        statements.add(
            new Statement(content.get(i), content.get(i + 1), digest.equals("-") ? "" : digest));
      }
      return statements;
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void isWhatItIs(Statement s) {
    SqlShape shape = SqlParser.parse(s.sql());
    assertEquals(s.facts(), facts(shape));
    assertEquals(s.digest(), shape.digestText());
  }

  /** A normalized text is a statement of the same digest, so rules can be written from reports. */
  @ParameterizedTest
  @MethodSource("statements")
  void digestTextIsItsOwnDigest(Statement s) {
    SqlShape shape = SqlParser.parse(s.sql());
    if (shape.tokenizable() && !s.digest().contains("(...)")) {
      assertEquals(s.digest(), SqlParser.parse(s.digest()).digestText());
    }
  }

  /** Spaces between all tokens, or none where none is needed, change nothing. */
  @ParameterizedTest
  @MethodSource("statements")
  void spacingChangesNothing(Statement s) {
    SqlShape shape = SqlParser.parse(s.sql());
    if (!shape.tokenizable()) {
      return;
    }
    String wide = respaced(s.sql(), " \n/* a ' b */\t");
    SqlShape spaced = SqlParser.parse(wide);
    assertEquals(shape.digestText(), spaced.digestText(), wide);
    assertEquals(facts(shape), facts(spaced), wide);
  }

  @Test
  void differentDigestsHaveDifferentIds() throws IOException {
    Map<Long, String> ids = new HashMap<>();
    for (Statement s : statements()) {
      SqlShape shape = SqlParser.parse(s.sql());
      String other = ids.putIfAbsent(shape.digest(), shape.digestText());
      assertTrue(other == null || other.equals(shape.digestText()), s.sql());
    }
  }

  private static String respaced(String sql, String space) {
    Tokens t = new Tokens();
    t.start(sql);
    Tokenizer.read(t, false, false);
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < t.count(); i++) {
      boolean name = t.type(i) == Token.DOT || t.type(i - 1) == Token.DOT;
      boolean joined = i == 0 || name && t.end(i - 1) == t.start(i);
      b.append(joined ? "" : space).append(sql, t.start(i), t.end(i));
    }
    return b.toString();
  }

  static String facts(SqlShape shape) {
    StringBuilder b = new StringBuilder(shape.kind().toString());
    tables(b, " reads=", shape, false);
    tables(b, " writes=", shape, true);
    if (shape.control() != null) {
      String argument = shape.argument() == null ? "" : ":" + shape.argument().replace(' ', '~');
      b.append(" control=").append(shape.control()).append(argument);
    }
    if (shape.unsupported() != null) {
      b.append(" never=").append(shape.unsupported().replace(' ', '~'));
    }
    if (shape.parameters() > 0) {
      b.append(" parameters=").append(shape.parameters());
    }
    b.append(shape.locking() ? " locking" : "")
        .append(shape.commits() ? " commits" : "")
        .append(shape.several() ? " several" : "")
        .append(shape.temporaryTable() ? " temporary" : "")
        .append(shape.tokenizable() ? "" : " broken");
    return b.toString();
  }

  private static void tables(StringBuilder b, String label, SqlShape shape, boolean written) {
    String names =
        shape.tables().stream()
            .filter(t -> t.written() == written)
            .map(t -> t.schema() == null ? t.name() : t.schema() + "." + t.name())
            .collect(Collectors.joining(","));
    b.append(names.isEmpty() ? "" : label + names);
  }
}
