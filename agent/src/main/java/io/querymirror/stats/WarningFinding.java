package io.querymirror.stats;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of both sides' warnings came to, and which ones the target listed; immutable.
 */
public final class WarningFinding {
  private static final WarningFinding SAME = new WarningFinding(true, null);
  private static final WarningFinding DIFFERENT = new WarningFinding(false, null);

  private final boolean same;
  private final @Nullable Map<String, Long> listed;

  private WarningFinding(boolean same, @Nullable Map<String, Long> listed) {
    this.same = same;
    this.listed = listed;
  }

  public static WarningFinding of(boolean same) {
    return same ? SAME : DIFFERENT;
  }

  /**
   * The same, with what the target listed.
   *
   * @param codes as {@code 01000/1265}, each with how often it was listed; null where nobody asked
   */
  public WarningFinding listed(@Nullable Map<String, Long> codes) {
    return codes == null ? this : new WarningFinding(same, new TreeMap<>(codes));
  }

  /** Whether there were as many. */
  public boolean same() {
    return same;
  }

  /** Null where nobody asked. */
  public @Nullable Map<String, Long> listed() {
    return listed == null ? null : Collections.unmodifiableMap(listed);
  }
}
