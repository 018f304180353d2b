package io.querymirror.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Long texts made to be slow: eight times the text may not cost sixty-four times the time. */
class LinearTimeTest {
  private static final int SMALL = 1 << 15;
  private static final int FACTOR = 8;

  record Hostile(String start, String repeated, String end) {
    String text(int length) {
      return start + repeated.repeat(length / repeated.length()) + end;
    }

    @Override
    public String toString() {
      return start + repeated + "…" + end;
    }
  }

  static List<Hostile> texts() {
    return List.of(
        new Hostile("select ", "(", ""),
        new Hostile("select ", "(", ")"),
        new Hostile("select ", "((1)),", "1"),
        new Hostile("select 'x", "y", ""),
        new Hostile("", "'", ""),
        new Hostile("", "`a", ""),
        new Hostile("", "/*", ""),
        new Hostile("", "/*!", ""),
        new Hostile("", "/*! 1 */", ""),
        new Hostile("", "-", ""),
        new Hostile("", "-- \n", "1"),
        new Hostile("select ", "-", "1"),
        new Hostile("select ", "- 1 ", ""),
        new Hostile("select * from t where a in (", "1,", "2)"),
        new Hostile("select * from t where a in ((", "(1),", "2))"),
        new Hostile("select * from t where ", "a in (1, ", "2)"),
        new Hostile("insert into t values ", "(1, 'a', ?),", "(2, 'b', ?)"),
        new Hostile("insert into t values ", "(1, now()),", "(2, now())"),
        new Hostile("insert into t values ", "(1, now()),(now(), 1),", "(2, now())"),
        new Hostile("insert into t ", "values (", ""),
        new Hostile("select * from ", "a, b.c, ", "d"),
        new Hostile("select * from a", " join (b", ""),
        new Hostile("delete ", "a, ", "b from c"),
        new Hostile("delete a from ", "t a, ", "b"),
        new Hostile("", "with a as (", ""),
        new Hostile("with a as (select 1)", ", a as (select * from a)", " select 1"),
        new Hostile("", "set statement ", ""),
        new Hostile("set ", "@a = 1,", "@b = 2"),
        new Hostile("", "explain ", ""),
        new Hostile("", ";", ""),
        new Hostile("", "create procedure;", ""),
        new Hostile("create procedure p() begin ", "begin case ", ""),
        new Hostile("", "select 1 from a;", ""),
        new Hostile("lock tables ", "a read, ", "b write"),
        new Hostile("", "a.", ""),
        new Hostile("", "@", ""),
        new Hostile("", "1.", ""),
        new Hostile("", "_a'x'", ""),
        new Hostile("", "select ", "from"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void parsesInLinearTime(Hostile hostile) throws UntokenizableException {
    String small = hostile.text(SMALL);
    String large = hostile.text(SMALL * FACTOR);
    long one = best(() -> new SqlParser().shape(small, false, false));
    long eight = best(() -> new SqlParser().shape(large, false, false));
    assertTrue(
        eight < 4 * FACTOR * Math.max(one, 500_000),
        () -> one / 1000 + " us became " + eight / 1000 + " us");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void knowsAgainInLinearTime(Hostile hostile) throws UntokenizableException {
    SqlParser parser = new SqlParser();
    String small = hostile.text(SMALL);
    String large = hostile.text(SMALL * FACTOR);
    for (int i = 0; i < 2; i++) {
      parser.shape(small, false, false);
      parser.shape(large, false, false);
    }
    long one = best(() -> parser.shape(small, false, false));
    long eight = best(() -> parser.shape(large, false, false));
    assertTrue(
        eight < 4 * FACTOR * Math.max(one, 500_000),
        () -> one / 1000 + " us became " + eight / 1000 + " us");
  }

  @Test
  void mapsNamesInLinearTime() throws UntokenizableException {
    SchemaMapper mapper = new SchemaMapper(Map.of("s", "target"));
    Hostile tables = new Hostile("select * from ", "s.a, ", "s.b");
    Hostile chain = new Hostile("select ", "s.", "a");
    for (Hostile hostile : List.of(tables, chain)) {
      String small = hostile.text(SMALL);
      String large = hostile.text(SMALL * FACTOR);
      long one = best(() -> mapper.map(small));
      long eight = best(() -> mapper.map(large));
      assertTrue(eight < 4 * FACTOR * Math.max(one, 500_000), hostile::toString);
    }
  }

  @Test
  void seesTheEndOfAMegabyte() {
    String in = "select * from a where id in (" + "12345,".repeat(170_000) + "1) for update";
    assertEquals("select * from a where id in (...) for update", SqlParser.parse(in).digestText());
  }

  private interface Work {
    void run() throws UntokenizableException;
  }

  /** The least processor time of a few runs, so that no other thread's or process's work counts. */
  private static long best(Work work) throws UntokenizableException {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = clock.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, clock.getCurrentThreadCpuTime() - start);
    }
    return best;
  }
}
