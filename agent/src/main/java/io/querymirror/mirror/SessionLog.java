package io.querymirror.mirror;

import io.querymirror.mirror.observe.Plans;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.sql.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session was told since it was first seen, as far as it still holds: enough to bring
 * another connection into the same state. The latest value of each setting, in the order in which
 * they were given, what was read out of the last connection, the temporary tables, and the control
 * statements of the transaction that is open. Bounded.
 */
final class SessionLog implements Plans.Session {
  static final int SETTINGS = 256;
  static final int OPEN_CONTROLS = 256;

  private final Map<String, Execution> settings;
  private final List<Execution> open;

  /** Of each temporary table the statement that made it. */
  private final Map<String, Execution> temporary;

  /** Variables whose values only the connection knows. */
  private final Set<String> asked;

  /** Those of them that no SET assigned. */
  private final Set<String> selected;

  /** Of each variable the SET of the value that was read out of the last connection. */
  private final Map<String, String> carried;

  private boolean overflowed;
  private boolean dependent;

  /** The application itself holds the clock of its session. */
  private boolean ownClock;

  private boolean inexact;
  private boolean unknown;
  private int number;

  SessionLog() {
    this.settings = new LinkedHashMap<>();
    this.open = new ArrayList<>();
    this.temporary = new LinkedHashMap<>();
    this.asked = new LinkedHashSet<>();
    this.selected = new HashSet<>();
    this.carried = new LinkedHashMap<>();
  }

  private SessionLog(SessionLog from) {
    this.settings = new LinkedHashMap<>(from.settings);
    this.open = new ArrayList<>(from.open);
    this.temporary = new LinkedHashMap<>(from.temporary);
    this.asked = new LinkedHashSet<>(from.asked);
    this.selected = new HashSet<>(from.selected);
    this.carried = new LinkedHashMap<>(from.carried);
    this.inexact = from.inexact;
    this.overflowed = from.overflowed;
    this.dependent = from.dependent;
    this.ownClock = from.ownClock;
    this.unknown = from.unknown;
    this.number = from.number;
  }

  /** Of a session that may have been told anything. */
  static SessionLog ofUnknown() {
    SessionLog log = new SessionLog();
    log.unknown = true;
    return log;
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
    unknown |= SourceEvent.REJOINED.equals(e.event().argument()) && !e.isStatement();
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
        autocommit(e);
        break;
      case AUTOCOMMIT_OFF:
        autocommit(e);
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

  /** A SET may assign others with it. */
  private void autocommit(Execution e) {
    String names = e.isStatement() ? e.argument() : null;
    setting(names == null ? "autocommit" : "set " + names, e);
  }

  private void set(Execution e) {
    if (ControlText.nextTransactionOnly(e)) {
      openControl(e);
      return;
    }
    String names = e.argument() == null ? "" : e.argument();
    if (Arrays.asList(names.split(",", -1)).contains("timestamp")) {
      ownClock = e.isStatement() && !SetValue.clockRuns(e);
    }
    // Whatever it is set to, the session tracker could not tell.
    unknown |= ("," + names + ",").contains(",autocommit,");
    boolean constant = !SetValue.computes(e, names);
    // A value that hangs on what stood before it: nothing before it may be forgotten.
    dependent |= !constant;
    inexact |= SetValue.isVolatile(e);
    for (String name : names.split(",")) {
      carried.remove(name);
      selected.remove(name);
      if (constant) {
        asked.remove(name);
      } else if (!name.equals("names") && !name.endsWith("transaction")) {
        ask(name);
      }
    }
    setting("set " + names + (dependent ? "#" + number++ : ""), e);
  }

  private void ask(String name) {
    if (asked.size() < SETTINGS) {
      asked.add(name);
    } else {
      overflowed = true;
    }
  }

  /** Takes note of a statement, no control, that ran on the session's connection. */
  void ran(Execution e) {
    temporary(e);
    Set<String> assigned = Traits.of(e.statementShape()).assigned();
    if (assigned.isEmpty()) {
      return;
    }
    for (String name : assigned) {
      carried.remove(name);
      selected.add(name);
      ask(name);
    }
  }

  /** Takes note of a statement, no control, that ran at the source and not here. */
  void passed(Execution e) {
    if (!e.outcome().ok()) {
      return;
    }
    temporary(e);
    Traits t = Traits.of(e.statementShape());
    unknown |=
        !t.assigned().isEmpty()
            || t.unfathomable()
            || (e.statementShape().temporaryTable() && e.statementShape().several());
  }

  private void temporary(Execution e) {
    SqlShape shape = e.statementShape();
    boolean drops = shape.digestText().startsWith("drop");
    if (!shape.temporaryTable() && (!drops || temporary.isEmpty())) {
      return;
    }
    for (TableRef table : shape.tables()) {
      if (drops) {
        temporary.remove(Holds.key(table));
      } else if (table.written() && !shape.several() && temporary.size() < SETTINGS) {
        temporary.put(Holds.key(table), e);
      }
    }
  }

  /** Names of the temporary tables there are. */
  Set<String> tables() {
    return temporary.keySet();
  }

  /** The statements that made the temporary tables there are. */
  List<Execution> temporary() {
    return new ArrayList<>(new LinkedHashSet<>(temporary.values()));
  }

  /** Variables of which another connection can't be given the value unless it is read here. */
  List<String> asked() {
    return new ArrayList<>(asked);
  }

  /** Whether a connection that is lost takes values with it that the log can't give again. */
  boolean holdsMore() {
    return inexact || !selected.isEmpty();
  }

  /** Takes the values that were read, as SET statements, in place of how they came to be. */
  void carry(Map<String, String> values) {
    carried.putAll(values);
    asked.removeAll(values.keySet());
    selected.removeAll(values.keySet());
    if (asked.isEmpty()) {
      settings.entrySet().removeIf(s -> isCarried(s.getKey(), s.getValue()));
      dependent = false;
      inexact = false;
      for (String key : settings.keySet()) {
        dependent |= key.indexOf('#') >= 0;
      }
    }
  }

  private boolean isCarried(String key, Execution e) {
    if (!key.startsWith("set ") || e.control() != ControlType.SET || e.argument() == null) {
      return false;
    }
    for (String name : e.argument().split(",")) {
      if (!carried.containsKey(name)) {
        return false;
      }
    }
    return true;
  }

  /** SET statements of values that were read out of the last connection. */
  List<String> carried() {
    return new ArrayList<>(carried.values());
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

  /** Whether the session may have a state that was not seen. */
  boolean unknown() {
    return unknown;
  }

  /** Whether it holds an assignment whose value can't be had again by running it again. */
  boolean inexact() {
    return inexact;
  }

  /** Settings in the order in which they were last given. */
  @Override
  public List<Execution> settings() {
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
    if (overflowed || dependent || unknown || !asked.isEmpty() || !temporary.isEmpty()) {
      return null;
    }
    StringBuilder b = new StringBuilder();
    for (Map.Entry<String, Execution> entry : settings.entrySet()) {
      Execution e = entry.getValue();
      ControlType type = e.control();
      if (type == ControlType.SCHEMA || entry.getKey().equals("autocommit")) {
        continue;
      }
      if (e.binds().size() > 0) {
        return null;
      }
      b.append(ControlText.of(e)).append('\n');
    }
    for (String text : carried.values()) {
      b.append(text).append('\n');
    }
    return b.toString();
  }
}
