package io.querymirror.report;

import io.querymirror.stats.DigestSnapshot;
import io.querymirror.stats.ErrorClass;
import java.util.Locale;

/** What the numbers of a digest, a target or a report say; worst first. */
public enum Verdict {
  /** Something failed on the target that succeeded at the source. */
  ERRORS,
  /** Nothing failed, and nothing else is judged. */
  CANNOT_TELL;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Verdict of(DigestSnapshot digest) {
    return digest.errors().get(ErrorClass.NEW) > 0 ? ERRORS : CANNOT_TELL;
  }

  Verdict worse(Verdict other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
