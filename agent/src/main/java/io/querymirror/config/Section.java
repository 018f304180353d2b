package io.querymirror.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map whose keys are known. Its typed getters give {@code otherwise} where the key is not there,
 * or its value is wrong, which is noted. Here and in the readers no lambdas: a configuration is
 * read while the application waits to start, and the first one costs 40 ms there.
 */
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

  /** As {@link #of}, but null without a word where the key is not there or has nothing under it. */
  @Nullable Section section(String key, List<String> keys, List<String> later) {
    Place found = get(key);
    return found == null || found.isNull() ? null : of(found, keys, later);
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

  /** The items of a key's list, or the one value that stands for a list of one. */
  List<Place> items(String key) {
    Place found = get(key);
    return found == null ? List.of() : found.someItems();
  }

  boolean bool(String key, boolean otherwise) {
    Boolean value = bool(key);
    return value == null ? otherwise : value;
  }

  @Nullable Boolean bool(String key) {
    Place found = get(key);
    return found == null ? null : Scalars.bool(found);
  }

  String name(String key, String otherwise) {
    Place found = get(key);
    String value = found == null ? null : Scalars.name(found);
    return value == null ? otherwise : value;
  }

  int integer(String key, int least, int most, int otherwise) {
    Place found = get(key);
    Integer value = found == null ? null : Scalars.integer(found, least, most);
    return value == null ? otherwise : value;
  }

  long size(String key, long most, long otherwise) {
    Place found = get(key);
    Long value = found == null ? null : Scalars.size(found, most);
    return value == null ? otherwise : value;
  }

  Duration duration(String key, Duration least, Duration otherwise) {
    Duration value = duration(key, least);
    return value == null ? otherwise : value;
  }

  @Nullable Duration duration(String key, Duration least) {
    Place found = get(key);
    return found == null ? null : Scalars.duration(found, least);
  }

  <T> T word(String key, Map<String, T> words, List<String> later, T otherwise) {
    Place found = get(key);
    T value = found == null ? null : Scalars.word(found, words, later);
    return value == null ? otherwise : value;
  }
}
