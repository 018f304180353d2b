package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a session was told since it was first seen, as far as it still holds: enough to bring
 * another connection into the same state. The latest value of each setting, in the order in which
 * they were given, and the control statements of the transaction that is open. Bounded.
 */
final class SessionLog {
  static final int SETTINGS = 256;
  static final int OPEN_CONTROLS = 256;
  private static final Pattern CLOCK_RUNS =
      Pattern.compile("(?i)timestamp\\s*:?=\\s*(default|0(\\.0*)?)\\s*(,|;|$)");

  private final Map<String, Execution> settings;
  private final List<Execution> open;
  private boolean overflowed;
  private boolean dependent;

  /** The application itself holds the clock of its session. */
  private boolean ownClock;

  private int number;

  SessionLog() {
    this.settings = new LinkedHashMap<>();
    this.open = new ArrayList<>();
  }

  private SessionLog(SessionLog from) {
    this.settings = new LinkedHashMap<>(from.settings);
    this.open = new ArrayList<>(from.open);
    this.overflowed = from.overflowed;
    this.dependent = from.dependent;
    this.ownClock = from.ownClock;
    this.number = from.number;
  }

  SessionLog copy() {
    return new SessionLog(this);
  }

  /** Takes note of a piece of control that succeeded at the source. */
  void note(Execution e) {
    ControlType type = e.control();
    if (type == null) {
      return;
    }
    switch (type) {
      case BEGIN:
        open.removeIf(before -> !ControlText.nextTransactionOnly(before));
        openControl(e);
        break;
      case SAVEPOINT:
      case ROLLBACK_TO:
      case RELEASE_SAVEPOINT:
        openControl(e);
        break;
      case COMMIT:
      case ROLLBACK:
        open.clear();
        if (ControlText.chains(e)) {
          openControl(e);
        }
        break;
      case AUTOCOMMIT_ON:
        open.clear();
        setting("autocommit", e);
        break;
      case AUTOCOMMIT_OFF:
        setting("autocommit", e);
        break;
      case ISOLATION:
      case READ_ONLY:
        if (ControlText.nextTransactionOnly(e)) {
          openControl(e);
        } else {
          setting(type.name(), e);
        }
        break;
      case SCHEMA:
        setting("schema", e);
        break;
      case SET:
        set(e);
        break;
      case CLOSE:
        break;
    }
  }

  private void openControl(Execution e) {
    if (open.size() >= OPEN_CONTROLS) {
      overflowed = true;
    } else {
      open.add(e);
    }
  }

  private void set(Execution e) {
    if (ControlText.nextTransactionOnly(e)) {
      openControl(e);
      return;
    }
    String names = e.argument() == null ? "" : e.argument();
    if (Arrays.asList(names.split(",", -1)).contains("timestamp")) {
      ownClock = e.isStatement() && !CLOCK_RUNS.matcher(e.sql()).find();
    }
    if (readsVariables(e, names)) {
      // Its value hangs on what stood before it, so nothing before it may be forgotten.
      dependent = true;
    }
    setting("set " + names + (dependent ? "#" + number++ : ""), e);
  }

  private static boolean readsVariables(Execution e, String names) {
    SqlShape shape = e.shape();
    if (shape == null) {
      return false;
    }
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    return count(text, '@') > count(names, '@') + 2 * occurrences(names) || text.contains("select");
  }

  /** A session variable may be written with {@code @@} although its name is listed without. */
  private static int occurrences(String names) {
    return names.isEmpty() ? 0 : count(names, ',') + 1 - count(names, '@');
  }

  private static int count(String text, char c) {
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == c) {
        n++;
      }
    }
    return n;
  }

  private void setting(String key, Execution e) {
    if (settings.remove(key) == null && settings.size() >= SETTINGS) {
      overflowed = true;
      return;
    }
    settings.put(key, e);
  }

  /** The transaction is over, by whatever ended it. */
  void transactionOver() {
    open.clear();
  }

  boolean inTransaction() {
    return !open.isEmpty();
  }

  /** Whether the application has set its session's clock, and not let go of it. */
  boolean ownClock() {
    return ownClock;
  }

  /** Whether something was forgotten for want of room. */
  boolean overflowed() {
    return overflowed;
  }

  /** Whether it holds an assignment whose value can't be had again by running it again. */
  boolean dependent() {
    return dependent;
  }

  /** Settings in the order in which they were last given. */
  List<Execution> settings() {
    return new ArrayList<>(settings.values());
  }

  /** The control statements of the transaction that is open. */
  List<Execution> open() {
    return new ArrayList<>(open);
  }

  /**
   * Tells apart sessions that differ in more than schema and autocommit; null where the texts do
   * not say it all.
   */
  @Nullable String signature() {
    if (overflowed || dependent) {
      return null;
    }
    StringBuilder b = new StringBuilder();
    for (Map.Entry<String, Execution> entry : settings.entrySet()) {
      Execution e = entry.getValue();
      ControlType type = e.control();
      if (type == ControlType.SCHEMA
          || type == ControlType.AUTOCOMMIT_ON
          || type == ControlType.AUTOCOMMIT_OFF) {
        continue;
      }
      if (e.binds().size() > 0) {
        return null;
      }
      b.append(ControlText.of(e)).append('\n');
    }
    return b.toString();
  }
}
