package io.querymirror.mirror;

import io.querymirror.catalog.Called;
import io.querymirror.catalog.CatalogTable;
import io.querymirror.catalog.TableFacts;
import io.querymirror.mirror.hosts.Pin;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.ControlType;
import io.querymirror.model.Determinism;
import io.querymirror.model.Determinism.Rows;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.model.Volatile;
import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.InsertedKeys;
import io.querymirror.sql.SqlParser;
import io.querymirror.sql.Traits;
import io.querymirror.stats.OutOfStep;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides what each statement of one source connection is told on the target: the time of the
 * original, the first key that it generated, and a seed that is the same for all targets.
 *
 * <p>A key is told only to a statement that will surely generate one: told to any other, it would
 * wait in the session for the next that does.
 */
final class LanePins {
  /**
   * Beyond every key so far: an INSERT that left no row at the source may not take one that another
   * has.
   */
  private static final long FAR = 1_000_000;

  private static final int CLOCKS = Volatile.CLOCK.bit() | Volatile.CLOCK_DECIDES.bit();

  private final TargetContext target;

  /** Of this session; by name alone, in lower case. */
  private final Set<String> temporary = new HashSet<>();

  /** A user variable of this session may hold what could not be told. */
  private boolean tainted;

  LanePins(TargetContext target) {
    this.target = target;
  }

  /**
   * @param sql as it runs here
   * @param ownClock whether the application itself holds its session's clock
   */
  Pin of(Execution e, String sql, boolean ownClock) {
    SqlShape shape = e.statementShape();
    Determinism text = DeterminismReader.of(shape);
    SqlShape here = sql.equals(e.sql()) ? shape : SqlParser.parse(sql);
    Kind kind = shape.kind();
    boolean inserts = inserts(shape, text);
    int bits = text.bits() | (kind == Kind.DDL ? Volatile.CLOCK.bit() : 0);
    if (tainted && Traits.userVariable(shape.digestText())) {
      bits |= Volatile.VARIABLE.bit();
    }
    if (shape.isWrite() && Traits.of(e.statementShape()).asksBack() && driverAsksBefore(e)) {
      bits |= Volatile.SERVER.bit();
    }
    if (shape.isWrite() && Volatile.WAIT.in(bits)) {
      // Of one that was cancelled at the source a SLEEP() has answered 1, and the write went on.
      bits |= Volatile.SERVER.bit();
    }
    boolean unseen = false;
    Called called = kind == Kind.CALL ? target.calls.await(shape, e.schema()) : Called.ANYTHING;
    if (called.reads()) {
      bits = bits & ~Volatile.ROUTINE.bit() | called.bits();
    }
    boolean mayGenerate = kind == Kind.CALL && !called.reads() || Volatile.ROUTINE.in(bits);
    long key = 0;
    for (TableRef table : here.tables()) {
      if (kind == Kind.DDL || kind == Kind.SHOW) {
        break;
      }
      boolean inserted = inserts && table.written();
      if (isTemporary(table)) {
        mayGenerate |= inserted;
        continue;
      }
      CatalogTable known = known(e, table);
      TableFacts facts = known == null ? null : known.facts();
      unseen |= table.written() && facts == null;
      if (facts != null) {
        bits |= facts.bits(table.written() ? kind : Kind.SELECT);
      }
      if (Volatile.LIMIT.in(bits) && known != null && PointWrites.oneRow(e, known)) {
        bits &= ~Volatile.LIMIT.bit();
      }
      if (!inserted || facts != null && !facts.generates() && !(facts.isView() && hasKey(e))) {
        continue;
      }
      mayGenerate = true;
      if (known != null && facts != null && facts.generates() && text.rows() != Rows.NONE) {
        key = key(e, text, known);
        bits |= key == 0 && generatedUnknown(e, text, facts) ? Volatile.KEYS.bit() : 0;
      } else if (facts != null || hasKey(e)) {
        bits |= Volatile.KEYS.bit();
      }
    }
    if (key != 0 && text.rows() == Rows.QUERY && e.outcome().updateCount() != 1 && !alone(e)) {
      // Others may have drawn keys between those of its rows.
      bits |= Volatile.KEYS.bit();
    }
    boolean routine = Volatile.ROUTINE.in(bits);
    boolean clock = unseen || routine || (bits & CLOCKS) != 0;
    long seed = routine || Volatile.RANDOM.in(bits) ? seed(e) : 0;
    if (!clock && seed == 0 && !mayGenerate && Determinism.loose(bits) == 0) {
      return ownClock ? Pin.HELD : Pin.NONE;
    }
    long micros = SourceClock.SHARED.micros(e.sentNanos());
    boolean sure = text.rows() != Rows.QUERY;
    Pin pin = new Pin(clock, micros, key, sure, seed, mayGenerate, bits);
    return ownClock ? pin.held() : pin;
  }

  /**
   * Connector/J, in execute() and executeBatch(), asks a MySQL server before a write whether the
   * session is read-only: then it is the last statement that FOUND_ROWS() and ROW_COUNT() tell of.
   * By which method a statement ran is not known.
   */
  private static boolean driverAsksBefore(Execution e) {
    Map<String, String> properties = e.connection().properties();
    return e.connection().driver().startsWith("connector-j")
        && !"true".equalsIgnoreCase(properties.get("useLocalSessionState"))
        && !"false".equalsIgnoreCase(properties.get("readOnlyPropagatesToServer"));
  }

  private boolean alone(Execution e) {
    LoneInserts lone = target.lone;
    return lone != null && LoneInserts.isOfMany(e) && lone.alone(e);
  }

  private static boolean inserts(SqlShape shape, Determinism text) {
    if (shape.several()) {
      return shape.digestText().contains("insert") || shape.digestText().contains("replace");
    }
    return text.rows() != Rows.NONE || shape.kind() == Kind.LOAD;
  }

  /** What is written is waited for; a read goes on without. */
  private @Nullable CatalogTable known(Execution e, TableRef table) {
    String schema = table.schema() == null ? target.texts.schema(e.schema()) : table.schema();
    return table.written()
        ? target.catalogs.await(schema, table.name())
        : target.catalogs.table(schema, table.name());
  }

  private boolean isTemporary(TableRef table) {
    return !temporary.isEmpty() && temporary.contains(table.name().toLowerCase(Locale.ROOT));
  }

  private static boolean hasKey(Execution e) {
    return e.outcome().ok() && e.outcome().generatedKey() > 0;
  }

  /** The key to be told; 0 where none can be. */
  private long key(Execution e, Determinism text, CatalogTable table) {
    TableFacts facts = table.facts();
    Outcome outcome = e.outcome();
    if (!surelyGenerates(e, text, facts) || facts.keyIsTriggers()) {
      return 0;
    }
    AtomicLong highest = target.keys.computeIfAbsent(table.fullName(), k -> new AtomicLong());
    if (hasKey(e) && e.assumesKey() && facts.place(text.columns()) >= 0) {
      // It may be one that brings a key of its own along.
      return 0;
    }
    if (hasKey(e)) {
      return highest.accumulateAndGet(outcome.generatedKey(), Math::max) > 0
          ? outcome.generatedKey()
          : 0;
    }
    boolean nothing = outcome.ok() && outcome.updateCount() == 0 && text.rows() != Rows.QUERY;
    if (nothing || !outcome.ok() && Pin.AFTER_THE_KEY.contains(outcome.vendorCode())) {
      long far = highest.get() + FAR + e.sequence() % FAR;
      return far <= facts.highestKey() ? far : 0;
    }
    return 0;
  }

  private static boolean surelyGenerates(Execution e, Determinism text, TableFacts facts) {
    int place = facts.place(text.columns());
    if (text.rows() == Rows.QUERY) {
      return place < 0 && e.outcome().ok() && e.outcome().updateCount() > 0;
    }
    return place < 0 || keys(e, place) == InsertedKeys.GENERATED;
  }

  /** Whether rows may have got keys at the source that are not known. */
  private static boolean generatedUnknown(Execution e, Determinism text, TableFacts facts) {
    Outcome outcome = e.outcome();
    if (!outcome.ok() || outcome.updateCount() == 0) {
      return false;
    }
    int place = facts.place(text.columns());
    return place < 0
        || (text.rows() == Rows.QUERY ? hasKey(e) : keys(e, place) != InsertedKeys.GIVEN);
  }

  private static InsertedKeys keys(Execution e, int place) {
    boolean prepared = e.event().form() != Form.TEXT;
    return InsertedKeys.of(e.sql(), e.binds(), prepared, place);
  }

  /** 30 bits each for its two halves, as the server wants them; the same for every target. */
  private static long seed(Execution e) {
    long mixed = (e.sequence() + 1) * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 29;
    return (mixed & 0x3fffffffL << 32) | (mixed & 0x3fffffffL) | 1L << 32;
  }

  /** Counts what stays uncertain of a statement that has run. */
  void ran(Execution e, Pin pin, CopyResult result) {
    if (!result.ok()) {
      return;
    }
    SqlShape shape = e.statementShape();
    if (shape.kind() == Kind.DDL) {
      temporaries(shape);
    }
    boolean reads = shape.kind() == Kind.CALL && target.calls.of(shape, e.schema()).reads();
    boolean matters =
        shape.isWrite() && !reads
            || e.control() == ControlType.SET
            || shape.kind() == Kind.OTHER && Volatile.ROUTINE.in(pin.loose());
    boolean derived = readsOutOfStep(e);
    // What a procedure has read is not looked at table by table.
    boolean doubtful = reads && target.ledger.outOfStep().version() > 0;
    tainted |=
        (pin.loose() != 0 || derived || doubtful)
            && (!shape.isWrite() || reads)
            && Traits.userVariable(shape.digestText());
    if (target.further) {
      return;
    }
    if (target.lone != null && !Volatile.KEYS.in(pin.loose()) && LoneInserts.isOfMany(e)) {
      target.lone.repeated(e);
    }
    if (derived && shape.isWrite()) {
      target.ledger.outOfStep().missed(e, OutOfStep.Reason.UNPINNED);
    }
    if (matters && (pin.loose() != 0 || !result.pinned())) {
      target.ledger.fidelity().unpinned();
      target.ledger.outOfStep().missed(e, OutOfStep.Reason.UNPINNED);
      if (Volatile.KEYS.in(pin.loose())) {
        triggered(e);
      }
    }
  }

  /** Whether it has rows of a table before it that need not be the source's. */
  private boolean readsOutOfStep(Execution e) {
    SqlShape shape = e.original().statementShape();
    for (TableRef table : shape.tables()) {
      String schema = table.schema() == null ? e.schema() : table.schema();
      if (!table.written() && target.ledger.outOfStep().contains(schema, table.name())) {
        return true;
      }
    }
    return false;
  }

  private void temporaries(SqlShape shape) {
    boolean drops = shape.digestText().startsWith("drop");
    for (TableRef table : shape.tables()) {
      String name = table.name().toLowerCase(Locale.ROOT);
      if (drops) {
        temporary.remove(name);
      } else if (shape.temporaryTable() && table.written()) {
        temporary.add(name);
      }
    }
  }

  /** What a trigger wrote is not named by the text. */
  private void triggered(Execution e) {
    SqlShape shape = e.statementShape();
    for (TableRef table : shape.tables()) {
      CatalogTable known = table.written() ? known(e, table) : null;
      if (known == null) {
        continue;
      }
      for (TableRef other : known.facts().triggered(shape.kind())) {
        String schema = other.schema() == null ? e.schema() : other.schema();
        target.ledger.outOfStep().table(schema, other.name(), OutOfStep.Reason.UNPINNED);
      }
    }
  }
}
