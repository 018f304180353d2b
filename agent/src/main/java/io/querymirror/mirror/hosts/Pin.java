package io.querymirror.mirror.hosts;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Determinism;
import io.querymirror.model.Outcome;
import io.querymirror.model.Volatile;
import java.util.Set;

/** What one run of a statement is told, so that it does what its original did; immutable. */
public final class Pin {
  /** For what needs none. */
  public static final Pin NONE = new Pin(false, 0, 0, false, 0, false, 0);

  /** For what needs none, in a session of which the application holds the clock. */
  public static final Pin HELD = NONE.held();

  /** Errors of an INSERT that come when its key is generated already. */
  public static final Set<Integer> AFTER_THE_KEY = Set.of(1022, 1062, 1169, 1216, 1452, 1586);

  private final boolean clock;
  private final boolean held;
  private final long micros;
  private final long key;
  private final boolean sure;
  private final long seed;
  private final boolean mayGenerate;
  private final int loose;

  /**
   * @param clock whether the time is told
   * @param micros the time, in microseconds since 1970
   * @param key first key that is to be generated; 0 for none
   * @param sure whether the run generates one whatever it meets, if it does not fail before
   * @param seed of RAND(); 0 for none
   * @param mayGenerate whether the run may generate a key, told or not
   * @param loose bits of {@link io.querymirror.model.Volatile} that stay
   */
  public Pin(
      boolean clock,
      long micros,
      long key,
      boolean sure,
      long seed,
      boolean mayGenerate,
      int loose) {
    this(clock, false, micros, key, sure, seed, mayGenerate, loose);
  }

  private Pin(
      boolean clock,
      boolean held,
      long micros,
      long key,
      boolean sure,
      long seed,
      boolean mayGenerate,
      int loose) {
    this.clock = clock;
    this.held = held;
    this.micros = micros;
    this.key = key;
    this.sure = sure;
    this.seed = seed;
    this.mayGenerate = mayGenerate;
    this.loose = Determinism.loose(loose);
  }

  /** The same where the application itself holds its session's clock. */
  public Pin held() {
    return new Pin(false, true, 0, key, sure, seed, mayGenerate, loose);
  }

  boolean isHeld() {
    return held;
  }

  /** The same where nothing may be said before the run, which asks what the last one did. */
  public Pin untold() {
    return tells()
        ? new Pin(false, 0, 0, false, 0, mayGenerate, loose | Volatile.KEYS.bit())
        : this;
  }

  public boolean clock() {
    return clock;
  }

  public long key() {
    return key;
  }

  boolean mayGenerate() {
    return mayGenerate;
  }

  /** Whether a run with this result has taken its key. */
  boolean took(CopyResult result) {
    Outcome outcome = result.outcome();
    return result.ok()
        ? sure || outcome.updateCount() > 0
        : AFTER_THE_KEY.contains(outcome.vendorCode());
  }

  /** Why it may still do something else; 0 where it can't. */
  public int loose() {
    return loose;
  }

  /** Whether there is anything to tell the session. */
  public boolean tells() {
    return clock || key != 0 || seed != 0;
  }

  /** The statement that tells it, as far as the account may; empty where nothing is left. */
  String text(PinRights rights) {
    if (!tells()) {
      return "";
    }
    StringBuilder b = new StringBuilder(80).append(Marker.OWN).append("SET ");
    int empty = b.length();
    if (clock && rights.clock()) {
      b.append("timestamp=").append(micros / 1_000_000).append('.');
      String fraction = Long.toString(micros % 1_000_000);
      b.append("000000", 0, 6 - fraction.length()).append(fraction).append(',');
    }
    if (key != 0 && rights.key()) {
      b.append("insert_id=").append(key).append(',');
    }
    if (seed != 0 && rights.seed()) {
      b.append("rand_seed1=").append(seed >>> 32).append(",rand_seed2=").append((int) seed);
      b.append(',');
    }
    if (b.length() == empty) {
      return "";
    }
    b.setLength(b.length() - 1);
    return b.toString();
  }

  /** Whether the account may tell all of it. */
  boolean allowed(PinRights rights) {
    return (!clock || rights.clock()) && (key == 0 || rights.key()) && (seed == 0 || rights.seed());
  }
}
