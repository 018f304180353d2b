package io.querymirror.config;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A map whose keys are known. */
final class Section {
  private final Place place;

  private Section(Place place) {
    this.place = place;
  }

  /** Null, which is noted, where it is no map; notes every key that is not known. */
  static @Nullable Section of(Place place, List<String> keys) {
    return of(place, keys, List.of());
  }

  /**
   * @param later keys that a later version will know
   */
  static @Nullable Section of(Place place, List<String> keys, List<String> later) {
    if (!place.isMap()) {
      place.wrong("a map with " + Words.or(keys));
      return null;
    }
    for (YamlNode.Entry e : place.entries()) {
      if (later.contains(e.key())) {
        Later.key(place.under(e));
      } else if (!keys.contains(e.key())) {
        place
            .under(e)
            .wrongAtKey("", "the unknown key " + Words.quote(e.key()), Words.oneOf(e.key(), keys));
      }
    }
    return new Section(place);
  }

  /** The value of a key, or null where the key is not there. */
  @Nullable Place get(String key) {
    return place.get(key);
  }

  /** The value of a key; null, which is noted, where the key is not there. */
  @Nullable Place require(String key, String expected) {
    Place found = get(key);
    if (found == null) {
      place.wrongAtKey(key, "nothing", expected);
    }
    return found;
  }

  /** Hands on the value of a key where it is there and right. */
  <T> void read(String key, Place.Reader<T> reader, Consumer<T> into) {
    Place found = get(key);
    T value = found == null ? null : reader.read(found);
    if (value != null) {
      into.accept(value);
    }
  }
}
