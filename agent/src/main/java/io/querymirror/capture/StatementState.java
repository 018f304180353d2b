package io.querymirror.capture;

import io.querymirror.model.Kind;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of one statement object of a driver; used by one thread at a time, as it is. */
final class StatementState {
  private static final Set<Kind> CHANGING = EnumSet.of(Kind.USE, Kind.DDL, Kind.OTHER);

  Session session;

  /** Null for a plain statement, which is here only for its batch. */
  final @Nullable StatementText text;

  final SourceEvent.Form form;
  final BindRecorder binds;

  /** Switch-ons of the agent up to which the binds were seen. */
  int generation;

  /** Whether its session is to be asked for each time: {@link DriverAccess#isOfSeveral}. */
  boolean several;

  private final WeakIdentityMap.Key key;
  private @Nullable List<Object> batch;

  /** Whether the parsed text may change its session; null while it is not parsed. */
  private @Nullable Boolean changing;

  private @Nullable Boolean ends;
  private boolean missed;
  private boolean batchMissed;

  /** {@code key}: of the statement. */
  StatementState(
      WeakIdentityMap.Key key,
      Session session,
      @Nullable StatementText text,
      SourceEvent.Form form,
      int generation) {
    this.key = key;
    this.session = session;
    this.text = text;
    this.form = form;
    this.binds = new BindRecorder(text);
    this.generation = generation;
  }

  WeakIdentityMap.Key key() {
    return key;
  }

  boolean isOf(Object statement) {
    return key.is(statement);
  }

  /** A text or a {@link RawBinds}. */
  void addBatch(Object entry) {
    if (batch == null) {
      batch = new ArrayList<>();
    }
    batch.add(entry);
  }

  void clearBatch() {
    batch = null;
    batchMissed = false;
  }

  /** The entries since the last batch, which are forgotten here. */
  List<Object> takeBatch() {
    List<Object> taken = batch;
    clearBatch();
    return taken == null ? List.of() : taken;
  }

  /** Forgets what may have changed unseen while the agent was off. */
  void refresh(int currentGeneration) {
    if (generation != currentGeneration) {
      generation = currentGeneration;
      binds.clear();
      batch = null;
      missed();
    }
  }

  /** Some binds were set before the agent saw this statement. */
  void missed() {
    missed = true;
    batchMissed = true;
  }

  /** Whether the driver may hold entries of a batch that were not seen. */
  boolean batchMayBeMissing() {
    return batchMissed;
  }

  /** Whether what it sends next may change what rules see of its session: the schema. */
  boolean mayChangeSession() {
    if (text == null) {
      if (batch != null) {
        for (Object entry : batch) {
          if (entry instanceof String && mayChangeSession((String) entry)) {
            return true;
          }
        }
      }
      return batchMissed;
    }
    Boolean known = changing;
    if (known == null) {
      SqlShape shape = text.shape();
      if (shape == null) {
        return mayChangeSession(text.sql());
      }
      known = shape.several() || CHANGING.contains(shape.kind());
      changing = known;
    }
    return known;
  }

  /** Whether the place of what it sends next may be its start; see {@link Ends}. */
  boolean mayEnd() {
    if (text != null) {
      Boolean known = ends;
      if (known == null) {
        known = Ends.may(text.sql());
        ends = known;
      }
      return known;
    }
    if (batch != null) {
      for (Object entry : batch) {
        if (entry instanceof String && Ends.may((String) entry)) {
          return true;
        }
      }
    }
    return batchMissed;
  }

  /** The same of a text not parsed yet: all but one common read or write. */
  static boolean mayChangeSession(String sql) {
    int end = sql.indexOf(';');
    if (end >= 0 && end < sql.length() - 1) {
      return true;
    }
    for (int i = 0; i < sql.length(); i++) {
      char ch = sql.charAt(i);
      if (ch > ' ') {
        switch (ch | 0x20) {
          case 'i':
            return false;
          case 'd':
            return letter(sql, i + 1) == 'r';
          case 'u':
            return letter(sql, i + 1) == 's';
          case 's':
            return letter(sql, i + 1) != 'e' || letter(sql, i + 2) != 'l';
          default:
            return true;
        }
      }
    }
    return false;
  }

  private static int letter(String sql, int i) {
    return i < sql.length() ? sql.charAt(i) | 0x20 : 0;
  }

  /** Whether the driver may hold binds that no setter of the application was seen to set. */
  boolean bindsMayBeMissing() {
    if (missed || !binds.isEmpty() && binds.hasHoles()) {
      return true;
    }
    if (!binds.isEmpty()) {
      return false;
    }
    SqlShape shape = text == null ? null : text.shape();
    return shape == null || shape.parameters() > 0;
  }
}
