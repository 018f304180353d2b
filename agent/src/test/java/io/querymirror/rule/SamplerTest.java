package io.querymirror.rule;

import static io.querymirror.rule.Statements.statement;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Execution;
import io.querymirror.sql.SqlParser;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static Sampler sampler(String share, String by) {
    return new Sampler(
        Statements.settings("- {mirror: a, sample: " + share + ", sample_by: " + by + "}\n")
            .rules()
            .get(0)
            .copy());
  }

  private static LongFunction<Execution> numbered(String by) {
    switch (by) {
      case "session":
        return n -> statement().session(n).build();
      case "transaction":
        return n -> statement().transaction(n).build();
      case "digest":
        return n -> statement().shape(SqlParser.parse("select c" + n + " from t")).build();
      default:
        return n -> statement().sequence(n).build();
    }
  }

  /** So many of numbers in a row that begin and follow each other so. */
  private static int kept(String share, String by, int number, long first, long step) {
    Sampler sampler = sampler(share, by);
    LongFunction<Execution> of = numbered(by);
    int kept = 0;
    for (int i = 0; i < number; i++) {
      kept += sampler.keeps(of.apply(first + i * step)) ? 1 : 0;
    }
    return kept;
  }

  @ParameterizedTest
  @CsvSource({
    "25%, statement", "25%, transaction", "25%, session",
    "1%, statement", "33.3%, transaction", "90%, session",
  })
  void aShareIsEven(String share, String by) {
    double expected = 10_000 * Double.parseDouble(share.replace("%", "")) / 100;
    for (long first : new long[] {1, 777, 1L << 33}) {
      assertEquals(expected, kept(share, by, 10_000, first, 1), expected * 0.02 + 12, by + first);
    }
  }

  @Test
  void digestsAreKeptByTheirIds() {
    assertEquals(2_500, kept("25%", "digest", 10_000, 1, 1), 150);
  }

  /** An application whose loop is so long, of which the rule takes one statement. */
  @ParameterizedTest
  @ValueSource(longs = {2, 3, 7, 8, 64, 89, 144, 4096})
  void noLoopStaysInStepWithIt(long step) {
    for (long first = 1; first < 4; first++) {
      assertEquals(2_500, kept("25%", "statement", 10_000, first, step), 200);
      assertEquals(2_500, kept("25%", "transaction", 10_000, first, step), 200);
    }
  }

  @Test
  void ofFewSessionsTooThereAreSome() {
    for (long first = 1; first < 100; first++) {
      assertEquals(5, kept("50%", "session", 10, first, 1), 1);
      assertEquals(3, kept("25%", "session", 12, first, 1), 1);
    }
  }

  @Test
  void theEndsTakeAllAndNothing() {
    for (String by : new String[] {"statement", "transaction", "session", "digest"}) {
      assertEquals(500, kept("100%", by, 500, 1, 1), by);
      assertEquals(0, kept("0%", by, 500, 1, 1), by);
    }
  }

  @Test
  void oneSampleForAllWhoAskAndASmallerOneWithinALarger() {
    for (String by : new String[] {"statement", "transaction", "session", "digest"}) {
      Sampler quarter = sampler("25%", by);
      Sampler again = sampler("25.0%", by);
      Sampler more = sampler("30%", by);
      LongFunction<Execution> of = numbered(by);
      for (long i = 1; i < 2_000; i++) {
        Execution e = of.apply(i);
        assertEquals(quarter.keeps(e), again.keeps(e));
        assertTrue(more.keeps(e) || !quarter.keeps(e));
      }
    }
  }

  @Test
  void transactionsAndSessionsAreKeptWhole() {
    Sampler byTransaction = sampler("50%", "transaction");
    Sampler bySession = sampler("50%", "session");
    for (long n = 1; n < 50; n++) {
      Execution first = statement().sequence(1).session(n).transaction(n).build();
      for (long i = 2; i < 20; i++) {
        Execution e = statement().sequence(i).session(n).transaction(n).build();
        assertEquals(byTransaction.keeps(first), byTransaction.keeps(e));
        Execution other = statement().sequence(i).session(n).transaction(n + i).build();
        assertEquals(bySession.keeps(first), bySession.keeps(other));
      }
    }
  }
}
