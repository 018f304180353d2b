package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleCountsTest {
  @Test
  void aRuleThatKeepsItsNameKeepsItsCount() {
    RuleCounts first = new RuleCounts(List.of("a", "b"));
    first.matched(0);
    first.matched(1);
    first.matched(1);
    RuleCounts second = first.next(List.of("b", "c"));
    second.matched(0);
    first.matched(0); // a call that had begun before
    first.matched(1);
    assertEquals(List.of("b", "c", "a"), second.names());
    assertEquals(2, second.inForce());
    assertEquals("[4, 0, 2]", Arrays.toString(second.snapshot()));
    assertEquals("[2, 4, 0]", Arrays.toString(second.next(List.of("a", "b", "c")).snapshot()));
  }

  @Test
  void whatNeverTookAnythingIsForgotten() {
    assertEquals(List.of("b"), new RuleCounts(List.of("a")).next(List.of("b")).names());
  }

  @Test
  void anyNumberOfNamesIsBoundedAndNothingIsLost() {
    RuleCounts counts = new RuleCounts(List.of("r0"));
    for (int i = 1; i <= 1_000; i++) {
      counts.matched(0);
      counts = counts.next(List.of("r" + i));
    }
    assertTrue(counts.names().size() <= RuleCounts.REMOVED + 2);
    assertEquals(1_000, Arrays.stream(counts.snapshot()).sum());
    assertTrue(counts.names().contains(RuleCounts.OTHERS));
  }
}
