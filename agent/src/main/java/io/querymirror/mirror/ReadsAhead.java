package io.querymirror.mirror;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.CopyRunner;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.model.Volatile;
import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.Traits;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code protocol: cheapest}: a lane that is behind sends reads without waiting for the answers to
 * those before them. Each remains a statement of its own, with its own answer, which is kept here
 * until its step's turn. Reads alone: whether a write ran must be known before anything after it is
 * sent.
 */
final class ReadsAhead {
  /** Statements sent at once, the first included. */
  static final int MOST = 32;

  /** What a session is told something for, which goes with one statement at a time. */
  private static final int ALONE =
      Volatile.CLOCK.bit()
          | Volatile.CLOCK_DECIDES.bit()
          | Volatile.RANDOM.bit()
          | Volatile.ROUTINE.bit();

  private final Map<Step, CopyResult> answers = new IdentityHashMap<>();

  /** What came of the step when it was sent ahead; null where it was not. */
  @Nullable CopyResult answer(Step step) {
    return answers.isEmpty() ? null : answers.remove(step);
  }

  /** The steps that can go with this one, itself first; alone where none can. */
  List<Step> with(Step first, IntFunction<List<Step>> behind) {
    List<Step> all = new ArrayList<>();
    all.add(first);
    if (isPlain(first.execution())) {
      for (Step step : behind.apply(MOST - 1)) {
        if (!follows(first.execution(), step)) {
          break;
        }
        all.add(step);
      }
    }
    return all;
  }

  private static boolean follows(Execution first, Step step) {
    if (!step.counted() || step.seed() != null) {
      return false;
    }
    Execution e = step.execution();
    return e.transaction() == first.transaction()
        && e.autocommit() == first.autocommit()
        && Objects.equals(e.schema(), first.schema())
        && isPlain(e);
  }

  private static boolean isPlain(Execution e) {
    SqlShape shape = e.statementShape();
    return e.control() == null
        && shape.isRead()
        && !shape.locking()
        && !shape.several()
        && !Traits.of(shape).sticky()
        && (DeterminismReader.of(shape).bits() & ALONE) == 0
        && CopyRunner.goesAhead(e);
  }

  /** Keeps what is known; answers the first step's result, null where nothing is. */
  @Nullable CopyResult keep(List<Step> steps, List<CopyResult> results) {
    answers.clear(); // Of steps that were dropped meanwhile.
    // What was lost on the way runs anew, on the lane's next connection.
    for (int i = 1; i < results.size() && !results.get(i).lost(); i++) {
      answers.put(steps.get(i), results.get(i));
    }
    return results.isEmpty() ? null : results.get(0);
  }
}
