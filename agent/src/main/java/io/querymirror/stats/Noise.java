package io.querymirror.stats;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a candidate's differences what its controls, which are copies of production, differ
 * by as well: by digest and, within it, by what differs (a column, the rows, their order, a count)
 * or by the code of the error that they raise where the source succeeded.
 *
 * <p>Where a control differs at all, the candidate's share of such results has to exceed the
 * control's beyond chance: by {@link ExcessTest}, with {@link #MARGIN} times its odds allowed, at a
 * level that holds for all tests of a target together. Noise comes in bursts and grows with the lag
 * of a target, so twice the odds prove nothing. A result is noise where all that differs in it is.
 * Where the control never differed, any difference counts.
 */
public final class Noise {
  /** Of the odds to differ. */
  static final double MARGIN = 2;

  /** Chance of one false alarm or more among all tests of a target. */
  static final double LEVEL = 0.001;

  private static final String ERROR = "error ";

  /** Failed at the source, or by the mirror's circumstances: says nothing of the target. */
  private static final List<ErrorClass> FAILED_THERE =
      List.of(ErrorClass.RESOLVED, ErrorClass.SAME, ErrorClass.CHANGED, ErrorClass.ENVIRONMENT);

  private final Map<List<Object>, Sample> controls = new HashMap<>();

  /** What differs in how many results, of how many compared ones; and which errors are new. */
  private static final class Sample {
    private long compared;
    private long ran;
    private final Map<String, Long> hits = new HashMap<>(4);

    void add(DigestSnapshot digest) {
      compared += digest.results().compared();
      digest.resultDetails().types().forEach(this::add);
      ran += digest.count();
      for (ErrorClass type : FAILED_THERE) {
        ran -= digest.errors().get(type);
      }
      for (ErrorExample example : digest.examples()) {
        if (example.type() == ErrorClass.NEW) {
          hits.merge(facet(example), example.count(), Long::sum);
        }
      }
    }

    /** How often a facet may have differed. */
    long size(String facet) {
      return facet.startsWith(ERROR) ? ran : compared;
    }

    private void add(DifferenceType type, long count) {
      for (String facet : type.facets()) {
        hits.merge(facet, count, Long::sum);
      }
    }

    long hits(String facet) {
      return hits.getOrDefault(facet, 0L);
    }
  }

  public Noise(List<TargetSnapshot> controls) {
    for (TargetSnapshot control : controls) {
      for (DigestSnapshot digest : control.digests()) {
        if (differs(digest)) {
          this.controls.put(key(digest), new Sample());
        }
      }
    }
    for (TargetSnapshot control : controls) {
      for (DigestSnapshot digest : control.digests()) {
        Sample sample = this.controls.get(key(digest));
        if (sample != null) {
          sample.add(digest);
        }
      }
    }
  }

  private static boolean differs(DigestSnapshot digest) {
    return !digest.resultDetails().types().isEmpty() || digest.errors().get(ErrorClass.NEW) > 0;
  }

  private static String facet(ErrorExample example) {
    ErrorExample.Side target = example.target();
    return target == null ? ERROR : ERROR + target.sqlState() + "/" + target.code();
  }

  private static List<Object> key(DigestSnapshot digest) {
    return List.of(digest.digest(), String.valueOf(digest.schema()));
  }

  /** The same candidate, with noise counted as incomparable. */
  public TargetSnapshot takenOutOf(TargetSnapshot candidate) {
    if (controls.isEmpty()) {
      return candidate;
    }
    Map<DigestSnapshot, Sample> own = new HashMap<>();
    long tests = 0;
    for (DigestSnapshot digest : candidate.digests()) {
      Sample control = controls.get(key(digest));
      if (control != null && differs(digest)) {
        Sample sample = new Sample();
        sample.add(digest);
        own.put(digest, sample);
        tests += sample.hits.keySet().stream().filter(f -> control.hits(f) > 0).count();
      }
    }
    if (tests == 0) {
      return candidate;
    }
    List<DigestSnapshot> digests = new ArrayList<>(candidate.digests().size());
    for (DigestSnapshot digest : candidate.digests()) {
      Sample sample = own.get(digest);
      Sample control = controls.get(key(digest));
      digests.add(
          sample == null || control == null
              ? digest
              : takenOutOf(digest, noisy(sample, control, LEVEL / tests)));
    }
    return candidate.withDigests(digests);
  }

  private static Set<String> noisy(Sample own, Sample control, double level) {
    Set<String> noisy = new HashSet<>();
    own.hits.forEach(
        (facet, hits) -> {
          long others = control.hits(facet);
          if (others > 0
              && ExcessTest.p(hits, own.size(facet), others, control.size(facet), MARGIN)
                  >= level) {
            noisy.add(facet);
          }
        });
    return noisy;
  }

  private static DigestSnapshot takenOutOf(DigestSnapshot digest, Set<String> noisy) {
    Map<ResultKind, Long> noise = new EnumMap<>(ResultKind.class);
    digest
        .resultDetails()
        .types()
        .forEach(
            (type, count) -> {
              if (noisy.containsAll(type.facets())) {
                noise.merge(type.kind(), count, Long::sum);
              }
            });
    DigestSnapshot left = noise.isEmpty() ? digest : digest.withoutNoise(noise);
    return left.withoutErrors(example -> noisy.contains(facet(example)));
  }
}
