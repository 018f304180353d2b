package io.querymirror.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options that are specified but do not work yet. Taking one silently would let a user believe in
 * it; its value is let through only where it asks for exactly what happens without it.
 */
final class Later {
  static final String NOT_YET = ", which is not available in this version yet";

  /**
   * What is read and known, but does not work yet. A line goes once it does, end to end; from then
   * on what the file says of it, else its own default, is in force.
   */
  private static final Set<String> CLOSED = Set.of();

  private Later() {}

  /** A key under which nothing may be. */
  static void key(Place place) {
    if (place.isNull()) {
      return;
    }
    place.wrongAtKey("", "an option that is not available in this version yet", "no such key");
  }

  /** A value for which only some words are right. */
  static void value(Place place, String expected) {
    place.wrong(place.found() + NOT_YET, expected);
  }

  static boolean isOpen(String what) {
    return !CLOSED.contains(what);
  }

  /** Whether a key that is there is closed, which is noted. */
  static boolean refused(@Nullable Place place, String what) {
    if (isOpen(what)) {
      return false;
    }
    if (place != null) {
      key(place);
    }
    return true;
  }

  /** Lets one word through, tells of others that they come later, and of the rest what is right. */
  static void only(@Nullable Place place, String now, List<String> later) {
    if (place == null) {
      return;
    }
    if (place.isMap()) {
      value(place, now);
      return;
    }
    String text = place.text(now);
    if (text != null && later.contains(text)) {
      value(place, now);
    } else if (text != null && !text.equals(now)) {
      place.wrong(now);
    }
  }

  /** Lets 100 % through. */
  static void whole(@Nullable Place place) {
    BigDecimal share = place == null ? null : Scalars.share(place);
    if (place != null && share != null && share.compareTo(BigDecimal.valueOf(100)) != 0) {
      value(place, "100%");
    }
  }
}
