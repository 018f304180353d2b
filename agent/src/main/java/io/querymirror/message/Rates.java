package io.querymirror.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The rate of every message. From any thread. */
public final class Rates {
  private static final Rates SHARED = new Rates(System::nanoTime);

  private final LongSupplier nanoTime;
  private final List<Rate> rates = new ArrayList<>();

  Rates(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Message m : Message.values()) {
      assert m.ordinal() == rates.size();
      rates.add(new Rate());
    }
  }

  /** Those of this JVM's agent. */
  public static Rates shared() {
    return SHARED;
  }

  /**
   * Asks to say a message once more.
   *
   * @return -1 where it must not be said; else how many were left out in a minute that is over, to
   *     be told before it as {@link #more} has it
   */
  public int take(Message message) {
    return rates.get(message.ordinal()).take(nanoTime.getAsLong());
  }

  /** One that was taken was not said after all. */
  void lost(Message message) {
    rates.get(message.ordinal()).lost();
  }

  /** Of every message that there was any of, in the order of their codes. */
  public List<Said> said() {
    List<Said> all = new ArrayList<>();
    for (Message message : Message.values()) {
      Said said = rates.get(message.ordinal()).said(message);
      if (said.emitted() + said.suppressed() > 0) {
        all.add(said);
      }
    }
    return all;
  }

  /** How many of it were left out in a minute that is over, or until now: each told once. */
  int left(Message message, boolean untilNow) {
    Rate rate = rates.get(message.ordinal());
    return untilNow ? rate.end() : rate.over(nanoTime.getAsLong());
  }

  /** The line that stands for those left out. */
  public static String more(Message message, int left) {
    return message.code() + " and " + left + " more in the last minute";
  }
}
