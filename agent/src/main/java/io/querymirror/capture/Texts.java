package io.querymirror.capture;

import io.querymirror.model.StatementText;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a session prepares again and again, as an application with a pool does for each
 * execution: one object for each, so that what was found out of the last statement holds for the
 * next. Softly held, as an application may make its texts anew each time. Used by one thread at a
 * time, as its session is.
 */
final class Texts {
  private static final int KEPT = 64;

  /** Characters; of a text made anew each time, its hash is, too. */
  private static final int LONGEST = 2048;

  private @Nullable SoftReference<@Nullable StatementText[]> texts;

  /** The one before of this text, or a new one. */
  StatementText of(String sql) {
    if (sql.length() > LONGEST) {
      return new StatementText(sql);
    }
    @Nullable StatementText[] kept = kept();
    int hash = sql.hashCode();
    int at = (hash ^ hash >>> 16) & KEPT - 1;
    StatementText last = kept[at];
    if (last != null && last.sql().equals(sql)) {
      return last;
    }
    StatementText next = new StatementText(sql);
    kept[at] = next;
    return next;
  }

  private @Nullable StatementText[] kept() {
    @Nullable StatementText[] kept = texts == null ? null : texts.get();
    if (kept == null) {
      kept = new StatementText[KEPT];
      texts = new SoftReference<>(kept);
    }
    return kept;
  }
}
