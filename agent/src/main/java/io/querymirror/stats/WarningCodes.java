package io.querymirror.stats;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Codes of warnings, as {@code 01000/1265}, with how often each was listed. Filled by its owner
 * alone, and not changed once others have it.
 */
public final class WarningCodes {
  static final WarningCodes NONE = new WarningCodes();

  private static final int MOST = 16;
  private static final String OTHER = "other";

  private long listed;
  private long same;
  private long different;
  private final Map<String, Long> source = new TreeMap<>();
  private final Map<String, Long> target = new TreeMap<>();

  /** The target listed its own. */
  void listed(Map<String, Long> codes) {
    listed++;
    add(target, codes);
  }

  /** Both sides listed theirs. */
  void compared(Map<String, Long> ofSource, Map<String, Long> ofTarget) {
    if (ofSource.equals(ofTarget)) {
      same++;
    } else {
      different++;
    }
    add(source, ofSource);
    add(target, ofTarget);
  }

  void add(WarningCodes other) {
    listed += other.listed;
    same += other.same;
    different += other.different;
    add(source, other.source);
    add(target, other.target);
  }

  private static void add(Map<String, Long> to, Map<String, Long> from) {
    from.forEach(
        (code, count) ->
            to.merge(to.size() < MOST || to.containsKey(code) ? code : OTHER, count, Long::sum));
  }

  WarningCodes plus(WarningCodes other) {
    WarningCodes sum = new WarningCodes();
    sum.add(this);
    sum.add(other);
    return sum;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return listed + same + different == 0;
  }

  /** Copies with another number of warnings whose warnings the target listed. */
  public long listed() {
    return listed;
  }

  /** Times that the application listed its warnings, and that both sides listed the same codes. */
  public long same() {
    return same;
  }

  /** Times that the application listed its warnings, and that the sides listed other codes. */
  public long different() {
    return different;
  }

  /** What the source listed for the application, by code. */
  public Map<String, Long> source() {
    return Collections.unmodifiableMap(source);
  }

  /** What the target listed, by code. */
  public Map<String, Long> target() {
    return Collections.unmodifiableMap(target);
  }
}
