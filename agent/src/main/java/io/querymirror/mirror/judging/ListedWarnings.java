package io.querymirror.mirror.judging;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import io.querymirror.model.Cell;
import io.querymirror.model.Execution;
import io.querymirror.model.LatestUsed;
import io.querymirror.model.ResultRows;
import io.querymirror.model.UnreadableRowsException;
import io.querymirror.sql.Traits;
import io.querymirror.stats.JudgedCopy;
import io.querymirror.stats.TargetLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which warnings there were, where that can be known. A result tells their number alone, and asking
 * costs a round trip: so the target is asked now and then, and the source never; but where the
 * application itself asks, both sides answer it. From any thread.
 */
final class ListedWarnings {
  /** For the whole target. */
  private static final long PAUSE_NANOS = 100_000_000L;

  /** For one digest. */
  private static final long DIGEST_NANOS = 5_000_000_000L;

  private static final int MOST = 512;

  /** Level, code, message. */
  private static final int CODE = 1;

  private final TargetLedger ledger;
  private final Map<Long, Long> askedAt = new LatestUsed<>(MOST);
  private long lastAsked = System.nanoTime() - PAUSE_NANOS;

  /** By session, what ran last there, if it was warned of. */
  private final Map<Long, Warned> warned = new LatestUsed<>(MOST);

  /** A statement without what takes memory. */
  private static final class Warned {
    final Execution original;
    final int onTarget;

    Warned(Execution original, int onTarget) {
      this.original = original;
      this.onTarget = onTarget;
    }
  }

  private volatile boolean anyWarned;

  /** Some session asks for what a statement of the agent's own would change. */
  private volatile boolean asksBack;

  ListedWarnings(TargetLedger ledger) {
    this.ledger = ledger;
  }

  /** A statement of some session is about to be queued. */
  void arrives(Execution e) {
    if (!asksBack && e.isStatement() && Traits.of(e.statementShape()).asksBack()) {
      asksBack = true;
    }
  }

  /** Whether the target may be asked now: ten times a second, and every five for a digest. */
  boolean mayAsk(Execution e) {
    if (asksBack) {
      return false;
    }
    long now = System.nanoTime();
    long digest = e.statementShape().digest();
    synchronized (askedAt) {
      Long last = askedAt.get(digest);
      if (now - lastAsked < PAUSE_NANOS || (last != null && now - last < DIGEST_NANOS)) {
        return false;
      }
      lastAsked = now;
      askedAt.put(digest, now);
      return true;
    }
  }

  /** The codes of what was listed, as the report shows them. */
  static Map<String, Long> named(List<Integer> codes) {
    Map<String, Long> named = new TreeMap<>();
    for (int code : codes) {
      named.merge(MysqlErrorNumbers.mysqlToSqlstate(code) + "/" + code, 1L, Long::sum);
    }
    return named;
  }

  /**
   * A copy was compared, in its session's order.
   *
   * @param met whether both sides met the same, so that their warnings can be compared
   * @param warnings of the target; below 0 for not known
   */
  void compared(Execution e, boolean met, int warnings) {
    boolean raised = met && (e.sourceWarnings() > 0 || warnings > 0);
    if (!raised && !anyWarned) {
      return;
    }
    synchronized (warned) {
      if (raised) {
        warned.put(e.connection().id(), new Warned(JudgedCopy.slim(e.original()), warnings));
      } else {
        warned.remove(e.connection().id());
      }
      anyWarned = !warned.isEmpty();
    }
  }

  /** Whether the application asks for its warnings itself: it gets answers from both sides. */
  static boolean isAskedBy(Execution e) {
    return e.statementShape().digestText().equalsIgnoreCase("show warnings");
  }

  /** It did; rows are null where they can't be had. */
  void answered(Execution e, @Nullable ResultRows source, @Nullable ResultRows target) {
    Warned about;
    synchronized (warned) {
      about = warned.get(e.connection().id());
    }
    Map<String, Long> ofSource = about == null || source == null ? null : codes(source);
    Map<String, Long> ofTarget = about == null || target == null ? null : codes(target);
    if (about == null || ofSource == null || ofTarget == null) {
      return;
    }
    // Where a list was gone before it was asked for, it says nothing.
    if (fits(ofSource, about.original.sourceWarnings()) && fits(ofTarget, about.onTarget)) {
      ledger.listed(about.original, ofSource, ofTarget);
    }
  }

  private static boolean fits(Map<String, Long> codes, int warnings) {
    return warnings < 0 || codes.isEmpty() == (warnings == 0);
  }

  private static @Nullable Map<String, Long> codes(ResultRows rows) {
    int columns = rows.columns().size();
    if (columns <= CODE) {
      return null;
    }
    Cell[] cells = new Cell[columns];
    for (int i = 0; i < columns; i++) {
      cells[i] = new Cell();
    }
    List<Integer> codes = new ArrayList<>();
    try {
      for (int i = 0; i < rows.count(); i++) {
        rows.row(i, cells);
        codes.add(code(cells[CODE], rows.binary()));
      }
      return named(codes);
    } catch (UnreadableRowsException | NumberFormatException ex) {
      return null;
    }
  }

  private static int code(Cell cell, boolean binary) {
    byte[] b = cell.bytes();
    int at = cell.offset();
    if (b == null || (binary && cell.length() < 4)) {
      throw new NumberFormatException();
    }
    return binary
        ? (b[at] & 0xff) | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff) << 16
        : Integer.parseInt(new String(b, at, cell.length(), StandardCharsets.US_ASCII));
  }
}
