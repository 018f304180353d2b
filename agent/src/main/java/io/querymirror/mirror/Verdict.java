package io.querymirror.mirror;

import io.querymirror.stats.DropReason;
import org.jspecify.annotations.Nullable;

/** Whether a statement may enter a target's queue; if not, in which bin it ends. */
final class Verdict {
  static final Verdict ENTER = new Verdict(null, null, false, false);
  static final Verdict NOT_REPEATED = new Verdict(null, null, true, false);

  private final @Nullable DropReason reason;
  private final @Nullable String unsupported;
  private final boolean notRepeated;
  private final boolean cuts;

  private Verdict(
      @Nullable DropReason reason,
      @Nullable String unsupported,
      boolean notRepeated,
      boolean cuts) {
    this.reason = reason;
    this.unsupported = unsupported;
    this.notRepeated = notRepeated;
    this.cuts = cuts;
  }

  static Verdict drop(DropReason reason, boolean cuts) {
    return new Verdict(reason, null, false, cuts);
  }

  static Verdict unsupported(String why, boolean cuts) {
    return new Verdict(DropReason.UNSUPPORTED, why, false, cuts);
  }

  boolean enters() {
    return reason == null && !notRepeated;
  }

  /** Null where it enters or is not to be repeated. */
  @Nullable DropReason reason() {
    return reason;
  }

  /** Why, for a statement that no target takes. */
  @Nullable String unsupported() {
    return unsupported;
  }

  boolean notRepeated() {
    return notRepeated;
  }

  /** Whether the transaction around it can't be whole on the target any more. */
  boolean cuts() {
    return cuts;
  }
}
