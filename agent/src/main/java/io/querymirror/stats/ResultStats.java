package io.querymirror.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results of one digest; guarded by its owner. */
final class ResultStats {
  static final long MOST_BYTES = 64 << 10;
  private static final int EXAMPLES = 5;
  private static final int DRIFTS = 16;

  private final ExampleRoom room;
  private long same;
  private long expected;
  private final long[] different = new long[ResultKind.values().length];
  private final long[] incomparable = new long[Incomparable.values().length];
  private final long[] warnings = new long[2];
  private @Nullable WarningCodes codes;
  private int causes;
  private @Nullable DifferenceTypes types;
  private long bytes;
  private final List<ResultExample> examples = new ArrayList<>(0);
  private final List<TypeDrift> drifts = new ArrayList<>(0);

  ResultStats(ExampleRoom room) {
    this.room = room;
  }

  void record(ResultFinding finding) {
    Incomparable why = finding.why();
    ResultExample example = finding.example();
    if (why != null) {
      incomparable[why.ordinal()]++;
      causes |= finding.causes();
    } else if (example == null) {
      same++;
    } else {
      if (example.expected()) {
        expected++;
      } else {
        different[example.kind().ordinal()]++;
        if (types == null) {
          types = new DifferenceTypes();
        }
        types.add(example);
      }
      keep(example);
    }
    for (TypeDrift drift : finding.drift()) {
      keep(drift);
    }
    WarningFinding warned = finding.warnings();
    if (warned != null) {
      warnings[warned.same() ? 0 : 1]++;
      Map<String, Long> listed = warned.listed();
      if (listed != null) {
        codes().listed(listed);
      }
    }
  }

  /** Both sides listed their warnings for the application. */
  void listed(Map<String, Long> ofSource, Map<String, Long> ofTarget) {
    codes().compared(ofSource, ofTarget);
  }

  private WarningCodes codes() {
    WarningCodes known = codes;
    if (known == null) {
      known = new WarningCodes();
      codes = known;
    }
    return known;
  }

  private void keep(TypeDrift drift) {
    for (int i = 0; i < drifts.size(); i++) {
      if (drifts.get(i).isLike(drift)) {
        drifts.set(i, drifts.get(i).again(drift.count()));
        return;
      }
    }
    if (drifts.size() < DRIFTS) {
      drifts.add(drift);
    }
  }

  private void keep(ResultExample example) {
    for (int i = 0; i < examples.size(); i++) {
      if (examples.get(i).isLike(example)) {
        examples.set(i, examples.get(i).again(example.count()));
        return;
      }
    }
    if (examples.size() == EXAMPLES) {
      int mildest = milder(example);
      if (mildest < 0) {
        return;
      }
      long freed = examples.remove(mildest).bytes();
      bytes -= freed;
      room.giveBack(freed);
    }
    if (!add(example)) {
      add(example.withoutRows());
    }
  }

  private boolean add(ResultExample example) {
    long size = example.bytes();
    if (bytes + size > MOST_BYTES || !room.take(size)) {
      return false;
    }
    bytes += size;
    examples.add(example);
    return true;
  }

  /** What was expected must not hide what was not. */
  private int milder(ResultExample than) {
    for (int i = 0; i < examples.size(); i++) {
      if (examples.get(i).expected() && !than.expected()) {
        return i;
      }
    }
    return -1;
  }

  /** Sums another digest's into this one, but for its examples, whose room is given back. */
  void add(ResultStats other) {
    same += other.same;
    expected += other.expected;
    add(different, other.different);
    add(incomparable, other.incomparable);
    add(warnings, other.warnings);
    if (other.codes != null) {
      codes().add(other.codes);
    }
    causes |= other.causes;
    if (other.types != null) {
      if (types == null) {
        types = new DifferenceTypes();
      }
      types.add(other.types);
    }
    room.giveBack(other.bytes);
  }

  /** Findings that a reader must see. */
  long bad() {
    long bad = 0;
    for (long count : different) {
      bad += count;
    }
    return bad;
  }

  private static void add(long[] to, long[] from) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  ResultCounts counts() {
    return new ResultCounts(
        same,
        expected,
        different.clone(),
        incomparable.clone(),
        warnings.clone(),
        codes == null ? WarningCodes.NONE : codes.plus(WarningCodes.NONE));
  }

  /** How often results differed in which way, but for expected ones. */
  Map<DifferenceType, Long> types() {
    return types == null ? Map.of() : types.snapshot();
  }

  /** Bits of {@link io.querymirror.model.Volatile} that made results incomparable. */
  int causes() {
    return causes;
  }

  List<ResultExample> examples() {
    List<ResultExample> sorted = new ArrayList<>(examples);
    sorted.sort(
        Comparator.comparing(ResultExample::expected)
            .thenComparing(ResultExample::kind)
            .thenComparing(Comparator.comparingLong(ResultExample::count).reversed()));
    return sorted;
  }

  List<TypeDrift> drifts() {
    return new ArrayList<>(drifts);
  }

  static ResultCounts counts(@Nullable ResultStats stats) {
    return stats == null ? ResultCounts.NONE : stats.counts();
  }
}
