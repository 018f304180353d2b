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
