package io.querymirror.config;

/**
 * Options that are specified but do not work yet. Taking one silently would let a user believe in
 * it; its value is let through only where it asks for exactly what happens without it.
 */
final class Later {
  static final String NOT_YET = ", which is not available in this version yet";

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
}
