package io.querymirror.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of a small InnoDB, seen only by their clients, replayed in commit order on
 * another: where no doubt is told, rows and reads come out the same. {@code
 * -Dquerymirror.histories=N} runs more of them.
 */
class CommitOrderModelTest {
  private static final int HISTORIES = Integer.getInteger("querymirror.histories", 100_000);

  /** What came of many histories. */
  static final class Tally {
    int histories;
    int transactions;
    int ambiguous;
    int retried;
    int givenUp;
    int broken;
    int late;
    int differentCounted;
    int readsCompared;
    final List<String> wrong = new ArrayList<>();

    synchronized void add(Tally t) {
      histories += t.histories;
      transactions += t.transactions;
      ambiguous += t.ambiguous;
      retried += t.retried;
      givenUp += t.givenUp;
      broken += t.broken;
      late += t.late;
      differentCounted += t.differentCounted;
      readsCompared += t.readsCompared;
      wrong.addAll(t.wrong);
    }

    @Override
    public String toString() {
      return histories
          + " histories, ambiguous "
          + ambiguous
          + ", of these different "
          + differentCounted
          + ", retried "
          + retried
          + ", waits given up "
          + givenUp
          + ", broken "
          + broken
          + ", late "
          + late
          + ", reads compared "
          + readsCompared
          + ", wrong "
          + wrong.size();
    }
  }

  interface Replay {
    ModelTarget of(ModelSource source, boolean byKey, long seed, boolean logged);
  }

  static Tally run(int from, int histories, boolean byKey, Replay replay) {
    Tally all = new Tally();
    int parts = 64;
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            p -> {
              Tally t = new Tally();
              for (int i = from + p; i < from + histories; i += parts) {
                one(i, byKey, replay, t, false);
              }
              all.add(t);
            });
    return all;
  }

  static void one(long seed, boolean byKey, Replay replay, Tally t, boolean logged) {
    ModelSource source = new ModelSource(seed);
    ModelTarget target = replay.of(source, byKey, seed, logged);
    t.histories++;
    String stuck = null;
    try {
      target.run();
    } catch (IllegalStateException e) {
      stuck = e.getMessage();
    }
    t.ambiguous += target.ambiguous > 0 ? 1 : 0;
    t.retried += target.retries > 0 ? 1 : 0;
    t.givenUp += target.givenUp > 0 ? 1 : 0;
    t.broken += target.breaks > 0 ? 1 : 0;
    t.late += target.late > 0 ? 1 : 0;
    Set<String> different = different(source, target);
    boolean counted = target.breaks > 0 || !target.doubtful.isEmpty();
    if (!different.isEmpty()) {
      t.differentCounted += counted ? 1 : 0;
      spread(source, target.doubtful);
    }
    if (stuck != null) {
      t.wrong.add(seed + ": " + stuck);
    } else if (target.breaks == 0 && !target.doubtful.containsAll(different)) {
      t.wrong.add(seed + ": differs in " + different + ", named are " + target.doubtful);
    } else if (!counted) {
      reads(seed, source, t);
    }
    if (logged) {
      source.calls.forEach(c -> System.out.println("  " + c));
      target.log.forEach(l -> System.out.println("    " + l));
      System.out.println(t.wrong);
      System.out.println(Arrays.toString(source.repeatable));
    }
  }

  private static Set<String> different(ModelSource source, ModelTarget target) {
    Set<String> names = new TreeSet<>();
    for (int k = 0; k < source.rows.length; k++) {
      if (source.result[k] != target.rows()[k]) {
        names.add(ModelStatement.NAMES[k >> 3]);
      }
    }
    return names;
  }

  /** What was written from a table that differs differs too. */
  private static void spread(ModelSource source, Set<String> doubtful) {
    for (boolean more = true; more; ) {
      more = false;
      for (ModelCall c : source.calls) {
        if (c.statement != null
            && c.statement.reads()
            && doubtful.contains(ModelStatement.NAMES[c.statement.fromTable()])) {
          more |= doubtful.add(ModelStatement.NAMES[c.statement.table()]);
        }
      }
    }
  }

  /** Reads that no end overlaps are the same. */
  private static void reads(long seed, ModelSource source, Tally t) {
    ModelCall[] first = new ModelCall[source.repeatable.length];
    for (ModelCall c : source.calls) {
      if (!c.compared || c.statement.kind != ModelStatement.Kind.SELECT) {
        continue;
      }
      ModelCall interval = c;
      if (c.snapshot == Ordered.Snapshot.FIRST) {
        first[c.session] = c;
      } else if (c.snapshot == Ordered.Snapshot.LATER) {
        interval = first[c.session];
      }
      if (c.transaction != null && (c.transaction.deferred || isUnsure(source, c))
          || overlapped(source, interval, c)) {
        continue;
      }
      t.readsCompared++;
      if (c.read != c.targetRead) {
        t.wrong.add(seed + ": another read of " + c);
      }
    }
  }

  /** It sees what its own transaction wrote from what it read without a lock. */
  private static boolean isUnsure(ModelSource source, ModelCall read) {
    for (ModelCall c : read.transaction.calls) {
      if (c == read) {
        return false;
      }
      if (c.statement != null
          && c.statement.accesses(true, source.repeatable[c.session], c.met > 0).stream()
              .anyMatch(Access::isUnlocked)) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlapped(ModelSource source, ModelCall interval, ModelCall read) {
    for (ModelCall c : source.calls) {
      if (c.session != read.session
          && (c.kind == ModelCall.Kind.COMMIT || c.isAutocommitWrite())
          && c.start <= interval.finish
          && interval.start <= c.finish) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatTheOrderLetsRunComesOutEqualByKey() {
    check(run(1, HISTORIES, true, ModelTarget::new));
  }

  @Test
  void whatTheOrderLetsRunComesOutEqualByTable() {
    check(run(1_000_000, HISTORIES, false, ModelTarget::new));
  }

  /** Or the model would not show that the rules are needed. */
  @ParameterizedTest
  @EnumSource
  void anotherRuleComesOutWrong(ModelMutation mutation) {
    for (boolean byKey : new boolean[] {true, false}) {
      Tally t = run(1, mutation.histories(), byKey, mutation::of);
      assertTrue(t.wrong.size() >= 3, t.toString());
    }
  }

  private static void check(Tally t) {
    assertEquals(List.of(), t.wrong.subList(0, Math.min(5, t.wrong.size())), t.toString());
    assertEquals(0, t.broken, t.toString());
    // else it would say little
    assertTrue(t.ambiguous < t.histories / 2, t.toString());
    assertTrue(t.retried > t.histories / 100, t.toString());
    assertTrue(t.readsCompared > t.histories / 10, t.toString());
  }

  /** Prints what came of so many histories, or what became of one: {@code key SEED}. */
  public static void main(String[] args) {
    if (args.length == 2) {
      one(Long.parseLong(args[1]), args[0].equals("key"), ModelTarget::new, new Tally(), true);
      return;
    }
    int n = Integer.parseInt(args[0]);
    report("as it is", n, ModelTarget::new);
    for (ModelMutation m : ModelMutation.values()) {
      report(m.name(), m.histories(), m::of);
    }
  }

  private static void report(String name, int histories, Replay replay) {
    for (boolean byKey : new boolean[] {true, false}) {
      long at = System.nanoTime();
      Tally t = run(byKey ? 1 : 1_000_000, histories, byKey, replay);
      long ms = (System.nanoTime() - at) / 1_000_000;
      System.out.println(name + (byKey ? " by key: " : " by table: ") + t + " in " + ms + " ms");
      t.wrong.stream().sorted().limit(3).forEach(System.out::println);
    }
  }
}
