package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.stats.Blocks.Quantile;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static final long START = 1_700_000_000_000L;

  private final BlockRecorder recorder = new BlockRecorder();

  @Test
  void aSpanIsABlock() {
    for (int i = 1; i <= 40; i++) {
      recorder.record(START + i, i * 100, i * 200);
    }
    recorder.record(START + 250, 5, 6);
    Blocks blocks = recorder.blocks();
    assertEquals(2, blocks.size());
    assertEquals(40, blocks.count(0));
    assertEquals(1000, blocks.source(0, Quantile.P25), 1);
    assertEquals(2000, blocks.target(0, Quantile.P25), 2);
    assertEquals(2000, blocks.source(0, Quantile.P50), 2);
    assertEquals(7600, blocks.target(0, Quantile.P95), 8);
    assertEquals(5, blocks.source(1, Quantile.P50), 0.01);
    assertFalse(blocks.tells(1, Quantile.P95));
    assertEquals(500, blocks.lengthMillis());
  }

  @Test
  void aLongRunHasLongBlocks() {
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      recorder.record(START + i * 10L, 1000, 1500);
    }
    Blocks blocks = recorder.blocks();
    assertTrue(blocks.size() > 20 && blocks.size() <= Blocks.MOST, blocks.size() + " blocks");
    assertEquals(2_000_000, blocks.lengthMillis(), 2 * blocks.spanMillis());
    for (int i = 0; i < blocks.size(); i++) {
      assertEquals(1000, blocks.source(i, Quantile.P50), 1);
      assertEquals(1500, blocks.target(i, Quantile.P95), 1);
    }
  }

  @Test
  void aQuantileOfFewStaysAQuantile() {
    // Six of ten executions wait: the faster quarter does not, in most of the blocks.
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 40_000; i++) {
      recorder.record(START + i * 50L, 1000, random.nextInt(10) < 6 ? 20_000 : 1000);
    }
    Blocks blocks = recorder.blocks();
    int waiting = 0;
    for (int i = 0; i < blocks.size(); i++) {
      waiting += blocks.target(i, Quantile.P25) > 2000 ? 1 : 0;
    }
    assertTrue(waiting < blocks.size() / 2, waiting + " of " + blocks.size());
  }

  @Test
  void theSampleOfASpanIsFair() {
    double sum = 0;
    for (int span = 0; span < 60; span++) {
      for (int i = 0; i < 1000; i++) {
        recorder.record(START + span * 250L, i, i);
      }
    }
    Blocks blocks = recorder.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      sum += blocks.source(i, Quantile.P50);
    }
    assertEquals(500, sum / blocks.size(), 50);
  }

  @Test
  void whatRunsNowAndThenHasItsOwnBlocks() {
    for (int i = 0; i < 10_000; i++) {
      recorder.record(START + i * 3_600_000L, 10, 20);
    }
    Blocks blocks = recorder.blocks();
    assertTrue(blocks.size() > 10 && blocks.size() <= Blocks.MOST, blocks.size() + " blocks");
  }

  @Test
  void aClockThatIsSetBackProlongsTheBlock() {
    for (int i = 0; i < 100; i++) {
      recorder.record(START + (i < 50 ? i * 250 : -i * 1000), 10, 20);
    }
    Blocks blocks = recorder.blocks();
    assertEquals(50, blocks.size());
    assertEquals(51, blocks.count(49));
  }

  @Test
  void twoJvmsAtOneTimeAreOneBlock() {
    BlockRecorder second = new BlockRecorder();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 3000; i++) {
      recorder.record(START + i * 10L, 900 + random.nextInt(200), 1000);
      if (i > 2000) {
        second.record(START + i * 10L, 900 + random.nextInt(200), 1000);
      }
    }
    Blocks one = recorder.blocks();
    Blocks sum = one.plus(second.blocks());
    assertEquals(one.size(), sum.size());
    assertEquals(one.spanMillis(), sum.spanMillis());
    Blocks other = second.blocks().plus(one);
    for (int i = 0; i < sum.size(); i++) {
      assertEquals(sum.count(i), other.count(i));
      assertEquals(sum.at(i), other.at(i));
      assertEquals(1000, sum.source(i, Quantile.P50), 60);
    }
  }

  @Test
  void whatWasWrittenDownIsTheSame() {
    for (int i = 0; i < 100; i++) {
      recorder.record(START + i * 100L, 123, 4567);
    }
    Blocks blocks = recorder.blocks().ofSpan(1000);
    long[] at = new long[blocks.size()];
    int[] counts = new int[blocks.size()];
    double[][] micros = new double[blocks.size()][];
    for (int i = 0; i < at.length; i++) {
      at[i] = blocks.at(i);
      counts[i] = blocks.count(i);
      micros[i] =
          new double[] {
            blocks.source(i, Quantile.P25),
            blocks.target(i, Quantile.P25),
            blocks.source(i, Quantile.P50),
            blocks.target(i, Quantile.P50),
            -1,
            -1
          };
    }
    Blocks read = Blocks.of(blocks.spanMillis(), at, counts, micros);
    assertEquals(1000, read.spanMillis());
    assertEquals(10, read.size());
    assertEquals(blocks.source(3, Quantile.P50), read.source(3, Quantile.P50));
    assertFalse(read.tells(3, Quantile.P95));
    assertThrows(IllegalArgumentException.class, () -> Blocks.of(300, at, counts, micros));
  }
}
