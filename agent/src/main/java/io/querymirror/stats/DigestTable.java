package io.querymirror.stats;

import io.querymirror.model.DigestKey;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The digests of one target, each by schema and digest. Bounded: where the table is full, a tenth
 * of it is summed in one entry named {@code other}, so that the counts still add up. Who stays:
 * those with findings (at most half of the table), those on which the target lost most time (a
 * quarter), and of the others those that ran most often. A digest that comes back begins anew.
 *
 * <p>An entry takes 1 to 5 KB, its text included; DigestMemoryTest holds what a full table takes.
 */
final class DigestTable {
  /** Of all targets together. */
  static final int CAPACITY = 10_000;

  static final String OTHER = "other";
  private static final int LONGEST_TEXT = 2_000;

  private final int capacity;
  private final ConcurrentMap<DigestKey, DigestStats> entries = new ConcurrentHashMap<>();
  private final AtomicInteger room;

  /** Grows each time that room is made. */
  private volatile int age;

  private final ExampleRoom examples = new ExampleRoom();
  private final DigestStats other = DigestStats.rest(OTHER, examples);

  DigestTable(int capacity) {
    this.capacity = capacity;
    this.room = new AtomicInteger(capacity);
  }

  /** Writes down what was found of an execution, under the lock of the entry that counts it. */
  void record(Execution e, Consumer<DigestStats> finding) {
    while (true) {
      DigestStats entry = entry(e);
      synchronized (entry) {
        if (!entry.givenUp()) {
          entry.at(age);
          finding.accept(entry);
          return;
        }
      }
    }
  }

  private DigestStats entry(Execution e) {
    SqlShape shape = e.statementShape();
    DigestKey key = shape.key(e.schema());
    DigestStats found = entries.get(key);
    if (found != null) {
      return found;
    }
    if (room.get() <= 0) {
      makeRoom();
    }
    return entries.computeIfAbsent(
        key,
        k -> {
          room.decrementAndGet();
          return new DigestStats(shape.digestId(), cut(shape.digestText()), k.schema(), examples);
        });
  }

  /**
   * Costs about as much as the reading of a report, once for every tenth of the table.
   *
   * <p>By one thread at a time, and not while a snapshot is read: no count may be in it twice.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // under the table's lock
  private synchronized void makeRoom() {
    if (room.get() > 0) {
      return;
    }
    age++;
    List<Candidate> all = new ArrayList<>(entries.size());
    for (Map.Entry<DigestKey, DigestStats> entry : entries.entrySet()) {
      all.add(new Candidate(entry.getKey(), entry.getValue()));
    }
    double bad = fromWhich(all, c -> c.worth.bad, all.size() / 2);
    double added = fromWhich(all, c -> c.worth.added, all.size() / 4);
    all.removeIf(c -> c.worth.bad > bad);
    all.removeIf(c -> c.worth.added > Math.max(0, added));
    // Of those that ran as often the ones that ran last stay.
    all.sort(
        Comparator.comparingLong((Candidate c) -> c.worth.count)
            .thenComparingInt(c -> c.worth.lastAge));
    giveUp(all.subList(0, Math.min(all.size(), Math.max(1, capacity / 10))));
  }

  /** What the best of all have more than, so many of them at most. */
  private static double fromWhich(
      List<Candidate> all, ToDoubleFunction<Candidate> worth, int howMany) {
    double[] sorted = all.stream().mapToDouble(worth).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length - Math.max(1, howMany)];
  }

  private void giveUp(List<Candidate> leaving) {
    List<Distribution> sources = new ArrayList<>(leaving.size());
    List<Distribution> targets = new ArrayList<>(leaving.size());
    synchronized (other) {
      for (Candidate c : leaving) {
        LatencyPair latency = other.add(c.entry);
        sources.add(latency.source());
        targets.add(latency.target());
      }
      other.add(Distribution.sum(sources), Distribution.sum(targets));
    }
    for (Candidate c : leaving) {
      entries.remove(c.key, c.entry);
      room.incrementAndGet();
    }
  }

  /** A copy of every entry, in no order; {@code other} only where it counted something. */
  synchronized List<DigestSnapshot> snapshot() {
    List<DigestSnapshot> all = new ArrayList<>(entries.size() + 1);
    for (DigestStats entry : entries.values()) {
      all.add(entry.snapshot());
    }
    DigestSnapshot rest = other.snapshot();
    if (rest.count() > 0) {
      all.add(rest);
    }
    return all;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static final class Candidate {
    final DigestKey key;
    final DigestStats entry;
    final DigestStats.Worth worth;

    Candidate(DigestKey key, DigestStats entry) {
      this.key = key;
      this.entry = entry;
      this.worth = entry.worth();
    }
  }
}
